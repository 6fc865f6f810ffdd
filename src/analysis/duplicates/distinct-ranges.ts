const NONE = -1
const FIRST_CAPACITY = 1024

/**
 * Ranges of bytes by content; typed arrays, because a module has hundreds of thousands of functions.
 *
 * Contents are hashed and then compared, so that nothing counts as equal that is not.
 */
export class DistinctRanges {
  readonly #bytes: Uint8Array
  #buckets = new Int32Array(FIRST_CAPACITY).fill(NONE)
  #hashes = new Uint32Array(FIRST_CAPACITY)
  #next = new Int32Array(FIRST_CAPACITY)
  #tags = new Uint32Array(FIRST_CAPACITY)
  #offsets = new Uint32Array(FIRST_CAPACITY)
  #endOffsets = new Uint32Array(FIRST_CAPACITY)
  count = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  /** Number of the content of a range, counted from 0 by first occurrence; contents with different tags are different. */
  add(offset: number, endOffset: number, tag = 0): number {
    const hash = this.#hash(offset, endOffset, tag)
    const bucket = hash & (this.#buckets.length - 1)
    for (let id = this.#buckets[bucket] as number; id !== NONE; id = this.#next[id] as number)
      if (this.#hashes[id] === hash && this.#tags[id] === tag && this.#equals(id, offset, endOffset))
        return id
    if (this.count === this.#buckets.length) {
      this.#grow()
      return this.add(offset, endOffset, tag)
    }
    const id = this.count++
    this.#hashes[id] = hash
    this.#tags[id] = tag
    this.#offsets[id] = offset
    this.#endOffsets[id] = endOffset
    this.#link(id)
    return id
  }

  /** Where a content occurs first. */
  offsetOf(id: number): number {
    return this.#offsets[id] as number
  }

  lengthOf(id: number): number {
    return (this.#endOffsets[id] as number) - (this.#offsets[id] as number)
  }

  #link(id: number): void {
    const bucket = (this.#hashes[id] as number) & (this.#buckets.length - 1)
    this.#next[id] = this.#buckets[bucket] as number
    this.#buckets[bucket] = id
  }

  #grow(): void {
    const capacity = this.#buckets.length * 2
    this.#hashes = enlarge(this.#hashes, capacity)
    this.#tags = enlarge(this.#tags, capacity)
    this.#offsets = enlarge(this.#offsets, capacity)
    this.#endOffsets = enlarge(this.#endOffsets, capacity)
    this.#next = new Int32Array(capacity)
    this.#buckets = new Int32Array(capacity).fill(NONE)
    for (let id = 0; id < this.count; id++) this.#link(id)
  }

  #equals(id: number, offset: number, endOffset: number): boolean {
    const length = endOffset - offset
    if (this.lengthOf(id) !== length) return false
    const bytes = this.#bytes
    const first = this.#offsets[id] as number
    for (let at = 0; at < length; at++) if (bytes[first + at] !== bytes[offset + at]) return false
    return true
  }

  // FNV-1a, then mixed, because buckets go by the low bits alone.
  #hash(offset: number, endOffset: number, tag: number): number {
    const bytes = this.#bytes
    let hash = 0x811c9dc5 ^ tag
    for (let at = offset; at < endOffset; at++) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193)
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
    return (hash ^ (hash >>> 13)) >>> 0
  }
}

function enlarge(from: Uint32Array<ArrayBuffer>, capacity: number): Uint32Array<ArrayBuffer> {
  const to = new Uint32Array(capacity)
  to.set(from)
  return to
}
