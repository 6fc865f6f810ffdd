import { describe, expect, it } from 'vitest'
import { Cursor } from '../../src/wasm/cursor.ts'
import { readDataSegments, readElementSegments, type SegmentRanges } from '../../src/wasm/segments.ts'
import { vector } from '../support/wasm-builder.ts'

const cursorOf = (...entries: number[][]) => new Cursor(Uint8Array.from(vector(...entries)))

const rows = ({ count, flags, offsets, expressionOffsets, payloadOffsets, endOffsets }: SegmentRanges) =>
  Array.from({ length: count }, (_, at) => ({
    flags: flags[at],
    offset: offsets[at],
    expression: expressionOffsets[at],
    payload: payloadOffsets[at],
    end: endOffsets[at],
  }))

const OFFSET_0 = [0x41, 0, 0x0b]

describe('readDataSegments', () => {
  it.each([
    {
      what: 'active',
      bytes: [0, ...OFFSET_0, 2, 9, 9],
      row: { flags: 0, expression: 2, payload: 6, end: 8 },
    },
    { what: 'passive', bytes: [1, 2, 9, 9], row: { flags: 1, expression: 0, payload: 3, end: 5 } },
    {
      what: 'active in another memory',
      bytes: [2, 0x81, 0x01, ...OFFSET_0, 1, 9],
      row: { flags: 2, expression: 4, payload: 8, end: 9 },
    },
    {
      what: 'active at a 64-bit address',
      bytes: [0, 0x42, 0x80, 0x80, 0x80, 0x80, 0x20, 0x0b, 0],
      row: { flags: 0, expression: 2, payload: 10, end: 10 },
    },
  ])('reads a segment that is $what', ({ bytes, row }) => {
    const cursor = cursorOf(bytes, [1, 0])
    expect(rows(readDataSegments(cursor))).toEqual([
      { offset: 1, ...row },
      { flags: 1, offset: row.end, expression: 0, payload: row.end + 2, end: row.end + 2 },
    ])
    expect(cursor.done).toBe(true)
  })

  it.each([
    { why: 'unknown flags', bytes: [3, 0, 0], offset: 1 },
    { why: 'bytes beyond the end', bytes: [1, 3, 9, 9], offset: 3 },
  ])('refuses $why', ({ bytes, offset }) => {
    expect(() => readDataSegments(cursorOf(bytes))).toThrow(expect.objectContaining({ offset }))
  })
})

describe('readElementSegments', () => {
  const REF_FUNC = [0xd2, 5, 0x0b]

  it.each([
    { flags: 0, bytes: [...OFFSET_0, 2, 5, 6], expression: 2, payload: 6 },
    { flags: 1, bytes: [0, 2, 5, 6], expression: 0, payload: 4 },
    { flags: 2, bytes: [7, ...OFFSET_0, 0, 2, 5, 6], expression: 3, payload: 8 },
    { flags: 3, bytes: [0, 2, 5, 6], expression: 0, payload: 4 },
    { flags: 4, bytes: [...OFFSET_0, 1, ...REF_FUNC], expression: 2, payload: 6 },
    { flags: 5, bytes: [0x70, 1, ...REF_FUNC], expression: 0, payload: 4 },
    { flags: 6, bytes: [7, ...OFFSET_0, 0x70, 1, ...REF_FUNC], expression: 3, payload: 8 },
    { flags: 7, bytes: [0x63, 0x6f, 1, 0xd0, 0x6f, 0x0b], expression: 0, payload: 5 },
  ])('reads the form with flags $flags', ({ flags, bytes, expression, payload }) => {
    const cursor = cursorOf([flags, ...bytes])
    expect(rows(readElementSegments(cursor))).toEqual([
      { flags, offset: 1, expression, payload, end: 2 + bytes.length },
    ])
    expect(cursor.done).toBe(true)
  })

  it.each([
    { why: 'unknown flags', bytes: [8, 0], offset: 1 },
    { why: 'an unknown element kind', bytes: [1, 1, 0], offset: 2 },
    { why: 'more items than there are bytes', bytes: [1, 0, 0xff, 0xff, 0xff, 0xff, 0x0f], offset: 3 },
  ])('refuses $why', ({ bytes, offset }) => {
    expect(() => readElementSegments(cursorOf(bytes))).toThrow(expect.objectContaining({ offset }))
  })
})
