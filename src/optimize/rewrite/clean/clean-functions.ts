import type { FunctionCode, ModuleCode } from '../module-code.ts'
import { removeDeadWrites } from './dead-writes.ts'
import { applyPeepholes } from './peepholes.ts'

/** Leaves out instructions without effect: see {@link applyPeepholes} and {@link removeDeadWrites}. */
export function cleanFunctions(code: ModuleCode): ModuleCode | undefined {
  const functions = code.functions.map((body) => cleanFunction(code, body))
  return functions.some((body, place) => body !== code.functions[place]) ? { ...code, functions } : undefined
}

// A write that goes may leave the one before it without a reader; what is left after so many rounds is nothing.
const ROUNDS = 4

function cleanFunction(code: ModuleCode, body: FunctionCode): FunctionCode {
  let result = applyPeepholes(body) ?? body
  for (let round = 0; round < ROUNDS; round++) {
    const without = removeDeadWrites(code, result)
    if (without === undefined) break
    result = applyPeepholes(without) ?? without
  }
  return result
}
