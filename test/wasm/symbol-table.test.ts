import { describe, expect, it } from 'vitest'
import { Cursor } from '../../src/wasm/cursor.ts'
import { NO_INDEX, readSymbolTable, symbolName } from '../../src/wasm/symbol-table.ts'
import { symbol } from '../support/linking-builder.ts'
import { vector } from '../support/wasm-builder.ts'

const LIMITS = { 0: 3, 1: 2, 2: 1, 3: 5, 4: 1, 5: 1 }

const read = (...symbols: readonly (readonly number[])[]) => {
  const bytes = Uint8Array.from([0, ...vector(...symbols)])
  const table = readSymbolTable(new Cursor(bytes, 1), LIMITS)
  return { table, names: Array.from({ length: table.count }, (_, at) => symbolName(bytes, table, at)) }
}

describe('readSymbolTable', () => {
  it('reads every kind of symbol', () => {
    const { table, names } = read(
      symbol.indexed(0, 2, 'run'),
      symbol.data('table', 1, 200, 16, 4),
      symbol.indexed(2, 0, '__stack_pointer'),
      symbol.indexed(3, 4),
      symbol.indexed(4, 0, '__cpp_exception'),
      symbol.indexed(5, 0, '__indirect_function_table'),
    )
    expect([...table.kinds]).toEqual([0, 1, 2, 3, 4, 5])
    expect([...table.indices]).toEqual([2, 1, 0, 4, 0, 0])
    expect([...table.flags]).toEqual([0, 4, 0, 0, 0, 0])
    expect([table.dataOffsets[1], table.dataSizesBytes[1]]).toEqual([200, 16])
    expect(names).toEqual([
      'run',
      'table',
      '__stack_pointer',
      undefined,
      '__cpp_exception',
      '__indirect_function_table',
    ])
  })

  it('reads symbols that the module does not define', () => {
    const { table, names } = read(
      symbol.indexed(0, 0, undefined, 0x10),
      symbol.indexed(0, 1, 'renamed', 0x50),
      symbol.undefinedData('elsewhere'),
      symbol.indexed(0, 2, 'behind'),
    )
    expect([...table.indices]).toEqual([0, 1, NO_INDEX, 2])
    expect(names).toEqual([undefined, 'renamed', 'elsewhere', 'behind'])
  })

  it('puts absolute data into no segment, whatever segment it names', () => {
    const { table } = read(symbol.data('__heap_base', 9, 66_560, 0, 0x200))
    expect([...table.indices]).toEqual([NO_INDEX])
    expect([...table.dataOffsets]).toEqual([66_560])
  })

  it.each([
    { name: 'an unknown kind', bytes: [6, 0, 0], message: /unknown symbol kind 6 \(at offset 0x2\)/ },
    {
      name: 'a function that is not there',
      bytes: symbol.indexed(0, 3, 'f'),
      message: /symbol 0 is 3 of 3/,
    },
    {
      name: 'data in a segment that is not there',
      bytes: symbol.data('d', 2, 0, 1),
      message: /symbol 0 is 2 of 2/,
    },
    { name: 'a name that goes on behind the end', bytes: [0, 0, 1, 9], message: /9 bytes expected, 0 left/ },
  ])('refuses $name', ({ bytes, message }) => {
    expect(() => read(bytes)).toThrow(message)
  })
})
