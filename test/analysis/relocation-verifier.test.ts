import { describe, expect, it } from 'vitest'
import { readAddressSpace } from '../../src/analysis/address-space.ts'
import { readLinkedReferences } from '../../src/analysis/linked-references.ts'
import { readModule } from '../../src/wasm/module.ts'
import { Reloc } from '../../src/wasm/relocations.ts'
import { linking, relocations, symbol, symbolTable } from '../support/linking-builder.ts'
import { leb, section, vector, wasm } from '../support/wasm-builder.ts'

const CODE_POSITION = 3
const DATA_POSITION = 4

const SYMBOLS = [symbol.indexed(0, 0, 'first'), symbol.indexed(0, 1, 'second'), symbol.data('words', 0, 4, 8)]

interface Shape {
  /** Bytes of the body of the first function, without locals and end; offset 4 in the code section. */
  readonly code?: readonly number[]
  readonly inCode?: readonly number[]
  readonly inData?: readonly number[]
  readonly data?: readonly number[]
}

/** Reads a module of two functions and 12 bytes of data at address 1024. */
const read = ({ code = [], inCode, inData, data = Array.from({ length: 12 }, () => 0) }: Shape) => {
  const bodies = [code, []].map((body) => [...leb(body.length + 2), 0, ...body, 0x0b])
  const module = readModule(
    wasm(
      section(1, vector([0x60, 0, 0])),
      section(3, vector([0], [0])),
      section(5, vector([0, 1])),
      section(10, vector(...bodies)),
      section(11, vector([0, 0x41, ...leb(1024), 0x0b, ...vector(...data.map((byte) => [byte]))])),
      linking(symbolTable(...SYMBOLS)),
      relocations('CODE', CODE_POSITION, ...(inCode === undefined ? [] : [inCode])),
      relocations('DATA', DATA_POSITION, ...(inData === undefined ? [] : [inData])),
    ),
  )
  const found = readLinkedReferences(module, readAddressSpace(module))
  return [...found!.code.targets, ...found!.data.targets]
}

const call = (index: number) => [0x10, ...leb(index, 5)]
/** Where the index of a call in the first body, and the first byte of data, lie in their sections. */
const IN_CALL = 4
const IN_DATA = 7

describe('RelocationVerifier', () => {
  it('accepts values that are what their symbol says', () => {
    expect(read({ code: call(1), inCode: [Reloc.functionIndexLeb, IN_CALL, 1] })).toEqual([1])
    const address = [0x0c, 0x04, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    expect(read({ data: address, inData: [Reloc.memoryAddrI32, IN_DATA, 2, 8] })).toEqual([0])
  })

  it.each([
    {
      name: 'another function',
      shape: { code: call(0), inCode: [Reloc.functionIndexLeb, IN_CALL, 1] },
      message: /relocation for 1, but the bytes say 0 \(at offset 0x/,
    },
    {
      name: 'another address',
      shape: { inData: [Reloc.memoryAddrI32, IN_DATA, 2, 8] },
      message: /relocation for 1036, but the bytes say 0/,
    },
    {
      name: 'an integer that is not padded',
      shape: { code: [0x10, 1, 1, 1, 1, 1], inCode: [Reloc.functionIndexLeb, IN_CALL, 1] },
      message: /integer that is not padded/,
    },
    {
      name: 'a symbol that is not there',
      shape: { code: call(0), inCode: [Reloc.functionIndexLeb, IN_CALL, 3] },
      message: /relocation for symbol 3 of 3/,
    },
    {
      name: 'a symbol of another kind',
      shape: { code: call(0), inCode: [Reloc.functionIndexLeb, IN_CALL, 2] },
      message: /relocation of type 0 for a symbol of kind 1/,
    },
    {
      name: 'a type that has no place in code and data',
      shape: { code: call(0), inCode: [Reloc.sectionOffsetI32, IN_CALL, 0, 0] },
      message: /relocation of type 9 for a symbol of kind 0/,
    },
    {
      name: 'a place across the end of a function',
      shape: { code: [0x01, 0x01, 0x01], inCode: [Reloc.functionIndexLeb, IN_CALL, 0] },
      message: /across the end/,
    },
    {
      name: 'a place between functions',
      shape: { code: call(0), inCode: [Reloc.functionIndexLeb, 0, 0] },
      message: /outside of function bodies and data/,
    },
    {
      name: 'a place in the header of a segment',
      shape: { inData: [Reloc.memoryAddrI32, 0, 2, 0] },
      message: /outside of function bodies and data/,
    },
    {
      name: 'a place across the end of a segment',
      shape: { inData: [Reloc.memoryAddrI64, IN_DATA + 8, 2, 0] },
      message: /outside of the data section/,
    },
  ])('refuses $name', ({ shape, message }) => {
    expect(() => read(shape)).toThrow(message)
  })
})
