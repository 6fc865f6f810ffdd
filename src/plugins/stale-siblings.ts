import { access, readFile, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { readSiblings } from './existing-siblings.ts'

/**
 * Deletes the siblings in an output that decode to something else than the file beside them, as those of an earlier build.
 *
 * `files` are the modules of the output by path from it; nothing else is looked at.
 */
export async function removeStaleSiblings(dir: string, files: readonly string[]): Promise<void> {
  for (const file of files) {
    const path = join(dir, file)
    const siblings = await Promise.all([exists(`${path}.br`), exists(`${path}.gz`)])
    if (!siblings.includes(true)) continue
    const bytes = await readFile(path).catch(() => undefined)
    if (bytes === undefined) continue
    for (const sibling of await readSiblings(path, { bytes, source: bytes })) {
      if (sibling.decodesTo === 'other') await unlink(sibling.path)
    }
  }
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
