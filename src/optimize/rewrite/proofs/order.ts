import { Difference } from './difference.ts'
import { compareModules, proveModules, type ModulePair } from './module-pair.ts'

/**
 * Shows that two modules differ in nothing but the order of their defined functions: every type, body, call, `ref.func`, element,
 * export, start function and function name is the same under `functionIndices`.
 *
 * @param functionIndices index of a function after by the one before, imports included.
 * @returns see `Proof`.
 */
export function proveOrder(
  before: Uint8Array,
  after: Uint8Array,
  functionIndices: Uint32Array,
): string | undefined {
  return proveModules(before, after, (pair) => {
    requirePermutation(pair, functionIndices)
    compareModules(pair, {
      functionIndices,
      names: { optional: new Set(['function', 'local', 'label']), functionIndices },
      isStale: (name) => name === 'linking',
    })
  })
}

function requirePermutation({ before, after }: ModulePair, functionIndices: Uint32Array): void {
  const importCount = before.importCounts.function
  const count = importCount + before.bodies.count
  if (functionIndices.length !== count) {
    throw new Difference(`${functionIndices.length} indices for ${count} functions`)
  }
  if (after.bodies.count !== before.bodies.count) {
    throw new Difference(`${before.bodies.count} functions became ${after.bodies.count}`)
  }
  const isTaken = new Uint8Array(count)
  for (const [index, newIndex] of functionIndices.entries()) {
    if (newIndex >= count || isTaken[newIndex] === 1)
      throw new Difference(`index ${newIndex} of function ${index}`)
    isTaken[newIndex] = 1
    if (index < importCount && newIndex !== index) throw new Difference(`imported function ${index} moves`)
  }
}
