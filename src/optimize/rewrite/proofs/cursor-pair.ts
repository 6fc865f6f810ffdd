import type { Cursor } from '../../../wasm/cursor.ts'
import { Difference } from './difference.ts'

const SHARED = -0x1b

/**
 * Reads the same thing from two places: every method moves both cursors and throws {@link Difference} where the values differ.
 *
 * Integers are equal if their values are, however long they are written.
 */
export class CursorPair {
  readonly before: Cursor
  readonly after: Cursor

  constructor(before: Cursor, after: Cursor) {
    this.before = before
    this.after = after
  }

  byte(): number {
    const byte = this.before.u8()
    if (byte !== this.after.u8()) throw new Difference('a byte differs')
    return byte
  }

  raw(byteCount: number): void {
    if (!equalBytes(this.before.take(byteCount), this.after.take(byteCount))) {
      throw new Difference('bytes differ')
    }
  }

  /** Any unsigned integer; the result is exact up to 2^53, the comparison always. */
  unsigned(): number {
    const start = this.before.offset
    if (!sameInteger(this.before, this.after, false)) throw new Difference('a number differs')
    this.before.offset = start
    return this.before.u64()
  }

  index(): void {
    if (this.before.u32() !== this.after.u32()) throw new Difference('an index differs')
  }

  signed(): void {
    if (!sameInteger(this.before, this.after, true)) throw new Difference('a number differs')
  }

  /** Bytes behind their count. */
  bytes(): void {
    this.raw(this.unsigned())
  }

  /** A count, then as many entries. */
  vector(compareOne: () => void): void {
    for (let left = this.unsigned(); left > 0; left--) compareOne()
  }

  /** Also the empty block type, which is one byte as well. */
  valueType(): void {
    switch (this.byte()) {
      case 0x63:
      case 0x64:
      case 0x65:
        this.heapType()
    }
  }

  heapType(): void {
    const type = this.before.s33()
    if (type !== this.after.s33()) throw new Difference('a heap type differs')
    if (type === SHARED) this.heapType()
  }

  blockType(): void {
    if (isOneNegativeByte(this.before) && isOneNegativeByte(this.after)) this.valueType()
    else this.signed()
  }

  /** Both cursors must have come to their ends. */
  end(): void {
    if (!this.before.done || !this.after.done) throw new Difference('one is longer than the other')
  }
}

function isOneNegativeByte({ bytes, offset }: Cursor): boolean {
  return ((bytes[offset] as number) & 0xc0) === 0x40
}

/** Moves both cursors behind a LEB128 and says whether they are of the same value; exact at any width. */
function sameInteger(before: Cursor, after: Cursor, isSigned: boolean): boolean {
  let same = true
  let left = 0x80
  let right = 0x80
  do {
    left = left < 0x80 ? extend(left, isSigned) : before.u8()
    right = right < 0x80 ? extend(right, isSigned) : after.u8()
    if ((left ^ right) & 0x7f) same = false
  } while (left >= 0x80 || right >= 0x80)
  return same
}

/** The group that would follow the last one; extending it again gives the same. */
function extend(last: number, isSigned: boolean): number {
  return isSigned && last & 0x40 ? 0x7f : 0
}

/** Says whether two arrays hold the same bytes. */
export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  const { length } = left
  if (length !== right.length) return false
  for (let at = 0; at < length; at++) if (left[at] !== right[at]) return false
  return true
}
