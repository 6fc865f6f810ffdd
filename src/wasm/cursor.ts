import { WasmParseError } from './parse-error.ts'
import { decodeLossyUtf8, decodeUtf8, isAscii } from './utf8.ts'

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
    const { offset } = this
    if (offset >= this.end) throw new WasmParseError('unexpected end', offset)
    this.offset = offset + 1
    return this.bytes[offset] as number
  }

  /** Reads an unsigned LEB128 of at most 32 bits; overlong forms of up to 5 bytes are legal. */
  u32(): number {
    const { offset } = this
    if (offset < this.end) {
      const byte = this.bytes[offset] as number
      if (byte < 0x80) {
        this.offset = offset + 1
        return byte
      }
    }
    return readLongU32(this)
  }

  /** Reads an unsigned LEB128 of at most 64 bits; exact up to 2^53. */
  u64(): number {
    const { offset } = this
    if (offset < this.end) {
      const byte = this.bytes[offset] as number
      if (byte < 0x80) {
        this.offset = offset + 1
        return byte
      }
    }
    return readLongU64(this)
  }

  /** Reads a signed LEB128 of at most 33 bits: `i32.const`, block types, heap types. */
  s33(): number {
    const { offset } = this
    if (offset < this.end) {
      const byte = this.bytes[offset] as number
      if (byte < 0x80) {
        this.offset = offset + 1
        return (byte << 25) >> 25
      }
    }
    return readLongS33(this)
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
    const { bytes, end, offset: start } = this
    const limit = Math.min(end, start + maxBytes)
    for (let offset = start; offset < limit;) {
      if ((bytes[offset++] as number) < 0x80) {
        this.offset = offset
        return
      }
    }
    if (limit === end && end - start < maxBytes) throw new WasmParseError('unexpected end', end)
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
      return decodeUtf8(raw)
    } catch {
      throw new WasmParseError('name is not valid UTF-8', start)
    }
  }

  /** Moves behind a name; false, and nowhere, unless all of it is ASCII and in front of the end. */
  skipAsciiName(): boolean {
    const start = this.offset
    const length = this.u32()
    const endOffset = this.offset + length
    if (endOffset <= this.end && isAscii(this.bytes, this.offset, endOffset)) {
      this.offset = endOffset
      return true
    }
    this.offset = start
    return false
  }

  /** Reads a name from a custom section, where toolchains write what they like: bad sequences become U+FFFD. */
  lossyName(): string {
    return decodeLossyUtf8(this.take(this.u32()))
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

  /** Reads a vector of entries of at least `minimumBytes` each. */
  vector<T>(minimumBytes: number, readOne: (cursor: this) => T): readonly T[] {
    const count = this.count(minimumBytes)
    if (count === 0) return NO_ENTRIES
    const entries: T[] = []
    for (let left = count; left > 0; left--) entries.push(readOne(this))
    return entries
  }
}

// Shared: many functions have no parameters or no results.
const NO_ENTRIES: readonly never[] = []

function readLongU32(cursor: Cursor): number {
  const { bytes, end, offset: start } = cursor
  let value = 0
  for (let offset = start, shift = 0; offset < end; shift += 7) {
    const byte = bytes[offset++] as number
    // Shifts stay within 31 bits; only the fifth byte may need more.
    if (shift === 28) {
      if (byte > 0x0f) throw new WasmParseError('integer does not fit 32 bits', start)
      cursor.offset = offset
      return value + byte * 2 ** 28
    }
    value |= (byte & 0x7f) << shift
    if (byte < 0x80) {
      cursor.offset = offset
      return value
    }
  }
  throw new WasmParseError('unexpected end', end)
}

function readLongU64(cursor: Cursor): number {
  const { bytes, end, offset: start } = cursor
  let value = 0
  // Factors instead of shifts, which are of 32 bits.
  let factor = 1
  for (let offset = start; offset < end; factor *= 0x80) {
    const byte = bytes[offset++] as number
    if (offset - start === 10 && byte > 0x01) throw new WasmParseError('integer does not fit 64 bits', start)
    value += (byte & 0x7f) * factor
    if (byte < 0x80) {
      cursor.offset = offset
      return value
    }
  }
  throw new WasmParseError('unexpected end', end)
}

function readLongS33(cursor: Cursor): number {
  const { bytes, end, offset: start } = cursor
  let value = 0
  for (let offset = start, shift = 0; offset < end; shift += 7) {
    const byte = bytes[offset++] as number
    if (shift === 28) {
      if (byte >= 0x80) throw new WasmParseError('integer does not fit 33 bits', start)
      cursor.offset = offset
      return value + (byte & 0x40 ? byte - 0x80 : byte) * 2 ** 28
    }
    value |= (byte & 0x7f) << shift
    if (byte < 0x80) {
      cursor.offset = offset
      return (value << (25 - shift)) >> (25 - shift)
    }
  }
  throw new WasmParseError('unexpected end', end)
}
