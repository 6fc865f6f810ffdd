import { describe, expect, it } from 'vitest'
import { Cursor } from '../../src/wasm/cursor.ts'
import { WasmParseError } from '../../src/wasm/parse-error.ts'
import { readHeapType, readValueType } from '../../src/wasm/value-types.ts'

const cursorOf = (...bytes: number[]) => new Cursor(Uint8Array.from(bytes))

describe('readValueType', () => {
  it.each([
    { bytes: [0x7f], type: 'i32' },
    { bytes: [0x7e], type: 'i64' },
    { bytes: [0x7d], type: 'f32' },
    { bytes: [0x7c], type: 'f64' },
    { bytes: [0x7b], type: 'v128' },
    { bytes: [0x78], type: 'i8' },
    { bytes: [0x77], type: 'i16' },
    { bytes: [0x70], type: { nullable: true, heap: 'func' } },
    { bytes: [0x6f], type: { nullable: true, heap: 'extern' } },
    { bytes: [0x6e], type: { nullable: true, heap: 'any' } },
    { bytes: [0x69], type: { nullable: true, heap: 'exn' } },
    { bytes: [0x68], type: { nullable: true, heap: 'cont' } },
    { bytes: [0x67], type: { nullable: true, heap: 'string' } },
    { bytes: [0x63, 0x05], type: { nullable: true, heap: 5 } },
    { bytes: [0x64, 0x05], type: { nullable: false, heap: 5 } },
    { bytes: [0x64, 0xc0, 0x00], type: { nullable: false, heap: 64 } },
    { bytes: [0x63, 0x70], type: { nullable: true, heap: 'func' } },
    { bytes: [0x64, 0x6c], type: { nullable: false, heap: 'i31' } },
    { bytes: [0x65, 0x6e], type: { nullable: true, heap: 'shared any' } },
    { bytes: [0x64, 0x65, 0x6d], type: { nullable: false, heap: 'shared eq' } },
  ])('reads $bytes', ({ bytes, type }) => {
    const cursor = cursorOf(...bytes, 0x55)
    expect(readValueType(cursor)).toEqual(type)
    expect(cursor.offset).toBe(bytes.length)
  })

  it.each([[[0x40]], [[0x60]], [[0x00]], [[0x79]], [[0x80, 0x01]], [[0x63, 0x40]], [[0x63]], [[]]])(
    'refuses %j',
    (bytes) => {
      expect(() => readValueType(cursorOf(...bytes))).toThrow(WasmParseError)
    },
  )
})

describe('readHeapType', () => {
  it.each([
    { bytes: [0x00], heap: 0 },
    { bytes: [0xff, 0xff, 0x03], heap: 65_535 },
    { bytes: [0x71], heap: 'none' },
    { bytes: [0x72], heap: 'noextern' },
    { bytes: [0x73], heap: 'nofunc' },
    { bytes: [0x74], heap: 'noexn' },
    { bytes: [0x75], heap: 'nocont' },
    { bytes: [0x6b], heap: 'struct' },
    { bytes: [0x6a], heap: 'array' },
    { bytes: [0x66], heap: 'stringview_wtf8' },
    { bytes: [0x62], heap: 'stringview_wtf16' },
    { bytes: [0x61], heap: 'stringview_iter' },
  ])('reads $bytes as $heap', ({ bytes, heap }) => {
    expect(readHeapType(cursorOf(...bytes))).toBe(heap)
  })

  it('tells the offset of a heap type that it does not know', () => {
    expect(() => readHeapType(cursorOf(0x40))).toThrow(expect.objectContaining({ offset: 0 }))
  })
})
