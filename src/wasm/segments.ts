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

function allocateRanges(count: number) {
  // Segments follow each other, so that one array holds where they begin and where they end.
  const bounds = new Uint32Array(count + 1)
  return {
    bounds,
    ranges: {
      count,
      flags: new Uint8Array(count),
      offsets: bounds.subarray(0, count),
      expressionOffsets: new Uint32Array(count),
      payloadOffsets: new Uint32Array(count),
      endOffsets: bounds.subarray(1),
    },
  }
}

/** Reads the contents of a data section. */
export function readDataSegments(cursor: Cursor): SegmentRanges {
  const { bounds, ranges } = allocateRanges(cursor.count(2))
  const { count, flags, expressionOffsets, payloadOffsets } = ranges
  for (let index = 0; index < count; index++) {
    const { offset } = cursor
    const flag = cursor.u32()
    if (flag > 2) throw new WasmParseError(`unknown data segment flags ${flag}`, offset)
    if (flag === 2) cursor.u32()
    if (flag !== 1) {
      expressionOffsets[index] = cursor.offset
      skipConstantExpression(cursor)
    }
    const length = cursor.u32()
    flags[index] = flag
    bounds[index] = offset
    payloadOffsets[index] = cursor.offset
    cursor.skip(length)
  }
  bounds[count] = cursor.offset
  return ranges
}

const NOT_ACTIVE = 1
const EXPLICIT_TABLE = 2
const EXPRESSIONS = 4

/** Reads the contents of an element section. */
export function readElementSegments(cursor: Cursor): SegmentRanges {
  const { bounds, ranges } = allocateRanges(cursor.count(2))
  const { count, flags, expressionOffsets, payloadOffsets } = ranges
  for (let index = 0; index < count; index++) {
    const { offset } = cursor
    const flag = cursor.u32()
    if (flag > 7) throw new WasmParseError(`unknown element segment flags ${flag}`, offset)
    if (!(flag & NOT_ACTIVE)) {
      if (flag & EXPLICIT_TABLE) cursor.u32()
      expressionOffsets[index] = cursor.offset
      skipConstantExpression(cursor)
    }
    if (flag & (NOT_ACTIVE | EXPLICIT_TABLE)) {
      if (flag & EXPRESSIONS) readValueType(cursor)
      else if (cursor.u8() !== 0) throw new WasmParseError('unknown element kind', cursor.offset - 1)
    }
    const itemCount = cursor.count()
    flags[index] = flag
    bounds[index] = offset
    payloadOffsets[index] = cursor.offset
    for (let left = itemCount; left > 0; left--) {
      if (flag & EXPRESSIONS) skipConstantExpression(cursor)
      else cursor.u32()
    }
  }
  bounds[count] = cursor.offset
  return ranges
}
