import { InstructionReader } from '../../../wasm/instruction-reader.ts'
import { readInnerNames } from '../../../wasm/names.ts'
import type { Proof } from './proof.ts'
import { Difference } from './difference.ts'
import { requireInitialized } from './initialization.ts'
import { compareLocalFlow } from './local-flow.ts'
import { LocalTypes } from './local-types.ts'
import {
  closePair,
  compareModules,
  openPair,
  proveModules,
  type CompareBodies,
  type ModulePair,
} from './module-pair.ts'

/**
 * Shows that two modules differ in nothing but which locals their functions use for what: every `local.get` whose value counts reads what
 * it read before.
 *
 * Names of locals must be gone, or those of changed functions not be there.
 */
export const proveLocals: Proof = (before, after) => proveLocalChanges(before, after, true)

/** With `isStrict`, local instructions may differ in their operands only. */
export function proveLocalChanges(
  before: Uint8Array,
  after: Uint8Array,
  isStrict: boolean,
): string | undefined {
  return proveModules(before, after, (pair) =>
    compareModules(pair, {
      compareBodies: compareBodies(pair, isStrict),
      names: { optional: new Set(['local']) },
    }),
  )
}

function compareBodies({ before, after }: ModulePair, isStrict: boolean): CompareBodies {
  const importCount = before.importCounts.function
  const { names: namedFunctions, problem } = readInnerNames(after, 'local')
  const localTypes = new LocalTypes()
  return (bodies, index) => {
    if (problem !== undefined || namedFunctions.has(importCount + index)) {
      throw new Difference('the names of its locals are left')
    }
    const typeIndex = before.functions.typeIndices[index] as number
    const left = localTypes.read(before, typeIndex, bodies.before)
    const right = localTypes.read(after, typeIndex, bodies.after)
    requireInitialized(new InstructionReader(after.bytes, bodies.after.offset, bodies.after.end), right)
    const readers = openPair(bodies)
    compareLocalFlow(
      { reader: readers.before, locals: left },
      { reader: readers.after, locals: right },
      isStrict,
    )
    closePair(readers.before, readers.after)
  }
}
