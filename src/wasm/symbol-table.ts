import { Cursor } from './cursor.ts'
import { WasmParseError } from './parse-error.ts'

/** Kinds of symbols, as in the file. */
export const SymbolKind = { function: 0, data: 1, global: 2, section: 3, tag: 4, table: 5 } as const

/** Flags of symbols that analyses ask for. */
export const SymbolFlag = {
  weak: 0x01,
  local: 0x02,
  undefined: 0x10,
  explicitName: 0x40,
  /** Kept whoever refers to it: `__attribute__((used))`, `#[used]`. */
  noStrip: 0x80,
  threadLocal: 0x100,
  /** Data that lies at an address of its own, in no segment. */
  absolute: 0x200,
} as const

/** Marks symbols that are nowhere in the module: undefined data. */
export const NO_INDEX = 0xffffffff

/**
 * Symbols of a `linking` section; one array entry a symbol, because a module has a hundred thousand of them.
 *
 * Names are read when they are asked for: {@link symbolName}.
 */
export interface SymbolTable {
  readonly count: number
  /** One of {@link SymbolKind}. */
  readonly kinds: Uint8Array
  readonly flags: Uint32Array
  /** Function, global, tag, table or section; for data its segment, {@link NO_INDEX} where it has none. */
  readonly indices: Uint32Array
  /** Offset of data within its segment; the address of absolute data. */
  readonly dataOffsets: Float64Array
  readonly dataSizesBytes: Float64Array
  /** Where a name, with its length, lies in the file; 0 for symbols without a name of their own. */
  readonly nameOffsets: Uint32Array
}

/** Index spaces of the module, by {@link SymbolKind}; a symbol outside of them is malformed. */
export type IndexLimits = Readonly<Record<number, number>>

/**
 * Reads a symbol table, the contents of subsection 8.
 *
 * Format: https://github.com/WebAssembly/tool-conventions/blob/main/Linking.md#symbol-table-subsection
 *
 * @throws {WasmParseError} unknown kind, or an index that is not in the module.
 */
export function readSymbolTable(cursor: Cursor, limits: IndexLimits): SymbolTable {
  const count = cursor.count(3)
  const table = {
    count,
    kinds: new Uint8Array(count),
    flags: new Uint32Array(count),
    indices: new Uint32Array(count).fill(NO_INDEX),
    dataOffsets: new Float64Array(count),
    dataSizesBytes: new Float64Array(count),
    nameOffsets: new Uint32Array(count),
  }
  for (let symbol = 0; symbol < count; symbol++) {
    const start = cursor.offset
    const kind = cursor.u8()
    const flags = cursor.u32()
    table.kinds[symbol] = kind
    table.flags[symbol] = flags
    const isDefined = (flags & SymbolFlag.undefined) === 0
    const readName = (): void => {
      table.nameOffsets[symbol] = cursor.offset
      cursor.skip(cursor.u32())
    }
    if (kind === SymbolKind.data) {
      readName()
      if (!isDefined) continue
      const segment = cursor.u32()
      table.dataOffsets[symbol] = cursor.u64()
      table.dataSizesBytes[symbol] = cursor.u64()
      // Absolute symbols name segment 0, also where there is none.
      if (flags & SymbolFlag.absolute) continue
      table.indices[symbol] = segment
    } else if (kind <= SymbolKind.table) {
      table.indices[symbol] = cursor.u32()
      if (kind !== SymbolKind.section && (isDefined || flags & SymbolFlag.explicitName)) readName()
    } else throw new WasmParseError(`unknown symbol kind ${kind}`, start)
    const index = table.indices[symbol] as number
    if (index >= (limits[kind] as number)) {
      throw new WasmParseError(`symbol ${symbol} is ${index} of ${limits[kind]}`, start)
    }
  }
  return table
}

/** Reads the name of a symbol; undefined where it is named by an import or is a section. */
export function symbolName(bytes: Uint8Array, table: SymbolTable, symbol: number): string | undefined {
  const offset = table.nameOffsets[symbol] as number
  return offset === 0 ? undefined : new Cursor(bytes, offset).lossyName()
}
