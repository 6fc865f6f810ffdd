import { describe, expect, it } from 'vitest'
import { Cursor } from '../../src/wasm/cursor.ts'
import { readExports, readGlobals, readMemories, readTables, readTags } from '../../src/wasm/definitions.ts'
import { text, vector } from '../support/wasm-builder.ts'

const cursorOf = (...entries: number[][]) => new Cursor(Uint8Array.from(vector(...entries)))

const I32_CONST_0 = [0x41, 0, 0x0b]

describe('readTables', () => {
  it('reads tables with and without an initialiser', () => {
    const initialised = [0x40, 0, 0x64, 0, 0, 1, 0xd2, 0, 0x0b]
    expect(readTables(cursorOf([0x70, 0, 1], initialised))).toEqual([
      {
        type: {
          kind: 'table',
          element: { nullable: true, heap: 'func' },
          limits: { minimum: 1, shared: false, is64: false },
        },
        offset: 1,
        endOffset: 4,
      },
      {
        type: {
          kind: 'table',
          element: { nullable: false, heap: 0 },
          limits: { minimum: 1, shared: false, is64: false },
        },
        initializerOffset: 10,
        offset: 4,
        endOffset: 13,
      },
    ])
  })
})

describe('readMemories', () => {
  it('reads several, with their ranges', () => {
    expect(readMemories(cursorOf([0, 1], [5, 1, 2]))).toMatchObject([
      { type: { kind: 'memory', limits: { is64: false } }, offset: 1, endOffset: 3 },
      { type: { kind: 'memory', limits: { is64: true } }, offset: 3, endOffset: 6 },
    ])
  })
})

describe('readGlobals', () => {
  it.each([
    { what: 'i32.const', expression: I32_CONST_0 },
    { what: 'i64.const', expression: [0x42, 0x80, 0x7f, 0x0b] },
    { what: 'f32.const with an end byte inside', expression: [0x43, 0x0b, 0x0b, 0x0b, 0x0b, 0x0b] },
    { what: 'f64.const', expression: [0x44, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f, 0x0b] },
    { what: 'v128.const', expression: [0xfd, 12, ...Array.from({ length: 16 }, () => 0x0b), 0x0b] },
    { what: 'global.get', expression: [0x23, 0, 0x0b] },
    { what: 'ref.null', expression: [0xd0, 0x70, 0x0b] },
    { what: 'ref.func', expression: [0xd2, 0, 0x0b] },
    { what: 'extended arithmetic', expression: [0x23, 0, 0x41, 4, 0x6a, 0x0b] },
    { what: 'struct.new', expression: [0xfb, 1, 0, 0x0b] },
  ])('finds the end of $what', ({ expression }) => {
    const [first, second] = readGlobals(cursorOf([0x7f, 1, ...expression], [0x7f, 0, ...I32_CONST_0]))
    expect(first).toMatchObject({ initializerOffset: 3, endOffset: 3 + expression.length })
    expect(second).toMatchObject({ type: { kind: 'global', mutable: false }, offset: 3 + expression.length })
  })

  it('refuses an initialiser without an end', () => {
    expect(() => readGlobals(cursorOf([0x7f, 1, 0x41, 0]))).toThrow(expect.objectContaining({ offset: 5 }))
  })
})

describe('readTags', () => {
  it('reads the type of a tag', () => {
    expect(readTags(cursorOf([0, 3]))).toEqual([
      { type: { kind: 'tag', typeIndex: 3 }, offset: 1, endOffset: 3 },
    ])
  })
})

describe('readExports', () => {
  it.each(['function', 'table', 'memory', 'global', 'tag'])('reads the export of a %s', (kind) => {
    const byte = ['function', 'table', 'memory', 'global', 'tag'].indexOf(kind)
    expect(readExports(cursorOf([...text('größe'), byte, 0x80, 0x01]))).toEqual([
      { name: 'größe', kind, index: 128, offset: 1, endOffset: 12 },
    ])
  })

  it('refuses an unknown kind at its offset', () => {
    expect(() => readExports(cursorOf([...text('a'), 5, 0]))).toThrow(expect.objectContaining({ offset: 3 }))
  })
})
