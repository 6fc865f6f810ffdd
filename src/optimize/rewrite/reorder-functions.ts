import { countImports } from '../../wasm/module.ts'
import { mayRenumberFunctions } from './order/function-numbers.ts'
import type { FunctionCode, ModuleCode } from './module-code.ts'

/**
 * Puts the defined functions in another order: place `i` gets the one that is at `order[i]` in `code.functions`.
 *
 * @throws {RangeError} an `order` that is no permutation.
 */
export function reorderFunctions(code: ModuleCode, order: Uint32Array): ModuleCode | undefined {
  const placeOf = invert(order, code.functions.length)
  if (order.every((from, place) => from === place) || !mayRenumberFunctions(code.module)) return undefined
  const importCount = countImports(code.module, 'function')
  const before = code.functionIndices ?? identity(importCount + code.functions.length)
  return {
    ...code,
    functions: Array.from(order, (from) => code.functions[from] as FunctionCode),
    functionIndices: before.map((index) =>
      index < importCount ? index : importCount + (placeOf[index - importCount] as number),
    ),
  }
}

function invert(order: Uint32Array, count: number): Uint32Array {
  const placeOf = new Uint32Array(count).fill(UNPLACED)
  for (let place = 0; place < order.length; place++) {
    const from = order[place] as number
    if (from >= count || placeOf[from] !== UNPLACED) throw new RangeError(`function ${from} has no one place`)
    placeOf[from] = place
  }
  if (order.length !== count) throw new RangeError(`${order.length} places for ${count} functions`)
  return placeOf
}

function identity(count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, index) => index)
}

const UNPLACED = 0xffffffff
