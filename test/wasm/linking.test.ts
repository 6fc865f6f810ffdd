import { describe, expect, it } from 'vitest'
import { readLinking } from '../../src/wasm/linking.ts'
import { readModule } from '../../src/wasm/module.ts'
import { symbolName } from '../../src/wasm/symbol-table.ts'
import { linking, symbol, symbolTable } from '../support/linking-builder.ts'
import { custom, functions, leb, section, text, vector, wasm } from '../support/wasm-builder.ts'
import { readFixture } from '../support/fixtures.ts'

const read = (...sections: readonly (readonly number[])[]) =>
  readLinking(readModule(Uint8Array.from([...functions([0, 0x0b], [0, 0x0b]), ...sections.flat()])))

describe('readLinking', () => {
  it('reads nothing where there is no section', () => {
    expect(read(custom('producers', [0]))).toBeUndefined()
  })

  it('reads what an object of LLVM says', () => {
    const module = readModule(readFixture('linked/object.o'))
    const found = readLinking(module)
    const name = (at: number | undefined) => symbolName(module.bytes, found!.symbols, at ?? -1)
    expect(found?.segments.names).toEqual([
      '.rodata..Lgreeting',
      '.rodata..Ltail',
      '.rodata.squares',
      '.rodata.circle_vtable',
      '.rodata.third_square',
      '.data.counter',
      '.bss.scratch',
      '.rodata.unused',
      '.rodata.shared',
    ])
    // 64 zero bytes are aligned to 16, words to 4; the two strings may be merged.
    expect([...found!.segments.alignments]).toEqual([0, 0, 2, 2, 2, 2, 4, 0, 2])
    expect([...found!.segments.flags]).toEqual([1, 1, 0, 0, 0, 0, 0, 0, 0])
    expect([...found!.initFunctions.priorities]).toEqual([100])
    expect(name(found!.initFunctions.symbols[0])).toBe('setup')
    expect(found!.comdats.map((comdat) => [comdat.name, [...comdat.kinds], [...comdat.indices]])).toEqual([
      ['inlined', [1], [5]],
      ['shared', [0], [8]],
    ])
  })

  it('skips subsections of unknown kinds', () => {
    const found = read(linking(section(99, [1, 2, 3]), symbolTable(symbol.indexed(0, 1, 'second'))))
    expect([...found!.symbols.indices]).toEqual([1])
    expect(found?.comdats).toEqual([])
  })

  it.each([
    { name: 'another version', bytes: custom('linking', [1]), message: /version 1, not 2/ },
    {
      name: 'a symbol that is not in the module',
      bytes: linking(symbolTable(symbol.indexed(0, 2, 'third'))),
      message: /symbol 0 is 2 of 2/,
    },
    {
      name: 'a constructor that is no symbol',
      bytes: linking(symbolTable(symbol.indexed(0, 0, 'f')), section(6, vector([0, 1]))),
      message: /symbol 1 of 1/,
    },
    {
      name: 'flags of a comdat',
      bytes: linking(section(7, vector([...text('c'), 1, 0]))),
      message: /unknown comdat flags 1/,
    },
    {
      name: 'bytes behind the last segment',
      bytes: linking(section(5, [...vector([...text('.data'), 2, 0]), 7])),
      message: /linking subsection has 1 bytes too many/,
    },
    {
      name: 'more symbols than could fit',
      bytes: linking(section(8, leb(1_000_000))),
      message: /1000000 entries do not fit/,
    },
    {
      name: 'a subsection that leaves the section',
      bytes: custom('linking', [2, 8, 40]),
      message: /40 bytes expected, 0 left/,
    },
  ])('refuses $name', ({ bytes, message }) => {
    expect(() => read(bytes)).toThrow(message)
  })

  it('counts segments, not bytes, as the limit of data symbols', () => {
    const data = section(11, vector([1, 3, 1, 2, 3]))
    const module = readModule(wasm(data, linking(symbolTable(symbol.data('d', 0, 1, 2)))))
    expect([...readLinking(module)!.symbols.indices]).toEqual([0])
  })
})
