import { describe, expect, it } from 'vitest'
import { layOutDataSymbols } from '../../src/analysis/data-symbols.ts'
import { findKeptSymbols } from '../../src/analysis/kept-symbols.ts'
import { readLinking } from '../../src/wasm/linking.ts'
import { readModule } from '../../src/wasm/module.ts'
import { linking, symbol, symbolTable } from '../support/linking-builder.ts'
import { section, text, vector, wasm } from '../support/wasm-builder.ts'

const LOCAL = 0x02
const UNDEFINED = 0x10
const NO_STRIP = 0x80

const SYMBOLS = [
  symbol.indexed(0, 0, undefined, UNDEFINED),
  symbol.indexed(0, 1, 'visible'),
  symbol.indexed(0, 2, 'constructor', LOCAL),
  symbol.indexed(0, 3, 'private', LOCAL),
  symbol.indexed(0, 4, 'used', LOCAL | NO_STRIP),
  symbol.indexed(2, 0, 'counter'),
  symbol.data('visible data', 0, 0, 2),
  symbol.data('private data', 0, 2, 2, LOCAL),
  symbol.data('used data', 0, 4, 2, LOCAL | NO_STRIP),
  symbol.undefinedData('elsewhere'),
]

/** What is kept of a module with an imported and four defined functions, a global and 6 bytes of data. */
const keptOf = (...sections: readonly (readonly number[])[]) => {
  const body = [2, 0, 0x0b]
  const module = readModule(
    wasm(
      section(1, vector([0x60, 0, 0])),
      section(2, vector([...text('env'), ...text('imported'), 0, 0])),
      section(3, vector([0], [0], [0], [0])),
      section(6, vector([0x7f, 0, 0x41, 0, 0x0b])),
      ...sections,
      section(10, vector(body, body, body, body)),
      section(11, vector([1, 6, 1, 2, 3, 4, 5, 6])),
      linking(symbolTable(...SYMBOLS), section(6, vector([100, 2]))),
    ),
  )
  const found = readLinking(module)!
  const { functions, globals, dataOffsets } = findKeptSymbols(module, found, layOutDataSymbols(module, found))
  const payload = module.data.payloadOffsets[0] as number
  return {
    functions: [...functions],
    globals: [...globals],
    data: [...dataOffsets].map((offset) => offset - payload),
  }
}

describe('findKeptSymbols', () => {
  it('keeps what an object shows to others, its constructors, and what is marked as used', () => {
    expect(keptOf()).toEqual({ functions: [1, 2, 4], globals: [0], data: [0, 4] })
  })

  it.each([
    { name: 'exports', bytes: section(7, vector([...text('run'), 0, 1])) },
    { name: 'a start function', bytes: section(8, [1]) },
  ])('keeps of a linked module, which has $name, what is marked as used', ({ bytes }) => {
    expect(keptOf(bytes)).toEqual({ functions: [4], globals: [], data: [4] })
  })
})
