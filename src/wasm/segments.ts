import type { Cursor } from './cursor.ts'
import { skipConstantExpression } from './instruction-reader.ts'
import { WasmParseError } from './parse-error.ts'
import { readValueType } from './value-types.ts'

/**
 * Ranges of element or data segments, one array entry a segment; typed arrays because a Go module has 98,450 of them.
 *
 * ```
 * offsets[i]                 payloadOffsets[i]        endOffsets[i]
 *   | flags | [memory|table] | [offset expression] | count | items or bytes |
 * ```
 */
export interface SegmentRanges {
  readonly count: number
  /** Flags as in the file: 0 active in memory or table 0, 1 passive, ... */
  readonly flags: Uint8Array
  readonly offsets: Uint32Array
  /** Where the offset expression begins; 0 for passive and declared segments. */
  readonly expressionOffsets: Uint32Array
  /** Where the bytes (data) or items (element) begin, behind their count. */
  readonly payloadOffsets: Uint32Array
  readonly endOffsets: Uint32Array
}

class RangeBuilder {
  readonly count: number
  readonly flags: Uint8Array
  readonly offsets: Uint32Array
  readonly expressionOffsets: Uint32Array
  readonly payloadOffsets: Uint32Array
  readonly endOffsets: Uint32Array

  constructor(count: number) {
    this.count = count
    this.flags = new Uint8Array(count)
    this.offsets = new Uint32Array(count)
    this.expressionOffsets = new Uint32Array(count)
    this.payloadOffsets = new Uint32Array(count)
    this.endOffsets = new Uint32Array(count)
  }
}

/** Reads the contents of a data section. */
export function readDataSegments(cursor: Cursor): SegmentRanges {
  const ranges = new RangeBuilder(cursor.count(2))
  for (let index = 0; index < ranges.count; index++) {
    const offset = cursor.offset
    const flags = cursor.u32()
    if (flags > 2) throw new WasmParseError(`unknown data segment flags ${flags}`, offset)
    if (flags === 2) cursor.u32()
    if (flags !== 1) {
      ranges.expressionOffsets[index] = cursor.offset
      skipConstantExpression(cursor)
    }
    const length = cursor.u32()
    ranges.flags[index] = flags
    ranges.offsets[index] = offset
    ranges.payloadOffsets[index] = cursor.offset
    cursor.skip(length)
    ranges.endOffsets[index] = cursor.offset
  }
  return ranges
}

const NOT_ACTIVE = 1
const EXPLICIT_TABLE = 2
const EXPRESSIONS = 4

/** Reads the contents of an element section. */
export function readElementSegments(cursor: Cursor): SegmentRanges {
  const ranges = new RangeBuilder(cursor.count(2))
  for (let index = 0; index < ranges.count; index++) {
    const offset = cursor.offset
    const flags = cursor.u32()
    if (flags > 7) throw new WasmParseError(`unknown element segment flags ${flags}`, offset)
    if (!(flags & NOT_ACTIVE)) {
      if (flags & EXPLICIT_TABLE) cursor.u32()
      ranges.expressionOffsets[index] = cursor.offset
      skipConstantExpression(cursor)
    }
    if (flags & (NOT_ACTIVE | EXPLICIT_TABLE)) {
      if (flags & EXPRESSIONS) readValueType(cursor)
      else if (cursor.u8() !== 0) throw new WasmParseError('unknown element kind', cursor.offset - 1)
    }
    const itemCount = cursor.count()
    ranges.flags[index] = flags
    ranges.offsets[index] = offset
    ranges.payloadOffsets[index] = cursor.offset
    for (let left = itemCount; left > 0; left--) {
      if (flags & EXPRESSIONS) skipConstantExpression(cursor)
      else cursor.u32()
    }
    ranges.endOffsets[index] = cursor.offset
  }
  return ranges
}
