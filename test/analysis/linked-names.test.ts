import { describe, expect, it } from 'vitest'
import { readAddressSpace } from '../../src/analysis/address-space.ts'
import { cutData } from '../../src/analysis/data-ranges.ts'
import { linkedNames, linkedRangeNames } from '../../src/analysis/linked-names.ts'
import { readLinkedReferences } from '../../src/analysis/linked-references.ts'
import { readLinking } from '../../src/wasm/linking.ts'
import { readModule } from '../../src/wasm/module.ts'
import { readFixture } from '../support/fixtures.ts'
import { linking, symbol, symbolTable } from '../support/linking-builder.ts'
import { functions } from '../support/wasm-builder.ts'

const namesOf = (bytes: Uint8Array) => {
  const module = readModule(bytes)
  const { functions, globals, data } = linkedNames(module, readLinking(module)!)
  return { functions: [...functions], globals: [...globals], data: [...data] }
}

describe('linkedNames', () => {
  it('names what a linked module consists of', () => {
    const { functions, globals, data } = namesOf(readFixture('linked/emit-relocs.wasm'))
    expect(functions).toContainEqual([7, 'run'])
    expect(globals).toEqual([[0, '__stack_pointer']])
    expect(data).toEqual([
      [0, '.rodata'],
      [1, '.data'],
      [2, '.bss'],
    ])
  })

  it('leaves imports to their own names, unless a symbol renames them', () => {
    const { functions } = namesOf(readFixture('linked/object.o'))
    expect(functions.map(([index]) => index)).toEqual([0, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(functions[0]).toEqual([0, 'log'])
  })

  it('takes names of any order, and one of several', () => {
    const symbols = symbolTable(
      symbol.indexed(0, 1, 'second'),
      symbol.indexed(0, 0, 'alias'),
      symbol.indexed(0, 0, 'first'),
    )
    expect(
      namesOf(Uint8Array.from([...functions([0, 0x0b], [0, 0x0b]), ...linking(symbols)])).functions,
    ).toEqual([
      [0, 'first'],
      [1, 'second'],
    ])
  })
})

describe('linkedRangeNames', () => {
  it('names ranges that begin with a symbol', () => {
    const module = readModule(readFixture('linked/emit-relocs.wasm'))
    const links = readLinkedReferences(module, readAddressSpace(module))!
    const { offsets, symbols } = links.dataSymbols
    const inGreeting = (offsets[0] as number) + 6
    const names = linkedRangeNames(module, links, cutData(module, offsets, Uint32Array.of(inGreeting)))
    expect(names).toEqual([
      '.Lgreeting',
      undefined,
      'squares',
      'circle_vtable',
      'third_square',
      'shared',
      'counter_alias',
      'from_other',
      'scratch',
    ])
    expect(names).toHaveLength(symbols.length + 1)
  })

  it('leaves the header of a segment unnamed where no symbol begins at its first byte', () => {
    const module = readModule(readFixture('linked/emit-relocs.wasm'))
    const links = readLinkedReferences(module, readAddressSpace(module))!
    const { offsets } = links.dataSymbols
    const dataSymbols = {
      ...links.dataSymbols,
      count: 1,
      offsets: offsets.slice(1, 2),
      symbols: links.dataSymbols.symbols.slice(1, 2),
    }
    const names = linkedRangeNames(module, { ...links, dataSymbols }, cutData(module, dataSymbols.offsets))
    expect(names).toEqual([undefined, 'squares', undefined, undefined])
  })
})
