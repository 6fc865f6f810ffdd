import { Difference } from './difference.ts'
import { compareModules, proveModules, type ModulePair } from './module-pair.ts'
import { visibleFunctions } from './visible-functions.ts'

/** Index of a function that is gone. */
export const REMOVED = 0xffffffff

/**
 * Shows that two modules differ in nothing but functions that became one, and functions that are gone, and the indices of those left.
 *
 * Functions that became one must be of one type index and have bodies that say the same under `functionIndices`; at most one of
 * them may be visible as an object, because objects can be told apart: see `visibleFunctions`. What is gone must not be referred to.
 *
 * @param functionIndices index of a function after by the one before, imports included; `REMOVED` for what is gone.
 * @returns see `Proof`.
 */
export function proveMerged(
  before: Uint8Array,
  after: Uint8Array,
  functionIndices: Uint32Array,
): string | undefined {
  return proveModules(before, after, (pair) => {
    requireIndices(pair, functionIndices)
    compareModules(pair, {
      functionIndices,
      names: { optional: new Set(['function', 'local', 'label']), functionIndices },
      isStale: (name) => name === 'linking',
    })
  })
}

function requireIndices({ before, after }: ModulePair, functionIndices: Uint32Array): void {
  const importCount = before.importCounts.function
  const count = importCount + before.bodies.count
  if (functionIndices.length !== count) {
    throw new Difference(`${functionIndices.length} indices for ${count} functions`)
  }
  const newCount = importCount + after.bodies.count
  const hasOrigin = new Uint8Array(newCount)
  const isVisible = visibleFunctions(before)
  const hasVisibleOrigin = new Uint8Array(newCount)
  for (const [index, newIndex] of functionIndices.entries()) {
    if (index < importCount ? newIndex !== index : newIndex < importCount) {
      throw new Difference(`index ${newIndex} of function ${index}`)
    }
    if (newIndex === REMOVED) continue
    if (newIndex >= newCount) throw new Difference(`index ${newIndex} of function ${index}`)
    hasOrigin[newIndex] = 1
    if (isVisible[index] !== 1) continue
    if (hasVisibleOrigin[newIndex] === 1) {
      throw new Difference(`function ${index} became one with another that can be told apart from it`)
    }
    hasVisibleOrigin[newIndex] = 1
  }
  const added = hasOrigin.indexOf(0)
  if (added >= 0) throw new Difference(`function ${added} after was none before`)
}
