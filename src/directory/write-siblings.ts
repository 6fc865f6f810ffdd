import { unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { writeAtomically } from '../cache/content-store.ts'
import type { Pipeline } from '../pipeline/pipeline.ts'
import { companionOf } from '../plugins/companions.ts'
import { readSiblings } from '../plugins/existing-siblings.ts'
import { planSiblings } from '../plugins/siblings.ts'
import type { ModuleReport, Sizes } from '../report/build-report.ts'
import type { ResolvedCompress } from '../resolve-options.ts'
import type { DirectoryModule } from './find-modules.ts'

/** What became of the siblings of a module. */
export interface WrittenSiblings {
  readonly fileName: string
  readonly sizes: Sizes
  /** All that lie beside it now and decode to it. */
  readonly siblings: ModuleReport['siblings']
  /** Names of those that were written. */
  readonly written: readonly string[]
  /** Names of those that decoded to other bytes and that nothing took the place of. */
  readonly deleted: readonly string[]
}

/**
 * Writes the siblings of a module of a directory: those that are there and decode to it stay, those that decode to something
 * else are replaced or deleted.
 *
 * @throws {WasmBudgetError} `sibling-mismatch`
 */
export async function writeSiblings(
  pipeline: Pipeline,
  directory: string,
  { fileName, bytes, isCompanion }: DirectoryModule,
  options: false | ResolvedCompress,
): Promise<WrittenSiblings> {
  const shipped = isCompanion ? companionOf(bytes).shipped : undefined
  const measured = await pipeline.measure(
    shipped ?? (await pipeline.ship(bytes, fileName, 'disabled')),
    fileName,
  )
  const existing = await readSiblings(join(directory, fileName), { bytes, source: bytes })
  const { siblings, fresh } = planSiblings(fileName, bytes.length, measured.compressed, options, existing)
  for (const sibling of fresh) await writeAtomically(join(directory, sibling.fileName), sibling.bytes)
  const written = fresh.map((sibling) => sibling.fileName)
  const stale = existing
    .filter(({ decodesTo }) => decodesTo === 'other')
    .map(({ format }) => `${fileName}.${format}`)
  const deleted = stale.filter((name) => !written.includes(name))
  for (const name of deleted) await unlink(join(directory, name))
  return { fileName, sizes: measured.after, siblings, written, deleted }
}
