import { ContextTable } from './context-table.ts'

/** Fractions of a bit in which costs are counted: integers, so that sums are the same in every order. */
export const BIT = 256

/** Weights of the shorter context in the estimate of the longer: few counts soon outweigh it. */
export const NEAR_WEIGHT = 2
export const WIDE_WEIGHT = 1

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

  add(kind: number, near: number, wide: number, slot: number): void {
    const counts = this.#plain[kind] as Int32Array
    counts[slot] = (counts[slot] as number) + 1
    this.#totals[kind] = (this.#totals[kind] as number) + 1
    this.table.add(near, slot)
    this.table.add(wide, slot)
  }

  remove(kind: number, near: number, wide: number, slot: number): void {
    const counts = this.#plain[kind] as Int32Array
    counts[slot] = (counts[slot] as number) - 1
    this.#totals[kind] = (this.#totals[kind] as number) - 1
    this.table.remove(near, slot)
    this.table.remove(wide, slot)
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
