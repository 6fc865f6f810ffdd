import type { Linking } from '../wasm/linking.ts'
import type { WasmModule } from '../wasm/module.ts'
import { NameMap } from '../wasm/name-map.ts'
import { SymbolKind } from '../wasm/symbol-table.ts'
import type { DataRanges } from './data-ranges.ts'
import { dataSymbolName } from './data-symbols.ts'
import type { LinkedReferences } from './linked-references.ts'
import type { Symbols } from './symbols.ts'

/** Names that a `linking` section gives functions, globals and data segments; objects have no others. */
export function linkedNames({ bytes }: WasmModule, { symbols, segments }: Linking): Symbols {
  return {
    functions: namesOf(bytes, symbols, SymbolKind.function),
    globals: namesOf(bytes, symbols, SymbolKind.global),
    data: new Map(segments.names.entries()),
  }
}

/** Names the ranges of data that begin where a symbol does; undefined for the others. */
export function linkedRangeNames(
  module: WasmModule,
  { linking, dataSymbols }: LinkedReferences,
  { count, offsets, segments, firstRanges }: DataRanges,
): (string | undefined)[] {
  const names = Array.from<string | undefined>({ length: count })
  let symbol = 0
  for (let range = 0; range < count; range++) {
    const segment = segments[range] as number
    // The first range of a segment begins with the segment's header.
    const isFirst = firstRanges[segment] === range
    const start = (isFirst ? module.data.payloadOffsets[segment] : offsets[range]) as number
    while (symbol < dataSymbols.count && (dataSymbols.offsets[symbol] as number) < start) symbol++
    if (dataSymbols.offsets[symbol] === start)
      names[range] = dataSymbolName(module, linking, dataSymbols, symbol)
  }
  return names
}

function namesOf(
  bytes: Uint8Array,
  { kinds, indices, nameOffsets }: Linking['symbols'],
  kind: number,
): NameMap {
  // What an import names has no name of its own here.
  const isNamed = (symbol: number) => kinds[symbol] === kind && nameOffsets[symbol] !== 0
  const named = Uint32Array.from(kinds.keys()).filter(isNamed)
  return new NameMap(
    bytes,
    named.map((symbol) => indices[symbol] as number),
    named.map((symbol) => nameOffsets[symbol] as number),
  )
}
