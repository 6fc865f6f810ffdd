import { describe, expect, it } from 'vitest'
import { Cursor } from '../../src/wasm/cursor.ts'
import { readImports } from '../../src/wasm/imports.ts'
import { text, vector } from '../support/wasm-builder.ts'

const read = (...entries: number[][]) => readImports(new Cursor(Uint8Array.from(vector(...entries))))

const imported = (...type: number[]) => [...text('m'), ...text('n'), ...type]

describe('readImports', () => {
  it.each([
    { bytes: [0, 7], type: { kind: 'function', typeIndex: 7 } },
    {
      bytes: [1, 0x70, 0, 1],
      type: { kind: 'table', element: { heap: 'func' }, limits: { minimum: 1 } },
    },
    { bytes: [2, 3, 1, 9], type: { kind: 'memory', limits: { minimum: 1, maximum: 9, shared: true } } },
    { bytes: [3, 0x7e, 1], type: { kind: 'global', type: 'i64', mutable: true } },
    { bytes: [4, 0, 2], type: { kind: 'tag', typeIndex: 2 } },
  ])('reads a $type.kind', ({ bytes, type }) => {
    expect(read(imported(...bytes))).toMatchObject([{ module: 'm', name: 'n', type, offset: 1 }])
  })

  it('says where each import begins and ends', () => {
    expect(read(imported(0, 0), imported(0, 1))).toMatchObject([
      { offset: 1, endOffset: 7 },
      { offset: 7, endOffset: 13 },
    ])
  })

  it.each([
    { why: 'an unknown kind', bytes: imported(5, 0), offset: 5 },
    { why: 'an unknown tag attribute', bytes: imported(4, 1, 0), offset: 6 },
    { why: 'a name that is not UTF-8', bytes: [1, 0xff, 1, 0x6e, 0, 0], offset: 1 },
  ])('refuses $why', ({ bytes, offset }) => {
    expect(() => read(bytes)).toThrow(expect.objectContaining({ offset }))
  })
})
