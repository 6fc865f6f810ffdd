import { WasmParseError } from './parse-error.ts'

// A leading U+FEFF is part of a name: two exports may differ in nothing else.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const utf8Lossy = new TextDecoder('utf-8', { ignoreBOM: true })

/**
 * Reads the primitive encodings of the binary format from `offset` up to `end`.
 *
 * Every method moves `offset` behind what it read and throws {@link WasmParseError} rather than read past `end`.
 * Encodings: https://webassembly.github.io/spec/core/binary/values.html
 */
export class Cursor {
  readonly bytes: Uint8Array
  readonly end: number
  offset: number

  constructor(bytes: Uint8Array, offset = 0, end: number = bytes.length) {
    this.bytes = bytes
    this.offset = offset
    this.end = end
  }

  get done(): boolean {
    return this.offset >= this.end
  }

  u8(): number {
    if (this.offset >= this.end) throw new WasmParseError('unexpected end', this.offset)
    return this.bytes[this.offset++] as number
  }

  /** Reads an unsigned LEB128 of at most 32 bits; overlong forms of up to 5 bytes are legal. */
  u32(): number {
    const first = this.u8()
    if (first < 0x80) return first
    const start = this.offset - 1
    // Shifts stay within 31 bits; only the fifth byte may need more.
    let value = first & 0x7f
    for (let shift = 7; shift < 28; shift += 7) {
      const byte = this.u8()
      value |= (byte & 0x7f) << shift
      if (byte < 0x80) return value
    }
    const last = this.u8()
    if (last > 0x0f) throw new WasmParseError('integer does not fit 32 bits', start)
    return value + last * 2 ** 28
  }

  /** Reads an unsigned LEB128 of at most 64 bits; exact up to 2^53. */
  u64(): number {
    const first = this.u8()
    if (first < 0x80) return first
    const start = this.offset - 1
    let value = first & 0x7f
    for (let shift = 7; shift < 70; shift += 7) {
      const byte = this.u8()
      if (shift === 63 && byte > 0x01) break
      value += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) return value
    }
    throw new WasmParseError('integer does not fit 64 bits', start)
  }

  /** Reads a signed LEB128 of at most 33 bits: `i32.const`, block types, heap types. */
  s33(): number {
    const first = this.u8()
    if (first < 0x80) return (first << 25) >> 25
    const start = this.offset - 1
    let value = first & 0x7f
    for (let shift = 7; shift < 28; shift += 7) {
      const byte = this.u8()
      value |= (byte & 0x7f) << shift
      if (byte < 0x80) return (value << (25 - shift)) >> (25 - shift)
    }
    const last = this.u8()
    if (last >= 0x80) throw new WasmParseError('integer does not fit 33 bits', start)
    return value + (last & 0x40 ? last - 0x80 : last) * 2 ** 28
  }

  /** Reads a signed LEB128 of at most 64 bits. */
  s64(): bigint {
    const start = this.offset
    let value = 0n
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.u8()
      value |= BigInt(byte & 0x7f) << shift
      if (byte < 0x80) return BigInt.asIntN(64, byte & 0x40 ? value - (1n << (shift + 7n)) : value)
    }
    throw new WasmParseError('integer does not fit 64 bits', start)
  }

  /** Moves behind a LEB128 of any sign and at most `maxBytes` bytes. */
  skipLeb(maxBytes: number): void {
    const start = this.offset
    for (let count = 0; count < maxBytes; count++) {
      if (this.u8() < 0x80) return
    }
    throw new WasmParseError(`integer is longer than ${maxBytes} bytes`, start)
  }

  skip(byteCount: number): void {
    if (byteCount > this.end - this.offset) {
      throw new WasmParseError(`${byteCount} bytes expected, ${this.end - this.offset} left`, this.offset)
    }
    this.offset += byteCount
  }

  take(byteCount: number): Uint8Array {
    const start = this.offset
    this.skip(byteCount)
    return this.bytes.subarray(start, this.offset)
  }

  /** Reads a name; invalid UTF-8 throws, as the specification demands. */
  name(): string {
    const start = this.offset
    const raw = this.take(this.u32())
    try {
      return utf8.decode(raw)
    } catch {
      throw new WasmParseError('name is not valid UTF-8', start)
    }
  }

  /** Reads a name from a custom section, where toolchains write what they like: bad sequences become U+FFFD. */
  lossyName(): string {
    return utf8Lossy.decode(this.take(this.u32()))
  }

  /**
   * Reads the length of a vector.
   *
   * A count that could not fit into the rest, at `minimumBytes` an entry, throws, so that a hostile count allocates nothing.
   */
  count(minimumBytes = 1): number {
    const start = this.offset
    const count = this.u32()
    if (count * minimumBytes > this.end - this.offset) {
      throw new WasmParseError(`${count} entries do not fit into ${this.end - this.offset} bytes`, start)
    }
    return count
  }
}
