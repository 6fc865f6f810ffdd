import type { Interference } from './interference.ts'
import type { SlotMembers } from './slot-members.ts'

/** A swap of two slots by more webs than this is not tried. */
const MAX_LENGTH = 60

/** Gain of a swap that may not be made. */
export const IMPOSSIBLE = -(2 ** 30)

/**
 * Finds what must change places for a web to move to another slot: the webs that conflict with it there, those that conflict
 * with them where they go, and so on between the two slots. Swapping all of them is legal whatever the conflicts are.
 */
export class KempeChains {
  readonly #members: SlotMembers
  readonly #interference: Interference | undefined
  readonly #pinned: number
  readonly #rows: Int32Array
  readonly #width: number
  readonly #pull: (member: number, from: number, to: number) => number
  /** Last search that met each member. */
  readonly #met: Int32Array
  #search = 0
  readonly chain = new Int32Array(MAX_LENGTH)
  length = 0
  /** Members that all searches so far have looked at: what they cost. */
  steps = 0

  /** `rows` holds costs by member and slot, `pull` says what a member gains from its copies. */
  constructor(
    members: SlotMembers,
    interference: Interference | undefined,
    pinned: number,
    rows: Int32Array,
    pull: (member: number, from: number, to: number) => number,
  ) {
    this.#members = members
    this.#interference = interference
    this.#pinned = pinned
    this.#rows = rows
    this.#width = members.first.length
    this.#pull = pull
    this.#met = new Int32Array(members.slots.length)
  }

  /** Finds the chain of `member` to the slot `to`, and what swapping it gains. */
  find(member: number, to: number): number {
    const { slots, first, next } = this.#members
    const { chain } = this
    const from = slots[member] as number
    const search = ++this.#search
    const met = this.#met
    let gain = this.#gain(member, from, to)
    met[member] = search
    chain[0] = member
    let length = 1
    for (let at = 0; at < length; at++) {
      const mover = chain[at] as number
      const here = slots[mover] as number
      const there = here === from ? to : from
      for (let other = first[there] as number; other >= 0; other = next[other] as number) {
        this.steps++
        if (met[other] === search || !this.#conflict(mover, other)) continue
        if (other < this.#pinned || length === MAX_LENGTH) return IMPOSSIBLE
        met[other] = search
        chain[length++] = other
        gain += this.#gain(other, there, here)
      }
    }
    this.length = length
    return gain
  }

  #gain(member: number, from: number, to: number): number {
    const row = member * this.#width
    return (
      (this.#rows[row + from] as number) - (this.#rows[row + to] as number) + this.#pull(member, from, to)
    )
  }

  #conflict(one: number, other: number): boolean {
    const interference = this.#interference
    if (interference === undefined) return true
    const { words, rows } = interference
    return ((rows[one * words + (other >> 5)] as number) & (1 << (other & 31))) !== 0
  }
}
