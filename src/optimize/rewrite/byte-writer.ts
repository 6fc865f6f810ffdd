/** Collects bytes and the integers of the binary format in their shortest forms. */
export class ByteWriter {
  #bytes: Uint8Array
  /** Number of bytes written so far. */
  length = 0

  constructor(capacity = 1024) {
    this.#bytes = new Uint8Array(capacity)
  }

  u8(byte: number): void {
    if (this.length === this.#bytes.length) this.#grow(1)
    this.#bytes[this.length++] = byte
  }

  /** Writes an unsigned LEB128 of a number of at most 32 bits. */
  unsigned(value: number): void {
    let rest = value
    while (rest >= 0x80) {
      this.u8((rest & 0x7f) | 0x80)
      rest >>>= 7
    }
    this.u8(rest)
  }

  /** Writes a signed LEB128 of a number of at most 32 bits. */
  signed(value: number): void {
    let rest = value | 0
    for (;;) {
      const low = rest & 0x7f
      rest >>= 7
      if ((rest === 0 && low < 0x40) || (rest === -1 && low >= 0x40)) {
        this.u8(low)
        return
      }
      this.u8(low | 0x80)
    }
  }

  bytes(source: Uint8Array, start = 0, end = source.length): void {
    const count = end - start
    if (this.length + count > this.#bytes.length) this.#grow(count)
    // Most pieces are single instructions, for which `set` costs more than the loop.
    if (count < 16) {
      for (let at = start; at < end; at++) this.#bytes[this.length++] = source[at] as number
      return
    }
    this.#bytes.set(source.subarray(start, end), this.length)
    this.length += count
  }

  /** Writes the length of another writer's bytes, and these. */
  sized(content: ByteWriter): void {
    this.unsigned(content.length)
    this.bytes(content.#bytes, 0, content.length)
  }

  /** Begins anew in the same memory. */
  clear(): void {
    this.length = 0
  }

  /** What was written; only good until something more is. */
  view(): Uint8Array {
    return this.#bytes.subarray(0, this.length)
  }

  #grow(count: number): void {
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.length + count))
    grown.set(this.#bytes.subarray(0, this.length))
    this.#bytes = grown
  }
}
