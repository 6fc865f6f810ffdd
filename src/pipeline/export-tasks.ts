import { weighExports as weigh, type ExportWeight } from '../optimize/exports/weigh-exports.ts'
import { findMentions, type ScriptMentions, type ScriptText } from '../scripts/find-mentions.ts'
import type { Export } from '../wasm/definitions.ts'
import { readModule } from '../wasm/module.ts'
import { WasmParseError } from '../wasm/parse-error.ts'

export { pruneListed } from '../optimize/exports/prune-listed.ts'

/** One export of a module. */
export type ExportedName = Pick<Export, 'name' | 'kind'>

/** A task of the worker pool: the exports of a module, in file order; none where it cannot be read. */
export function listExports(bytes: Uint8Array): readonly ExportedName[] {
  return orUndefined(() => readModule(bytes).exports.map(({ name, kind }) => ({ name, kind }))) ?? []
}

/** A task of the worker pool: finds names in scripts. */
export function mentions(task: {
  readonly scripts: readonly ScriptText[]
  readonly names: readonly string[]
}): ScriptMentions[] {
  return findMentions(task.scripts, task.names)
}

/** A task of the worker pool: weighs exports; undefined where the module cannot be read. */
export function weighExports(task: {
  readonly bytes: Uint8Array
  readonly names: readonly string[]
  readonly wireBytes?: number | undefined
}): ExportWeight | undefined {
  return orUndefined(() => weigh(task.bytes, task.names, task.wireBytes))
}

function orUndefined<T>(compute: () => T): T | undefined {
  try {
    return compute()
  } catch (error) {
    if (error instanceof WasmParseError) return undefined
    throw error
  }
}
