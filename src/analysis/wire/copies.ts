const COPIES_PER_BLOCK = 65_536
const FIELDS = 3

/**
 * Copies of an LZ77 parse in file order, in blocks, because nobody knows their number beforehand and growing one array
 * would hold two of them at a time.
 */
export class Copies {
  readonly #blocks: Uint32Array[] = []
  count = 0

  add(offset: number, length: number, distance: number): void {
    const within = this.count % COPIES_PER_BLOCK
    if (within === 0) this.#blocks.push(new Uint32Array(COPIES_PER_BLOCK * FIELDS))
    const block = this.#blocks[this.#blocks.length - 1] as Uint32Array
    block[within * FIELDS] = offset
    block[within * FIELDS + 1] = length
    block[within * FIELDS + 2] = distance
    this.count++
  }

  each(visit: (offset: number, length: number, distance: number) => void): void {
    let left = this.count
    for (const block of this.#blocks) {
      const end = Math.min(left, COPIES_PER_BLOCK) * FIELDS
      for (let at = 0; at < end; at += FIELDS)
        visit(block[at] as number, block[at + 1] as number, block[at + 2] as number)
      left -= COPIES_PER_BLOCK
    }
  }
}

/** Last four distances, most recent first, as brotli keeps them (RFC 7932, section 4). Fields, because arrays took a tenth of the time. */
export class RecentDistances {
  first = 4
  second = 11
  third = 15
  fourth = 16

  /** Position among the recent ones, or -1. */
  indexOf(distance: number): number {
    if (distance === this.first) return 0
    if (distance === this.second) return 1
    if (distance === this.third) return 2
    return distance === this.fourth ? 3 : -1
  }

  push(distance: number): void {
    if (this.first === distance) return
    this.fourth = this.third
    this.third = this.second
    this.second = this.first
    this.first = distance
  }
}
