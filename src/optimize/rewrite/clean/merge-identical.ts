import { countImports } from '../../../wasm/module.ts'
import type { FunctionCode, ModuleCode } from '../module-code.ts'
import { mayRenumberFunctions } from '../order/function-numbers.ts'
import { areSameBodies, hashBody, hashFunctionNames } from './body-comparison.ts'
import { findObservableFunctions } from './observable-functions.ts'

/**
 * Keeps one of several functions of one type whose bodies are the same, also those that become the same by that.
 *
 * Of functions that JavaScript can hold (see {@link findObservableFunctions}) none is merged with another: each stays an object
 * of its own. Undefined also after a pass that moved functions, and where {@link mayRenumberFunctions} says no.
 */
export function mergeIdenticalFunctions(code: ModuleCode): ModuleCode | undefined {
  if (code.functionIndices !== undefined || !mayRenumberFunctions(code.module)) return undefined
  const importCount = countImports(code.module, 'function')
  const survivors = Uint32Array.from({ length: importCount + code.functions.length }, (_, index) => index)
  const isObservable = findObservableFunctions(code)
  const candidates = findCandidates(code, importCount)
  for (let isNew = true; isNew;) {
    isNew = false
    for (const candidate of candidates) {
      for (const group of groupSame(code, candidate, survivors, importCount)) {
        const survivor = group.find((index) => isObservable[index]) ?? group[0]
        for (const index of group) {
          if (index === survivor || isObservable[index]) continue
          survivors[index] = survivor as number
          isNew = true
        }
      }
    }
    for (let index = importCount; index < survivors.length; index++) {
      survivors[index] = survivors[survivors[index] as number] as number
    }
  }
  return removeMerged(code, survivors, importCount)
}

/** Indices of functions whose bodies differ at most in the functions that they name, by hash. */
function findCandidates(code: ModuleCode, importCount: number): readonly (readonly number[])[] {
  const byHash = new Map<number, number[]>()
  for (const [place, body] of code.functions.entries()) {
    const hash = hashBody(code, body)
    const known = byHash.get(hash)
    if (known === undefined) byHash.set(hash, [importCount + place])
    else known.push(importCount + place)
  }
  return [...byHash.values()].filter((indices) => indices.length > 1)
}

/** Groups the functions among `indices` that are still there and the same. */
function groupSame(
  code: ModuleCode,
  indices: readonly number[],
  survivors: Uint32Array,
  importCount: number,
): readonly (readonly number[])[] {
  const bodyOf = (index: number) => code.functions[index - importCount] as FunctionCode
  // Functions that each call themselves and are the same otherwise are the same.
  const numbersIn = (index: number) => (named: number) =>
    survivors[named] === index ? ITSELF : (survivors[named] as number)
  const byNames = new Map<number, number[][]>()
  for (const index of indices) {
    if (survivors[index] !== index) continue
    const body = bodyOf(index)
    const numbers = numbersIn(index)
    const hash = hashFunctionNames(body, numbers)
    const groups = byNames.get(hash) ?? []
    byNames.set(hash, groups)
    const group = groups.find(([first = index]) =>
      areSameBodies(code, body, bodyOf(first), numbers, numbersIn(first)),
    )
    if (group === undefined) groups.push([index])
    else group.push(index)
  }
  return [...byNames.values()].flat()
}

const ITSELF = -1

function removeMerged(code: ModuleCode, survivors: Uint32Array, importCount: number): ModuleCode | undefined {
  const isKept = (index: number) => survivors[index] === index
  const functions = code.functions.filter((_, place) => isKept(importCount + place))
  if (functions.length === code.functions.length) return undefined
  const newIndices = new Uint32Array(survivors.length)
  let next = 0
  for (let index = 0; index < survivors.length; index++) if (isKept(index)) newIndices[index] = next++
  return { ...code, functions, functionIndices: survivors.map((survivor) => newIndices[survivor] as number) }
}
