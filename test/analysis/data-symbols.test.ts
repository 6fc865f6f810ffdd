import { describe, expect, it } from 'vitest'
import { dataSymbolName, layOutDataSymbols } from '../../src/analysis/data-symbols.ts'
import { readLinking } from '../../src/wasm/linking.ts'
import { readModule } from '../../src/wasm/module.ts'
import { NO_INDEX } from '../../src/wasm/symbol-table.ts'
import { linking, symbol, symbolTable } from '../support/linking-builder.ts'
import { leb, section, vector, wasm } from '../support/wasm-builder.ts'

const LOCAL = 2
const segment = (length: number) => [1, ...leb(length), ...Array.from({ length }, () => 0)]

/** Ranges of the symbols in two segments of 32 and 16 bytes: `name segment+offset..end`. */
const layOut = (...symbols: readonly (readonly number[])[]) => {
  const module = readModule(
    wasm(section(11, vector(segment(32), segment(16))), linking(symbolTable(...symbols))),
  )
  const found = readLinking(module)!
  const data = layOutDataSymbols(module, found)
  const ranges = Array.from({ length: data.count }, (_, range) => {
    const inSegment = data.segments[range] as number
    const payload = module.data.payloadOffsets[inSegment] as number
    const [start, end] = [data.offsets[range] as number, data.endOffsets[range] as number]
    return `${dataSymbolName(module, found, data, range)} ${inSegment}+${start - payload}..${end - payload}`
  })
  return { ranges, rangeOfSymbol: [...data.rangeOfSymbol] }
}

describe('layOutDataSymbols', () => {
  it('lists symbols in file order, with what lies between them left out', () => {
    expect(
      layOut(symbol.data('c', 1, 4, 12), symbol.data('b', 0, 16, 8), symbol.data('a', 0, 0, 10)),
    ).toEqual({ ranges: ['a 0+0..10', 'b 0+16..24', 'c 1+4..16'], rangeOfSymbol: [2, 1, 0] })
  })

  it('gives symbols that share bytes one range, which bears the name of the longest', () => {
    expect(
      layOut(
        symbol.data('world', 0, 6, 6),
        symbol.data('hello world', 0, 0, 12),
        symbol.data('ends later', 0, 8, 14),
        symbol.data('next', 0, 22, 2),
      ),
    ).toEqual({ ranges: ['ends later 0+0..22', 'next 0+22..24'], rangeOfSymbol: [0, 0, 0, 1] })
  })

  it('prefers the alias that other objects see', () => {
    const { ranges } = layOut(symbol.data('.Lprivate', 0, 0, 4, LOCAL), symbol.data('public', 0, 0, 4))
    expect(ranges).toEqual(['public 0+0..4'])
  })

  it('does not give symbols without a size a range, unless they lie in one', () => {
    expect(
      layOut(
        symbol.data('before', 0, 0, 0),
        symbol.data('sized', 0, 4, 8),
        symbol.data('start', 0, 4, 0),
        symbol.data('middle', 0, 8, 0),
        symbol.data('end', 0, 12, 0),
      ),
    ).toEqual({ ranges: ['sized 0+4..12'], rangeOfSymbol: [NO_INDEX, 0, 0, 0, NO_INDEX] })
  })

  it('knows no range for what is no data in a segment', () => {
    expect(layOut(symbol.undefinedData('elsewhere'), symbol.data('__heap_base', 0, 4096, 0, 0x200))).toEqual({
      ranges: [],
      rangeOfSymbol: [NO_INDEX, NO_INDEX],
    })
  })

  it('refuses a symbol that leaves its segment', () => {
    expect(() => layOut(symbol.data('long', 1, 8, 9))).toThrow(
      /data symbol 0 leaves segment 1 \(at offset 0x/,
    )
    expect(layOut(symbol.data('whole', 1, 0, 16)).ranges).toEqual(['whole 1+0..16'])
  })
})
