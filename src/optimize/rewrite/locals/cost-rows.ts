import type { BitCosts } from './bit-costs.ts'
import type { FunctionState } from './function-state.ts'
import type { SlotClass } from './slot-classes.ts'
import { BIT, CONTEXTS, WEIGHTS, type SlotModel } from './slot-model.ts'

/** First slot whose number takes two bytes, and what the second costs. */
const FIRST_LONG_SLOT = 128
const LONG_SLOT_COST = 6 * BIT

/** Computes what the webs of a class would cost in each slot, in units of 1/{@link BIT} bit up to a constant of the web. */
export class CostRows {
  readonly #model: SlotModel
  readonly #bits: BitCosts
  /** Index of each slot in the class, or -1. */
  readonly #indices: Int32Array
  /** Counts in the contexts of an access, by context and index; 0 but while they are in use. */
  readonly #counts: readonly Int32Array[]
  /** Indices with such counts. */
  readonly #seen: Int32Array
  readonly #isSeen: Uint8Array
  /** Slots of the class in hand. */
  #slots: Int32Array = new Int32Array()
  #rows = new Int32Array(1024)
  #probabilities: readonly Float64Array[] = []
  #plain: readonly Int32Array[] = []

  constructor(model: SlotModel, bits: BitCosts, slotCount: number) {
    this.#model = model
    this.#bits = bits
    this.#indices = new Int32Array(slotCount).fill(-1)
    this.#counts = WEIGHTS.map(() => new Int32Array(slotCount))
    this.#seen = new Int32Array(slotCount)
    this.#isSeen = new Uint8Array(slotCount)
  }

  /** Takes the counts without context as they are now, for the classes of one function. */
  begin(slotCount: number): void {
    this.#probabilities = [0, 1, 2].map((kind) => this.#model.plainProbabilities(kind, slotCount))
    this.#plain = this.#probabilities.map((slots) =>
      Int32Array.from(slots, (probability) => this.#bits.of(probability)),
    )
  }

  /**
   * Fills one row a web of `slotClass`, in its order, with a column a slot; those of parameters are not filled.
   *
   * The array is valid until the next call.
   */
  fill(state: FunctionState, slotClass: SlotClass): Int32Array {
    const { webs, pinned, slots } = slotClass
    for (const slot of this.#slots) this.#indices[slot] = -1
    this.#slots = slots
    for (let index = 0; index < slots.length; index++) this.#indices[slots[index] as number] = index
    const size = webs.length * slots.length
    if (this.#rows.length < size) this.#rows = new Int32Array(size * 2)
    for (let member = pinned; member < webs.length; member++) this.refill(state, slotClass, member)
    return this.#rows
  }

  /** Fills the row of one member of the class again, as the counts are now. */
  refill(state: FunctionState, { webs }: SlotClass, member: number): void {
    const width = this.#slots.length
    this.#rows.fill(0, member * width, (member + 1) * width)
    this.#fillRow(state, webs[member] as number, this.#slots, member * width)
  }

  #fillRow(state: FunctionState, web: number, slots: Int32Array, row: number): void {
    const { webStarts, webAccesses, accesses, contexts, assignment } = state
    const [start, end] = [webStarts[web] as number, webStarts[web + 1] as number]
    const own = assignment[web] as number
    const model = this.#model
    // A web that sees its own counts stays where it is.
    for (let at = start; at < end; at++) {
      const access = webAccesses[at] as number
      model.remove(accesses.kinds[access] as number, contexts, access * CONTEXTS, own)
    }
    const uses = [0, 0, 0]
    for (let at = start; at < end; at++) {
      const access = webAccesses[at] as number
      const kind = accesses.kinds[access] as number
      uses[kind] = (uses[kind] as number) + 1
      this.#addAccess(kind, contexts, access * CONTEXTS, slots, row)
    }
    for (let at = start; at < end; at++) {
      const access = webAccesses[at] as number
      model.add(accesses.kinds[access] as number, contexts, access * CONTEXTS, own)
    }
    this.#addPlain(uses, slots, row)
  }

  /** Adds what an access costs above or below its cost without context, in the slots that its contexts have seen. */
  #addAccess(kind: number, contexts: Int32Array, first: number, slots: Int32Array, row: number): void {
    const [nearWeight, wideWeight, shapeWeight] = WEIGHTS
    const [nears, wides, shapes] = this.#counts as [Int32Array, Int32Array, Int32Array]
    const { totals } = this.#model.table
    const [near, wide, shape] = [contexts[first], contexts[first + 1], contexts[first + 2]] as [
      number,
      number,
      number,
    ]
    let length = this.#gather(near, nears, 0)
    length = this.#gather(wide, wides, length)
    length = this.#gather(shape, shapes, length)
    if (length === 0) return
    const nearFactor = 1 / ((totals[near] as number) + nearWeight)
    const wideFactor = 1 / ((totals[wide] as number) + wideWeight)
    const shapeFactor = 1 / ((totals[shape] as number) + shapeWeight)
    const unseen = this.#bits.of(
      nearWeight * nearFactor * wideWeight * wideFactor * shapeWeight * shapeFactor,
    )
    const probabilities = this.#probabilities[kind] as Float64Array
    const plain = this.#plain[kind] as Int32Array
    const rows = this.#rows
    for (let at = 0; at < length; at++) {
      const index = this.#seen[at] as number
      const slot = slots[index] as number
      const byNear = ((nears[index] as number) + nearWeight * (probabilities[slot] as number)) * nearFactor
      const byWide = ((wides[index] as number) + wideWeight * byNear) * wideFactor
      const byShape = ((shapes[index] as number) + shapeWeight * byWide) * shapeFactor
      rows[row + index] =
        (rows[row + index] as number) + this.#bits.of(byShape) - unseen - (plain[slot] as number)
      nears[index] = 0
      wides[index] = 0
      shapes[index] = 0
      this.#isSeen[index] = 0
    }
  }

  /** Puts the counts of a context beside their slots, and those slots behind the `length` that others have seen. */
  #gather(context: number, counts: Int32Array, length: number): number {
    const { table } = this.#model
    const indices = this.#indices
    let end = length
    const start = table.starts[context] as number
    for (let entry = start + (table.lengths[context] as number) - 1; entry >= start; entry--) {
      const count = table.counts[entry] as number
      const index = indices[table.slots[entry] as number] as number
      if (count === 0 || index < 0) continue
      counts[index] = count
      if (this.#isSeen[index] === 1) continue
      this.#isSeen[index] = 1
      this.#seen[end++] = index
    }
    return end
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
