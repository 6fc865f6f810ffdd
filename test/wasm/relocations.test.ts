import { describe, expect, it } from 'vitest'
import { listRelocationSections, readRelocations, Reloc } from '../../src/wasm/relocations.ts'
import { readSections } from '../../src/wasm/sections.ts'
import { relocations } from '../support/linking-builder.ts'
import { custom, section, wasm } from '../support/wasm-builder.ts'

const CONTENT = Array.from({ length: 40 }, () => 0)

/** Reads the relocations of a data section of 40 bytes, whose content begins at offset 10. */
const read = (bytes: readonly number[]) => {
  const module = wasm(section(11, CONTENT), bytes)
  return listRelocationSections(module, readSections(module)).map((found) => readRelocations(module, found))
}

describe('readRelocations', () => {
  it('reads types, places in the file, symbols and addends', () => {
    const [found] = read(
      relocations(
        'DATA',
        0,
        [Reloc.tableIndexI32, 0, 7],
        [Reloc.memoryAddrI32, 4, 300, 8],
        [Reloc.functionIndexLeb, 8, 2],
        [Reloc.memoryAddrI64, 16, 1, 16],
      ),
    )
    expect(found?.count).toBe(4)
    expect([...found!.types]).toEqual([2, 5, 0, 16])
    expect([...found!.offsets]).toEqual([10, 14, 18, 26])
    expect([...found!.indices]).toEqual([7, 300, 2, 1])
    expect([...found!.addends]).toEqual([0, 8, 0, 16])
  })

  it('reads negative addends of 32 and 64 bits', () => {
    const minusFour = 0x7c
    const [found] = read(
      custom('reloc.DATA', [
        0,
        2,
        Reloc.memoryAddrI32,
        0,
        0,
        minusFour,
        Reloc.memoryAddrI64,
        4,
        0,
        minusFour,
      ]),
    )
    expect([...found!.addends]).toEqual([-4, -4])
  })

  it('counts from behind the name of a custom section', () => {
    const module = wasm(custom('.debug_info', CONTENT), relocations('.debug_info', 0, [9, 3, 0, 0]))
    const [found] = listRelocationSections(module, readSections(module))
    expect(found?.target.name).toBe('.debug_info')
    expect([...readRelocations(module, found!).offsets]).toEqual([found!.target.contentOffset + 3])
  })

  it.each([
    {
      name: 'an unknown type',
      bytes: [Reloc.memoryAddrLocrelI64 + 1, 0, 0],
      message: /unknown relocation type 28/,
    },
    {
      name: 'a place behind the end',
      bytes: [Reloc.tableIndexI32, 37, 0],
      message: /outside of the data section/,
    },
    { name: 'an end within an entry', bytes: [Reloc.memoryAddrI32, 0, 0], message: /unexpected end/ },
    {
      name: 'bytes behind the last entry',
      bytes: [2, 0, 0, 9, 9],
      message: /2 bytes behind the last relocation/,
    },
  ])('refuses $name', ({ bytes, message }) => {
    expect(() => read(custom('reloc.DATA', [0, 1, ...bytes]))).toThrow(message)
  })

  it('accepts a place that ends with its section', () => {
    expect([...read(relocations('DATA', 0, [Reloc.tableIndexI32, 36, 0]))[0]!.offsets]).toEqual([46])
  })

  it('refuses places that do not ascend', () => {
    const bytes = relocations('DATA', 0, [Reloc.tableIndexI32, 8, 0], [Reloc.tableIndexI32, 4, 0])
    expect(() => read(bytes)).toThrow(/relocation out of order \(at offset 0x/)
  })
})

describe('listRelocationSections', () => {
  it('refuses a section that is about none before it', () => {
    expect(() => read(relocations('DATA', 1))).toThrow(
      /reloc.DATA is about section 1 of 1 \(at offset 0x32\)/,
    )
  })

  it('does not read entries', () => {
    const module = wasm(section(11, CONTENT), custom('reloc.DATA', [0, 3, 99]), custom('relocated'))
    expect(listRelocationSections(module, readSections(module))).toHaveLength(1)
  })
})
