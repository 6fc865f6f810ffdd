import { MIN_HASHES, NO_HASH } from './min-hashes.ts'

/**
 * Links the functions that are left and share a min-hash, in their present order; a function that is taken leaves all its lists.
 *
 * Node `place * MIN_HASHES + seed` is a function in the list of one of its min-hashes; {@link NO_NODE} ends a list.
 */
export class SameHashLists {
  readonly #next: Int32Array
  readonly #previous: Int32Array

  constructor(signatures: Uint32Array) {
    const count = signatures.length / MIN_HASHES
    this.#next = new Int32Array(signatures.length).fill(NO_NODE)
    this.#previous = new Int32Array(signatures.length).fill(NO_NODE)
    // A min-hash and a place together are an integer of at most 53 bits.
    const keys = new Float64Array(count)
    for (let seed = 0; seed < MIN_HASHES; seed++) {
      for (let place = 0; place < count; place++)
        keys[place] = (signatures[place * MIN_HASHES + seed] as number) * PLACES + place
      keys.sort()
      for (let at = 1; at < count; at++) this.#link(keys[at - 1] as number, keys[at] as number, seed)
    }
  }

  #link(left: number, right: number, seed: number): void {
    const hash = Math.floor(left / PLACES)
    if (hash === NO_HASH || hash !== Math.floor(right / PLACES)) return
    const [before, after] = [(left % PLACES) * MIN_HASHES + seed, (right % PLACES) * MIN_HASHES + seed]
    this.#next[before] = after
    this.#previous[after] = before
  }

  /** Takes a function out of its lists; its own links stay, and lead to those that were its neighbours. */
  take(place: number): void {
    const end = (place + 1) * MIN_HASHES
    for (let node = place * MIN_HASHES; node < end; node++) {
      const [previous, next] = [this.#previous[node] as number, this.#next[node] as number]
      if (previous !== NO_NODE) this.#next[previous] = next
      if (next !== NO_NODE) this.#previous[next] = previous
    }
  }

  next(node: number): number {
    return this.#next[node] as number
  }

  previous(node: number): number {
    return this.#previous[node] as number
  }
}

/** End of a list. */
export const NO_NODE = -1
const PLACES = 2 ** 21
