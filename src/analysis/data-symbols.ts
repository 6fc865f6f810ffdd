import type { Linking } from '../wasm/linking.ts'
import type { WasmModule } from '../wasm/module.ts'
import { WasmParseError } from '../wasm/parse-error.ts'
import { NO_INDEX, SymbolFlag, SymbolKind, symbolName } from '../wasm/symbol-table.ts'
import { NumberList } from './graph/number-list.ts'

/**
 * Bytes of data that symbols name: disjoint ranges in file order, parallel lists.
 *
 * Symbols that share bytes share a range, which bears the name of the longest of them: aliases, and strings that the linker
 * put into the end of others.
 */
export interface DataSymbols {
  readonly count: number
  readonly segments: Uint32Array
  /** Where each range begins and ends in the file. */
  readonly offsets: Uint32Array
  readonly endOffsets: Uint32Array
  /** Symbol that names each range. */
  readonly symbols: Uint32Array
  /** Range of each symbol; {@link NO_INDEX} for symbols that have no bytes in the file. */
  readonly rangeOfSymbol: Uint32Array
}

/**
 * Lays out the data symbols of a module; those without a size name no bytes, but belong to a range that they lie in.
 *
 * @throws {WasmParseError} a symbol that leaves its segment.
 */
export function layOutDataSymbols(module: WasmModule, { symbols }: Linking): DataSymbols {
  const { starts, order } = sortDataSymbols(module, symbols)
  const segments = new NumberList()
  const offsets = new NumberList()
  const endOffsets = new NumberList()
  const names = new NumberList()
  const rangeOfSymbol = new Uint32Array(symbols.count).fill(NO_INDEX)
  let end = 0
  let longest = 0
  for (const symbol of order) {
    const start = starts[symbol] as number
    const size = symbols.dataSizesBytes[symbol] as number
    if (start >= end) {
      if (size === 0) continue
      if (offsets.length > 0) endOffsets.push(end)
      segments.push(symbols.indices[symbol] as number)
      offsets.push(start)
      names.push(symbol)
      end = start + size
      longest = size
    } else if (start + size > end) end = start + size
    rangeOfSymbol[symbol] = offsets.length - 1
    if (size > longest) {
      longest = size
      names.view()[names.length - 1] = symbol
    }
  }
  if (offsets.length > 0) endOffsets.push(end)
  return {
    count: offsets.length,
    segments: segments.view(),
    offsets: offsets.view(),
    endOffsets: endOffsets.view(),
    symbols: names.view(),
    rangeOfSymbol,
  }
}

/** Reads the name of a range. */
export function dataSymbolName(
  { bytes }: WasmModule,
  { symbols }: Linking,
  data: DataSymbols,
  range: number,
): string | undefined {
  return symbolName(bytes, symbols, data.symbols[range] as number)
}

function sortDataSymbols({ data }: WasmModule, symbols: Linking['symbols']) {
  const { kinds, flags, indices, dataOffsets, dataSizesBytes } = symbols
  const starts = new Uint32Array(symbols.count)
  const order = new NumberList()
  for (let symbol = 0; symbol < symbols.count; symbol++) {
    const segment = indices[symbol] as number
    if (kinds[symbol] !== SymbolKind.data || segment === NO_INDEX) continue
    const payload = data.payloadOffsets[segment] as number
    const start = payload + (dataOffsets[symbol] as number)
    if (start + (dataSizesBytes[symbol] as number) > (data.endOffsets[segment] as number)) {
      const name = symbols.nameOffsets[symbol] as number
      throw new WasmParseError(`data symbol ${symbol} leaves segment ${segment}`, name)
    }
    starts[symbol] = start
    order.push(symbol)
  }
  const isLocal = (symbol: number) => (flags[symbol] as number) & SymbolFlag.local
  // Of equals the one that other objects can see comes first: its name is what the source says.
  const sorted = order
    .view()
    .sort(
      (a, b) =>
        (starts[a] as number) - (starts[b] as number) ||
        (dataSizesBytes[b] as number) - (dataSizesBytes[a] as number) ||
        isLocal(a) - isLocal(b) ||
        a - b,
    )
  return { starts, order: sorted }
}
