import { countImports } from '../../../wasm/module.ts'
import { isLocalAccess, namesFunction } from '../instruction-kinds.ts'
import type { FunctionCode, ModuleCode } from '../module-code.ts'
import { mayRenumberFunctions } from '../order/function-numbers.ts'
import { findObservableFunctions } from './observable-functions.ts'

/**
 * Keeps one of several functions of one type whose bodies are the same, also those that become the same by that.
 *
 * Of functions that JavaScript can hold (see {@link findObservableFunctions}) none is merged with another: each stays an object
 * of its own.
 */
export function mergeIdenticalFunctions(code: ModuleCode): ModuleCode | undefined {
  const { module, functions } = code
  const importCount = countImports(module, 'function')
  const functionCount = importCount + functions.length
  // Operands are indices of `module`: after a pass that moved functions they are not places in `functions`.
  if (code.functionIndices !== undefined || !mayRenumberFunctions(module)) return undefined
  const isObservable = findObservableFunctions(code)
  const survivors = Uint32Array.from({ length: functionCount }, (_, index) => index)
  for (let isNew = true; isNew;) {
    isNew = false
    const groups = new BodyGroups(code, survivors, importCount)
    for (let index = importCount; index < functionCount; index++) {
      if (survivors[index] !== index) continue
      const survivor = groups.join(index, isObservable)
      if (survivor === index) continue
      survivors[index] = survivor
      isNew = true
    }
    for (let index = importCount; index < functionCount; index++)
      survivors[index] = survivors[survivors[index] as number] as number
  }
  return withoutMerged(code, survivors, importCount)
}

function withoutMerged(code: ModuleCode, survivors: Uint32Array, importCount: number): ModuleCode | undefined {
  const functions = code.functions.filter((_, place) => survivors[importCount + place] === importCount + place)
  if (functions.length === code.functions.length) return undefined
  const functionIndices = new Uint32Array(survivors.length)
  let next = 0
  for (let index = 0; index < survivors.length; index++)
    if (survivors[index] === index) functionIndices[index] = next++
  return { ...code, functions, functionIndices: functionIndices.map((_, index) => functionIndices[survivors[index] as number] as number) }
}
