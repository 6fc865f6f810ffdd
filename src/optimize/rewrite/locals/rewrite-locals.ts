import type { FunctionCode, ModuleCode } from '../module-code.ts'
import { BitCosts } from './bit-costs.ts'
import { countAccesses, uncountAccesses, updateContexts } from './contexts.ts'
import { CostRows } from './cost-rows.ts'
import { analyzeFunction, type FunctionState } from './function-state.ts'
import { recolour } from './recolour.ts'
import { SlotModel } from './slot-model.ts'

/** How hard {@link rewriteLocals} tries. */
export interface LocalsOptions {
  /** Times that it goes over the module, at most. */
  readonly rounds: number
}

/**
 * Chooses which local each live range uses, so that the operands of `local.get`, `local.set` and `local.tee` repeat what the
 * module does elsewhere; undefined where nothing changes.
 */
export function rewriteLocals(code: ModuleCode, { rounds }: LocalsOptions): ModuleCode | undefined {
  const states = code.functions.map((func) => analyzeFunction(code, func))
  let accessCount = 0
  let slotCount = 1
  for (const { accesses, types } of states) {
    accessCount += accesses.count
    slotCount = Math.max(slotCount, types.length)
  }
  const model = new SlotModel(accessCount, slotCount)
  const rows = new CostRows(model, new BitCosts(), slotCount)
  for (let round = 0; round < rounds; round++) {
    model.clear()
    for (const state of states) {
      updateContexts(state, model)
      countAccesses(state, model)
    }
    let moves = 0
    for (const state of states) {
      if (state.classes.length === 0) continue
      const moved = recolour(state, model, rows)
      if (moved === 0) continue
      moves += moved
      uncountAccesses(state, model)
      updateContexts(state, model)
      countAccesses(state, model)
    }
    if (moves === 0) break
  }
  const functions = states.map(writeBack)
  return functions.every((func, index) => func === code.functions[index]) ? undefined : { ...code, functions }
}

/** Writes the slots of a function into its instructions, without those that nothing uses. */
function writeBack({ func, fixed, accesses, webs, types, assignment }: FunctionState): FunctionCode {
  if (fixed) return func
  const parameterCount = func.parameters.length
  const used = new Uint8Array(types.length)
  for (const web of webs.ofAccess) used[assignment[web] as number] = 1
  const numbers = new Int32Array(types.length)
  const locals: number[] = []
  for (let slot = 0; slot < types.length; slot++) {
    numbers[slot] = slot < parameterCount ? slot : parameterCount + locals.length
    if (slot >= parameterCount && used[slot] === 1) locals.push(types[slot] as number)
  }
  const operands = func.operands.slice()
  for (let access = 0; access < accesses.count; access++) {
    const slot = assignment[webs.ofAccess[access] as number] as number
    operands[accesses.positions[access] as number] = numbers[slot] as number
  }
  return { ...func, locals: Int32Array.from(locals), operands }
}
