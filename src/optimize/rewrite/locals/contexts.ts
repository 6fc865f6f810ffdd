import type { FunctionState } from './function-state.ts'
import { mix } from './hash.ts'
import type { SlotModel } from './slot-model.ts'
import { OUTSIDE, slotToken } from './tokens.ts'

const NEAR_SEED = 1001
const WIDE_SEED = 1002

/**
 * Finds the contexts of all accesses of a function as its slots are now.
 *
 * Near is the token before and the opcode behind; wide is two tokens before and one behind, so that near follows from wide.
 */
export function updateContexts(state: FunctionState, model: SlotModel): void {
  const { func, accesses, webs, tokens, assignment, contexts } = state
  const { table } = model
  const { opcodes } = func
  const { positions, count } = accesses
  const length = opcodes.length
  const slotted = tokens.slice()
  for (let access = 0; access < count; access++) {
    const at = positions[access] as number
    slotted[at] = slotToken(tokens[at] as number, assignment[webs.ofAccess[access] as number] as number)
  }
  for (let access = 0; access < count; access++) {
    const at = positions[access] as number
    const before = at > 0 ? (slotted[at - 1] as number) : OUTSIDE
    const beforeThat = at > 1 ? (slotted[at - 2] as number) : OUTSIDE
    // The last instruction is the end of the body.
    const behind = at + 1 < length ? (slotted[at + 1] as number) : OUTSIDE
    const own = mix(tokens[at] as number, before)
    contexts[access * 2] = table.find(mix(mix(own, NEAR_SEED), opcodes[at + 1] as number))
    contexts[access * 2 + 1] = table.find(mix(mix(mix(own, WIDE_SEED), beforeThat), behind))
  }
}

/** Counts all accesses of a function. */
export function countAccesses(
  { accesses, webs, assignment, contexts }: FunctionState,
  model: SlotModel,
): void {
  for (let access = 0; access < accesses.count; access++) {
    model.add(
      accesses.kinds[access] as number,
      contexts[access * 2] as number,
      contexts[access * 2 + 1] as number,
      assignment[webs.ofAccess[access] as number] as number,
    )
  }
}

/** Takes the accesses of a function out again. */
export function uncountAccesses(
  { accesses, webs, assignment, contexts }: FunctionState,
  model: SlotModel,
): void {
  for (let access = 0; access < accesses.count; access++) {
    model.remove(
      accesses.kinds[access] as number,
      contexts[access * 2] as number,
      contexts[access * 2 + 1] as number,
      assignment[webs.ofAccess[access] as number] as number,
    )
  }
}
