import { ContextTable } from './context-table.ts'

/** Fractions of a bit in which costs are counted: integers, so that sums are the same in every order. */
export const BIT = 256

/** Contexts of an access, from the one that falls back on no context to the one that decides. */
export const CONTEXTS = 3

/** What the estimate before weighs against the counts of each context. */
export const WEIGHTS: readonly [number, number, number] = [2, 2, 1]

/** Weights of the estimate without context. */
const PLAIN_PRIOR = 0.5
const PLAIN_WEIGHT = 500

/** What the module has shown of its idiom: how often each slot follows each context, and each kind of access. */
export class SlotModel {
  readonly table: ContextTable
  readonly #plain: readonly Int32Array[]
  readonly #totals = new Int32Array(3)

  constructor(accessCount: number, slotCount: number) {
    this.table = new ContextTable(accessCount)
    this.#plain = [new Int32Array(slotCount), new Int32Array(slotCount), new Int32Array(slotCount)]
  }

  clear(): void {
    this.table.clear()
    for (const counts of this.#plain) counts.fill(0)
    this.#totals.fill(0)
  }

  /** Counts a slot for an access of this kind, whose contexts begin at `contexts[first]`. */
  add(kind: number, contexts: Int32Array, first: number, slot: number): void {
    const counts = this.#plain[kind] as Int32Array
    counts[slot] = (counts[slot] as number) + 1
    this.#totals[kind] = (this.#totals[kind] as number) + 1
    for (let at = first; at < first + CONTEXTS; at++) this.table.add(contexts[at] as number, slot)
  }

  /** Takes such a count back. */
  remove(kind: number, contexts: Int32Array, first: number, slot: number): void {
    const counts = this.#plain[kind] as Int32Array
    counts[slot] = (counts[slot] as number) - 1
    this.#totals[kind] = (this.#totals[kind] as number) - 1
    for (let at = first; at < first + CONTEXTS; at++) this.table.remove(contexts[at] as number, slot)
  }

  /** Probability of each slot after each kind of access, whatever the context. */
  plainProbabilities(kind: number, slotCount: number): Float64Array {
    const counts = this.#plain[kind] as Int32Array
    const total = (this.#totals[kind] as number) + PLAIN_WEIGHT
    return Float64Array.from(
      { length: slotCount },
      (_, slot) => ((counts[slot] as number) + PLAIN_PRIOR) / total,
    )
  }
}
