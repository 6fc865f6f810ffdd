import type { CostRows } from './cost-rows.ts'
import type { FunctionState } from './function-state.ts'
import { KempeChains } from './kempe-chains.ts'
import type { SlotClass } from './slot-classes.ts'
import { SlotMembers } from './slot-members.ts'
import { BIT, CONTEXTS, type SlotModel } from './slot-model.ts'

/** What it is worth to put both ends of a copy into one slot. */
const COPY_GAIN = 16 * BIT

const MAX_PASSES = 3

/** What a web may lose by a move that gains as a whole. */
const MAX_LOSS = 40 * BIT

/** Largest number of costs that are held at a time, as 32-bit integers; a class with more keeps its slots. */
const MAX_COSTS = 6_000_000

/**
 * Steps of chains an access that the search may take, in one round: the largest functions of published modules take 2,000,
 * and functions of ten thousand webs would take a thousand times more.
 */
const MAX_STEPS = 2500

/** Moves webs of a function to better slots, with what must make room for them; returns the number of moves. */
export function recolour(state: FunctionState, model: SlotModel, rows: CostRows): number {
  rows.begin(state.types.length)
  let moves = 0
  for (let index = 0; index < state.classes.length; index++) {
    const slotClass = state.classes[index] as SlotClass
    if (slotClass.webs.length * slotClass.slots.length > MAX_COSTS) continue
    moves += recolourClass(state, index, slotClass, model, rows)
  }
  return moves
}

function recolourClass(
  state: FunctionState,
  index: number,
  slotClass: SlotClass,
  model: SlotModel,
  costs: CostRows,
): number {
  const rows = costs.fill(state, slotClass)
  const { webs, pinned, slots } = slotClass
  const { assignment } = state
  const width = slots.length
  const indices = new Map<number, number>()
  for (let slot = 0; slot < width; slot++) indices.set(slots[slot] as number, slot)
  const members = new SlotMembers(
    webs.map((web) => indices.get(assignment[web] as number) as number),
    width,
  )
  const copies = copiesWithin(state, slotClass)
  const pull = (member: number, from: number, to: number): number => {
    if (copies === undefined) return 0
    let gain = 0
    for (const other of copies[member] ?? NO_COPIES) {
      if (members.slots[other] === to) gain += COPY_GAIN
      else if (members.slots[other] === from) gain -= COPY_GAIN
    }
    return gain
  }
  const chains = new KempeChains(members, state.interferences[index], pinned, rows, pull)
  const order = byUse(state, slotClass)
  const best = new Int32Array(chains.chain.length)
  /** Moves made when each row was filled. */
  const filledAt = new Int32Array(webs.length)
  const maxSteps = MAX_STEPS * useOf(state, slotClass)
  let moves = 0
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const before = moves
    for (const member of order) {
      if (chains.steps > maxSteps) return moves
      const row = member * width
      const from = members.slots[member] as number
      // With costs of before the last moves, webs that are alike all go where one of them was, and back again.
      if (filledAt[member] !== moves) costs.refill(state, slotClass, member)
      filledAt[member] = moves
      let bestGain = 0
      let bestSlot = -1
      let bestLength = 0
      for (let to = 0; to < width; to++) {
        if (to === from || (rows[row + from] as number) - (rows[row + to] as number) < -MAX_LOSS) continue
        const gain = chains.find(member, to)
        if (gain <= bestGain) continue
        bestGain = gain
        bestSlot = to
        bestLength = chains.length
        for (let at = 0; at < bestLength; at++) best[at] = chains.chain[at] as number
      }
      if (bestSlot < 0) continue
      moves++
      for (let at = 0; at < bestLength; at++) {
        const mover = best[at] as number
        const target = members.slots[mover] === from ? bestSlot : from
        members.move(mover, target)
        moveWeb(state, model, webs[mover] as number, slots[target] as number)
      }
    }
    if (moves === before) break
  }
  return moves
}

const NO_COPIES: readonly number[] = []

function moveWeb(state: FunctionState, model: SlotModel, web: number, slot: number): void {
  const { webStarts, webAccesses, accesses, contexts, assignment } = state
  const from = assignment[web] as number
  for (let at = webStarts[web] as number; at < (webStarts[web + 1] as number); at++) {
    const access = webAccesses[at] as number
    const kind = accesses.kinds[access] as number
    model.remove(kind, contexts, access * CONTEXTS, from)
    model.add(kind, contexts, access * CONTEXTS, slot)
  }
  assignment[web] = slot
}

/** Accesses to the webs of a class. */
function useOf({ webStarts }: FunctionState, { webs }: SlotClass): number {
  return webs.reduce((sum, web) => sum + (webStarts[web + 1] as number) - (webStarts[web] as number), 0)
}

/** Members that may move, those with most accesses first. */
function byUse({ webStarts }: FunctionState, { webs, pinned }: SlotClass): Int32Array {
  const uses = webs.map((web) => (webStarts[web + 1] as number) - (webStarts[web] as number))
  const order = new Int32Array(webs.length - pinned)
  for (let at = 0; at < order.length; at++) order[at] = pinned + at
  return order.sort((a, b) => (uses[b] as number) - (uses[a] as number) || a - b)
}

/** Copies between members that do not conflict, by member; undefined where there are none. */
function copiesWithin(
  { copies, interferences, classes }: FunctionState,
  slotClass: SlotClass,
): number[][] | undefined {
  const interference = interferences[classes.indexOf(slotClass)]
  if (interference === undefined || copies.length === 0) return undefined
  const members = new Map<number, number>()
  for (let member = 0; member < slotClass.webs.length; member++)
    members.set(slotClass.webs[member] as number, member)
  const result: number[][] = []
  for (let at = 0; at < copies.length; at += 2) {
    const one = members.get(copies[at] as number)
    const other = members.get(copies[at + 1] as number)
    if (one === undefined || other === undefined) continue
    const { words, rows } = interference
    if (((rows[one * words + (other >> 5)] as number) & (1 << (other & 31))) !== 0) continue
    ;(result[one] ??= []).push(other)
    ;(result[other] ??= []).push(one)
  }
  return result.length > 0 ? result : undefined
}
