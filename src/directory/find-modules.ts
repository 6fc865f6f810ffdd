import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isWasm } from '../wasm/sections.ts'

/** A module, or data that counts as one, as it lies in a directory. */
export interface DirectoryModule {
  /** Path from the directory. */
  readonly fileName: string
  readonly bytes: Uint8Array
  readonly isCompanion: boolean
}

/** What surely is no module, so that its first bytes need not be looked at. */
const OTHER =
  /\.(?:[cm]?[jt]sx?|css|html?|json|map|br|gz|zst|svg|png|jpe?g|gif|webp|avif|ico|woff2?|txt|md)$/i

/** Reads the modules among the files of a directory, whatever they are called, and the files that `isCompanion` picks. */
export async function readModules(
  directory: string,
  files: readonly string[],
  isCompanion: (path: string) => boolean,
): Promise<DirectoryModule[]> {
  const modules: DirectoryModule[] = []
  for (const fileName of files) {
    if (OTHER.test(fileName)) continue
    const path = join(directory, fileName)
    const isModule = await beginsAsWasm(path)
    if (!isModule && !isCompanion(fileName)) continue
    modules.push({ fileName, bytes: new Uint8Array(await readFile(path)), isCompanion: !isModule })
  }
  return modules
}

/** Looks at the first bytes alone: a directory may hold gigabytes. */
async function beginsAsWasm(path: string): Promise<boolean> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(4), 0, 4, 0)
    return bytesRead === 4 && isWasm(buffer)
  } finally {
    await file.close()
  }
}
