import { cleanFunctions } from './clean/clean-functions.ts'
import { mergeIdenticalFunctions } from './clean/merge-identical.ts'
import { clearAlignment } from './clear-alignment.ts'
import { dropNames, NameSubsection } from './drop-names.ts'
import { rewriteLocals } from './locals/rewrite-locals.ts'
import { mergeData } from './merge-data.ts'
import type { ModuleCode } from './module-code.ts'
import { orderByPathCover } from './order/path-cover.ts'
import { orderBySimilarity } from './order/similarity.ts'
import { proveAlignment } from './proofs/alignment.ts'
import { proveClean } from './proofs/clean.ts'
import { proveData } from './proofs/data.ts'
import { proveLocals } from './proofs/locals.ts'
import { proveMerged } from './proofs/merged.ts'
import { proveOrder } from './proofs/order.ts'
import { provePadding } from './proofs/padding.ts'
import { reorderFunctions } from './reorder-functions.ts'

/** A rewrite and what shows that it changed nothing but the bytes. */
export interface Pass {
  /** `parameter` is what the pass counts: rounds, or bytes of a gap; undefined where there is nothing to change. */
  rewrite(code: ModuleCode, parameter: number): ModuleCode | undefined
  /** Says what is not shown to be the same; `code` is what `rewrite` returned. */
  prove(before: Uint8Array, after: Uint8Array, code: ModuleCode): string | undefined
}

/** Every pass by its name. */
export const PASSES = {
  /** Integers in their shortest forms: all other passes begin with this. */
  shortest: {
    rewrite: (code) => code,
    prove: (before, after) =>
      provePadding(dropNames(before, [NameSubsection.locals, NameSubsection.labels]), after),
  },
  identical: {
    rewrite: mergeIdenticalFunctions,
    prove: (before, after, code) => proveMerged(before, after, indicesOf(code)),
  },
  clean: { rewrite: cleanFunctions, prove: proveClean },
  alignment: { rewrite: clearAlignment, prove: proveAlignment },
  locals: { rewrite: (code, rounds) => rewriteLocals(code, { rounds }), prove: proveLocals },
  similarity: {
    rewrite: (code) => reorderFunctions(code, orderBySimilarity(code)),
    prove: (before, after, code) => proveOrder(before, after, indicesOf(code)),
  },
  'path-cover': {
    rewrite: (code) => reorderFunctions(code, orderByPathCover(code)),
    prove: (before, after, code) => proveOrder(before, after, indicesOf(code)),
  },
  data: {
    rewrite: mergeData,
    prove: (before, after) => proveData(dropNames(before, [NameSubsection.data]), after),
  },
} as const satisfies Record<string, Pass>

function indicesOf({ functionIndices }: ModuleCode): Uint32Array {
  if (functionIndices === undefined)
    throw new TypeError('a pass that moves functions must say where they went')
  return functionIndices
}
