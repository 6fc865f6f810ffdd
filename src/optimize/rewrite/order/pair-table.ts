/** Places of functions that a pair holds: as many as engines allow a module. */
export const PLACES = 2 ** 20

/** Sums weights by pairs of places, in a table of open addressing. */
export class PairTable {
  readonly #keys: Float64Array
  readonly #weights: Float64Array
  readonly #mask: number
  #size = 0

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
    if (this.#keys[at] === FREE) this.#size++
    this.#keys[at] = key
    this.#weights[at] = (this.#weights[at] as number) + weight
  }

  /** How many different pairs there are. */
  get size(): number {
    return this.#size
  }

  /** Visits every pair, in an order that follows from what was added. */
  forEach(visit: (left: number, right: number, weight: number) => void): void {
    for (let at = 0; at < this.#keys.length; at++) {
      const key = this.#keys[at] as number
      if (key !== FREE) visit(Math.floor(key / PLACES), key % PLACES, this.#weights[at] as number)
    }
  }

  /** Lists pairs of at least a weight, the heaviest first and those of one weight, to {@link STEPS} of 1, by their places. */
  pairsFrom(leastWeight: number): { readonly lefts: Uint32Array; readonly rights: Uint32Array } {
    const pairs = this.#rank(leastWeight)
    const capacity = this.#mask + 1
    let from = 0
    while (from < pairs.length) {
      const rank = Math.floor((pairs[from] as number) / capacity)
      let to = from
      for (; to < pairs.length && Math.floor((pairs[to] as number) / capacity) === rank; to++)
        pairs[to] = this.#keys[(pairs[to] as number) % capacity] as number
      if (to > from + 1) pairs.subarray(from, to).sort()
      from = to
    }
    const [lefts, rights] = [new Uint32Array(pairs.length), new Uint32Array(pairs.length)]
    for (let at = 0; at < pairs.length; at++) {
      lefts[at] = (pairs[at] as number) / PLACES
      rights[at] = (pairs[at] as number) % PLACES
    }
    return { lefts, rights }
  }

  /** Sorts slots by falling weight, as numbers: with a comparison that calls back it takes three times as long. */
  #rank(leastWeight: number): Float64Array {
    const capacity = this.#mask + 1
    const mostSteps = Math.floor(Number.MAX_SAFE_INTEGER / capacity) - 1
    const ranked = new Float64Array(this.#size)
    let length = 0
    for (let at = 0; at < capacity; at++) {
      const weight = this.#weights[at] as number
      if (this.#keys[at] === FREE || weight < leastWeight) continue
      const steps = Math.min(Math.round(weight * STEPS), mostSteps)
      ranked[length++] = (mostSteps - steps) * capacity + at
    }
    return ranked.subarray(0, length).sort()
  }
}

/** Weights that differ by less count as equal: the order in which parts were added changes the last bits of a sum. */
const STEPS = 2 ** 14
const FREE = -1
/** Any odd numbers would do. */
const GOLDEN = 0x9e3779b1
const MURMUR = 0x85ebca6b
