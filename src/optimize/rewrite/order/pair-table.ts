/** Places of functions that a pair holds: as many as engines allow a module. */
export const PLACES = 2 ** 20

/** Sums weights by pairs of places, in a table of open addressing. */
export class PairTable {
  readonly #keys: Float64Array
  readonly #weights: Float64Array
  readonly #mask: number

  /** `mostPairs` is how many different pairs there may be at most. */
  constructor(mostPairs: number) {
    const capacity = 2 ** Math.ceil(Math.log2(Math.max(8, mostPairs * 1.5)))
    this.#keys = new Float64Array(capacity).fill(FREE)
    this.#weights = new Float64Array(capacity)
    this.#mask = capacity - 1
  }

  add(left: number, right: number, weight: number): void {
    const key = left * PLACES + right
    let at = Math.imul(Math.imul(left, GOLDEN) ^ right, MURMUR)
    at = (at ^ (at >>> 15)) & this.#mask
    while (this.#keys[at] !== FREE && this.#keys[at] !== key) at = (at + 1) & this.#mask
    this.#keys[at] = key
    this.#weights[at] = (this.#weights[at] as number) + weight
  }

  /** Lists pairs of at least a weight, the heaviest first and those of one weight by their places. */
  pairsFrom(leastWeight: number): { readonly lefts: Uint32Array; readonly rights: Uint32Array } {
    const slots: number[] = []
    for (let at = 0; at < this.#keys.length; at++)
      if (this.#keys[at] !== FREE && (this.#weights[at] as number) >= leastWeight) slots.push(at)
    const byWeight = Uint32Array.from(slots).sort(
      (a, b) =>
        (this.#weights[b] as number) - (this.#weights[a] as number) ||
        (this.#keys[a] as number) - (this.#keys[b] as number),
    )
    const keyOf = (slot: number) => this.#keys[slot] as number
    return {
      lefts: byWeight.map((slot) => Math.floor(keyOf(slot) / PLACES)),
      rights: byWeight.map((slot) => keyOf(slot) % PLACES),
    }
  }
}

const FREE = -1
/** Any odd numbers would do. */
const GOLDEN = 0x9e3779b1
const MURMUR = 0x85ebca6b
