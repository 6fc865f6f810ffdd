import { analyzeModule } from '../../analysis/analyze-module.ts'
import { WasmParseError } from '../../wasm/parse-error.ts'
import { findReachedFunctions } from '../rewrite/dead-functions.ts'
import { decodeModule } from '../rewrite/decode-module.ts'
import { removeEntries } from './prune-exports.ts'

/** What pruning exports would save. */
export interface ExportWeight {
  readonly rawBytes: number
  /** Estimated; absent where no size on the wire is given. */
  readonly wireBytes?: number
}

/**
 * Weighs exports: their entries, and the functions that go when they are pruned.
 *
 * Functions in tables stay when exports are pruned, and so does all data; neither is counted, though a graph that looks into tables
 * and data may find that nothing else keeps them.
 *
 * @param wireSizeBytes of the whole module; with it the part on the wire is estimated, see `analysis/wire-estimate.ts`
 * @throws {WasmParseError} a module that cannot be read.
 */
export function weighExports(
  bytes: Uint8Array,
  names: readonly string[],
  wireSizeBytes?: number,
): ExportWeight {
  const gone = new Set(names)
  const isReached = findReached(removeEntries(bytes, ({ name }) => !gone.has(name)))
  const { items } = analyzeModule(bytes, wireSizeBytes === undefined ? {} : { wireSizeBytes })
  const leaving = items.filter(
    ({ kind, name = '', index = -1 }) =>
      (kind === 'export' && gone.has(name)) || (kind === 'function' && isReached?.[index] === 0),
  )
  const rawBytes = leaving.reduce((sum, item) => sum + item.sizeBytes, 0)
  if (wireSizeBytes === undefined) return { rawBytes }
  return { rawBytes, wireBytes: leaving.reduce((sum, item) => sum + (item.wireSizeBytes ?? 0), 0) }
}

/** Which functions are reached; undefined where nobody knows, because a body cannot be decoded. */
function findReached(bytes: Uint8Array): Uint8Array | undefined {
  try {
    return findReachedFunctions(decodeModule(bytes))
  } catch (error) {
    if (error instanceof WasmParseError) return undefined
    throw error
  }
}
