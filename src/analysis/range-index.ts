const WORD_BITS = 32

/** A set of offsets between two bounds that says, once it is complete, how many of them lie below a place. */
export class RangeIndex {
  readonly #base: number
  readonly #bits: Uint32Array
  readonly #ranks: Uint32Array

  /** Offsets are at least `base` and below `end`. */
  constructor(base: number, end: number) {
    this.#base = base
    const words = Math.ceil((end - base) / WORD_BITS)
    this.#bits = new Uint32Array(words)
    this.#ranks = new Uint32Array(words + 1)
  }

  add(offset: number): void {
    const at = offset - this.#base
    this.#bits[at >>> 5] = (this.#bits[at >>> 5] as number) | (1 << (at & 31))
  }

  /** Removes an offset; whether it was there. */
  delete(offset: number): boolean {
    const at = offset - this.#base
    const word = this.#bits[at >>> 5] as number
    this.#bits[at >>> 5] = word & ~(1 << (at & 31))
    return (word & (1 << (at & 31))) !== 0
  }

  /** Counts, and returns all offsets in ascending order; nothing may be added afterwards. */
  complete(): Uint32Array {
    const words = this.#bits.length
    let count = 0
    for (let word = 0; word < words; word++) {
      this.#ranks[word] = count
      count += countBits(this.#bits[word] as number)
    }
    this.#ranks[words] = count
    const offsets = new Uint32Array(count)
    let found = 0
    for (let word = 0; word < words; word++) {
      for (let rest = this.#bits[word] as number; rest !== 0; rest &= rest - 1) {
        offsets[found++] = this.#base + word * WORD_BITS + 31 - Math.clz32(rest & -rest)
      }
    }
    return offsets
  }

  /** Position of the last offset that is not above a place, which must be within the bounds; -1 where all are above it. */
  positionAt(place: number): number {
    const at = place - this.#base
    // All bits up to the place, itself included.
    const below = (this.#bits[at >>> 5] as number) & (0xffffffff >>> (31 - (at & 31)))
    return (this.#ranks[at >>> 5] as number) + countBits(below) - 1
  }
}

// Warren, "Hacker's Delight" (2012), section 5-1.
function countBits(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555)
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
