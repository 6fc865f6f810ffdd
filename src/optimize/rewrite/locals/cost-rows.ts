import type { BitCosts } from './bit-costs.ts'
import type { FunctionState } from './function-state.ts'
import type { SlotClass } from './slot-classes.ts'
import { BIT, NEAR_WEIGHT, WIDE_WEIGHT, type SlotModel } from './slot-model.ts'

/** First slot whose number takes two bytes, and what the second costs. */
const FIRST_LONG_SLOT = 128
const LONG_SLOT_COST = 6 * BIT

/** Computes what the webs of a class would cost in each slot, in units of 1/{@link BIT} bit up to a constant of the web. */
export class CostRows {
  readonly #model: SlotModel
  readonly #bits: BitCosts
  /** Index of each slot in the class, or -1. */
  readonly #indices: Int32Array
  /** Counts of the wide context by slot. */
  readonly #wide: Int32Array
  #rows = new Int32Array(1024)
  #probabilities: readonly Float64Array[] = []
  #plain: readonly Int32Array[] = []

  constructor(model: SlotModel, bits: BitCosts, slotCount: number) {
    this.#model = model
    this.#bits = bits
    this.#indices = new Int32Array(slotCount).fill(-1)
    this.#wide = new Int32Array(slotCount)
  }

  /** Takes the counts without context as they are now, for the classes of one function. */
  begin(slotCount: number): void {
    this.#probabilities = [0, 1, 2].map((kind) => this.#model.plainProbabilities(kind, slotCount))
    this.#plain = this.#probabilities.map((slots) =>
      Int32Array.from(slots, (probability) => this.#bits.of(probability)),
    )
  }

  /**
   * Fills one row a web of `slotClass`, in its order, with a column a slot; those of parameters stay empty.
   *
   * The array is valid until the next call.
   */
  fill(state: FunctionState, { webs, pinned, slots }: SlotClass): Int32Array {
    const width = slots.length
    const size = webs.length * width
    if (this.#rows.length < size) this.#rows = new Int32Array(size * 2)
    else this.#rows.fill(0, 0, size)
    for (let index = 0; index < width; index++) this.#indices[slots[index] as number] = index
    for (let member = pinned; member < webs.length; member++) {
      this.#fillRow(state, webs[member] as number, slots, member * width)
    }
    for (const slot of slots) this.#indices[slot] = -1
    return this.#rows
  }

  #fillRow(state: FunctionState, web: number, slots: Int32Array, row: number): void {
    const { webStarts, webAccesses, accesses, contexts, assignment } = state
    const [start, end] = [webStarts[web] as number, webStarts[web + 1] as number]
    const own = assignment[web] as number
    const model = this.#model
    // A web that sees its own counts stays where it is.
    for (let at = start; at < end; at++) {
      const access = webAccesses[at] as number
      model.remove(
        accesses.kinds[access] as number,
        contexts[access * 2] as number,
        contexts[access * 2 + 1] as number,
        own,
      )
    }
    const uses = [0, 0, 0]
    for (let at = start; at < end; at++) {
      const access = webAccesses[at] as number
      const kind = accesses.kinds[access] as number
      uses[kind] = (uses[kind] as number) + 1
      this.#addAccess(kind, contexts[access * 2] as number, contexts[access * 2 + 1] as number, row)
    }
    for (let at = start; at < end; at++) {
      const access = webAccesses[at] as number
      model.add(
        accesses.kinds[access] as number,
        contexts[access * 2] as number,
        contexts[access * 2 + 1] as number,
        own,
      )
    }
    this.#addPlain(uses, slots, row)
  }

  /** Adds what an access costs above or below its cost without context, in the slots that the near context has seen. */
  #addAccess(kind: number, near: number, wide: number, row: number): void {
    const { table } = this.#model
    const { slots, counts } = table
    const rows = this.#rows
    const seen = this.#wide
    const indices = this.#indices
    const probabilities = this.#probabilities[kind] as Float64Array
    const plain = this.#plain[kind] as Int32Array
    const nearFactor = 1 / ((table.totals[near] as number) + NEAR_WEIGHT)
    const wideFactor = 1 / ((table.totals[wide] as number) + WIDE_WEIGHT)
    const unseen = this.#bits.of(NEAR_WEIGHT * nearFactor * WIDE_WEIGHT * wideFactor)
    const wideStart = table.starts[wide] as number
    const wideEnd = wideStart + (table.lengths[wide] as number)
    for (let entry = wideStart; entry < wideEnd; entry++)
      seen[slots[entry] as number] = counts[entry] as number
    const nearStart = table.starts[near] as number
    const nearEnd = nearStart + (table.lengths[near] as number)
    for (let entry = nearStart; entry < nearEnd; entry++) {
      const slot = slots[entry] as number
      const index = indices[slot] as number
      const count = counts[entry] as number
      if (index < 0 || count === 0) continue
      const estimate = (count + NEAR_WEIGHT * (probabilities[slot] as number)) * nearFactor
      const probability = ((seen[slot] as number) + WIDE_WEIGHT * estimate) * wideFactor
      const at = row + index
      rows[at] = (rows[at] as number) + this.#bits.of(probability) - unseen - (plain[slot] as number)
    }
    for (let entry = wideStart; entry < wideEnd; entry++) seen[slots[entry] as number] = 0
  }

  #addPlain(uses: readonly number[], slots: Int32Array, row: number): void {
    const rows = this.#rows
    const [gets, sets, tees] = uses as [number, number, number]
    const [get, set, tee] = this.#plain as [Int32Array, Int32Array, Int32Array]
    for (let index = 0; index < slots.length; index++) {
      const slot = slots[index] as number
      let cost = gets * (get[slot] as number) + sets * (set[slot] as number) + tees * (tee[slot] as number)
      if (slot >= FIRST_LONG_SLOT) cost += (gets + sets + tees) * LONG_SLOT_COST
      rows[row + index] = (rows[row + index] as number) + cost
    }
  }
}
