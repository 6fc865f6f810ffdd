import type { Linking } from '../wasm/linking.ts'
import type { WasmModule } from '../wasm/module.ts'
import { NO_INDEX, SymbolFlag, SymbolKind } from '../wasm/symbol-table.ts'
import type { DataSymbols } from './data-symbols.ts'
import { NumberList } from './graph/number-list.ts'

/** What is kept whoever refers to it, as the symbols of a module say. */
export interface KeptSymbols {
  readonly functions: Uint32Array
  readonly globals: Uint32Array
  /** Offsets in the file of ranges of data. */
  readonly dataOffsets: Uint32Array
}

/**
 * Lists the symbols that sources mark as used; of an object also constructors and all that other objects can see.
 */
export function findKeptSymbols(
  { exports, start }: WasmModule,
  { symbols, initFunctions }: Linking,
  { offsets, rangeOfSymbol }: DataSymbols,
): KeptSymbols {
  const lists = {
    functions: new NumberList(16),
    globals: new NumberList(16),
    dataOffsets: new NumberList(16),
  }
  // Nothing could ever use a module without exports; objects have none.
  const isObject = exports.length === 0 && start === undefined
  const constructors = new Set(isObject ? initFunctions.symbols : [])
  for (let symbol = 0; symbol < symbols.count; symbol++) {
    const flags = symbols.flags[symbol] as number
    const isVisible = isObject && (flags & SymbolFlag.local) === 0
    if (flags & SymbolFlag.undefined) continue
    if (!isVisible && (flags & SymbolFlag.noStrip) === 0 && !constructors.has(symbol)) continue
    const kind = symbols.kinds[symbol]
    const range = rangeOfSymbol[symbol] as number
    if (kind === SymbolKind.function) lists.functions.push(symbols.indices[symbol] as number)
    else if (kind === SymbolKind.global) lists.globals.push(symbols.indices[symbol] as number)
    else if (range !== NO_INDEX) lists.dataOffsets.push(offsets[range] as number)
  }
  return {
    functions: lists.functions.view(),
    globals: lists.globals.view(),
    dataOffsets: lists.dataOffsets.view(),
  }
}
