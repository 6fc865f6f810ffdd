import type { FunctionState } from './function-state.ts'
import { mix } from './hash.ts'
import { CONTEXTS, type SlotModel } from './slot-model.ts'
import { OUTSIDE, slotToken } from './tokens.ts'

const NEAR_SEED = 1001
const WIDE_SEED = 1002
const SHAPE_SEED = 1003

/** Instructions on either side that a shape sees. */
const SHAPE_RADIUS = 3

/**
 * Finds the contexts of all accesses of a function as its slots are now.
 *
 * The near one is the token before and the opcode behind; the wide one is two tokens before and one behind; the shape is three
 * instructions on either side without their slots, so that copies of the same code agree before any of their slots do.
 */
export function updateContexts(state: FunctionState, model: SlotModel): void {
  const { func, accesses, webs, tokens, assignment, contexts } = state
  const { table } = model
  const { opcodes } = func
  const { positions, count } = accesses
  const slotted = tokens.slice()
  const webAt = new Int32Array(tokens.length).fill(NONE)
  for (let access = 0; access < count; access++) {
    const at = positions[access] as number
    const web = webs.ofAccess[access] as number
    webAt[at] = web
    slotted[at] = slotToken(tokens[at] as number, assignment[web] as number)
  }
  for (let access = 0; access < count; access++) {
    const at = positions[access] as number
    const web = webs.ofAccess[access] as number
    // A web that saw its own slot would stay where it is.
    const seen = (near: number): number => {
      if (near < 0) return OUTSIDE
      return webAt[near] === web ? slotToken(tokens[near] as number, OWN_SLOT) : (slotted[near] as number)
    }
    const own = mix(tokens[at] as number, seen(at - 1))
    const first = access * CONTEXTS
    // The last instruction is the end of the body, and no access.
    contexts[first] = table.find(mix(mix(own, NEAR_SEED), opcodes[at + 1] as number))
    contexts[first + 1] = table.find(mix(mix(mix(own, WIDE_SEED), seen(at - 2)), seen(at + 1)))
    contexts[first + 2] = table.find(shapeAt(tokens, at))
  }
}

const NONE = -1

/** Stands for the slot of a web in the contexts of its own accesses. */
const OWN_SLOT = -2

function shapeAt(tokens: Int32Array, at: number): number {
  let hash = SHAPE_SEED
  for (let near = at - SHAPE_RADIUS; near <= at + SHAPE_RADIUS; near++) {
    hash = mix(hash, near >= 0 && near < tokens.length ? (tokens[near] as number) : OUTSIDE)
  }
  return hash
}

/** Counts all accesses of a function. */
export function countAccesses(state: FunctionState, model: SlotModel): void {
  const { accesses, webs, assignment, contexts } = state
  for (let access = 0; access < accesses.count; access++) {
    const slot = assignment[webs.ofAccess[access] as number] as number
    model.add(accesses.kinds[access] as number, contexts, access * CONTEXTS, slot)
  }
}

/** Takes the accesses of a function out again. */
export function uncountAccesses(state: FunctionState, model: SlotModel): void {
  const { accesses, webs, assignment, contexts } = state
  for (let access = 0; access < accesses.count; access++) {
    const slot = assignment[webs.ofAccess[access] as number] as number
    model.remove(accesses.kinds[access] as number, contexts, access * CONTEXTS, slot)
  }
}
