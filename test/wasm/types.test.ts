import { describe, expect, it } from 'vitest'
import { Cursor } from '../../src/wasm/cursor.ts'
import { WasmParseError } from '../../src/wasm/parse-error.ts'
import { readTypes } from '../../src/wasm/types.ts'
import { vector } from '../support/wasm-builder.ts'

const read = (...entries: number[][]) => {
  const cursor = new Cursor(Uint8Array.from(vector(...entries)))
  const types = readTypes(cursor)
  expect(cursor.done).toBe(true)
  return types
}

const FUNC = [0x60, 0, 0]

describe('readTypes', () => {
  it('reads functions with any number of parameters and results', () => {
    expect(read(FUNC, [0x60, 2, 0x7f, 0x7e, 2, 0x7d, 0x7c])).toMatchObject([
      { composite: { kind: 'func', params: [], results: [] }, offset: 1, endOffset: 4 },
      { composite: { kind: 'func', params: ['i32', 'i64'], results: ['f32', 'f64'] }, offset: 4 },
    ])
  })

  it('reads structs and arrays with packed and mutable fields', () => {
    expect(read([0x5f, 2, 0x78, 0, 0x7f, 1], [0x5e, 0x77, 1])).toMatchObject([
      {
        composite: {
          kind: 'struct',
          fields: [
            { type: 'i8', mutable: false },
            { type: 'i32', mutable: true },
          ],
        },
      },
      { composite: { kind: 'array', element: { type: 'i16', mutable: true } } },
    ])
  })

  it('reads supertypes, and whether a type is final', () => {
    expect(read([0x50, 0, 0x5f, 0], [0x50, 1, 0, 0x5f, 0], [0x4f, 1, 1, 0x5f, 0], FUNC)).toMatchObject([
      { supertypes: [], final: false },
      { supertypes: [0], final: false },
      { supertypes: [1], final: true },
      { supertypes: [], final: true },
    ])
  })

  it('gives each member of a recursion group an index and a range of its own', () => {
    const types = read(FUNC, [0x4e, 2, ...FUNC, 0x5f, 1, 0x63, 1, 0])
    expect(types).toMatchObject([
      { groupSize: 1, offset: 1, endOffset: 4 },
      { groupSize: 2, offset: 6, endOffset: 9 },
      { groupSize: 2, offset: 9, endOffset: 14, composite: { fields: [{ type: { heap: 1 } }] } },
    ])
  })

  it('reads continuations and shared types', () => {
    expect(read(FUNC, [0x5d, 0], [0x65, 0x5f, 0])).toMatchObject([
      { shared: false },
      { composite: { kind: 'cont', typeIndex: 0 }, shared: false },
      { composite: { kind: 'struct' }, shared: true },
    ])
  })

  it.each([
    { why: 'an unknown form', bytes: [0x61, 0, 0] },
    { why: 'an unknown mutability', bytes: [0x5f, 1, 0x7f, 4] },
    { why: 'a recursion group that ends early', bytes: [0x4e, 2, ...FUNC] },
    { why: 'more parameters than there are bytes', bytes: [0x60, 0xff, 0xff, 0xff, 0xff, 0x0f] },
    { why: 'more fields than there are bytes', bytes: [0x5f, 0xff, 0xff, 0xff, 0x0f] },
  ])('refuses $why', ({ bytes }) => {
    expect(() => read(bytes)).toThrow(WasmParseError)
  })

  it('tells where a form stands that it does not know', () => {
    expect(() => read(FUNC, [0x50, 0, 0x61])).toThrow(expect.objectContaining({ offset: 6 }))
  })
})
