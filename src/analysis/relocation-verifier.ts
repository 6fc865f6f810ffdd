import { Cursor } from '../wasm/cursor.ts'
import type { Linking } from '../wasm/linking.ts'
import { countImports, type WasmModule } from '../wasm/module.ts'
import { WasmParseError } from '../wasm/parse-error.ts'
import { Reloc, VALUE_SIZES_BYTES, type Relocations } from '../wasm/relocations.ts'
import { NO_INDEX, SymbolFlag, SymbolKind } from '../wasm/symbol-table.ts'
import type { AddressSpace } from './address-space.ts'

/** Compares relocations with the bytes they are about: a tool that moves code and copies sections it does not know leaves nonsense. */
export class RelocationVerifier {
  readonly #module: WasmModule
  readonly #linking: Linking
  readonly #space: AddressSpace
  readonly #view: DataView

  constructor(module: WasmModule, linking: Linking, space: AddressSpace) {
    this.#module = module
    this.#linking = linking
    this.#space = space
    const { bytes } = module
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  }

  /**
   * Verifies one relocation of code or data, whose value must end at or before `endOffset`, and returns the value.
   *
   * @throws {WasmParseError} no such symbol, a symbol of the wrong kind, or another value than the symbol's.
   */
  verify({ types, offsets, indices, addends }: Relocations, at: number, endOffset: number): number {
    const type = types[at] as number
    const offset = offsets[at] as number
    const symbol = indices[at] as number
    const { count, kinds } = this.#linking.symbols
    if (symbol >= count) throw new WasmParseError(`relocation for symbol ${symbol} of ${count}`, offset)
    if (offset + (VALUE_SIZES_BYTES[type] as number) > endOffset) {
      throw new WasmParseError('relocation across the end of a function or data segment', offset)
    }
    const kind = kinds[symbol] as number
    const allowed = SYMBOL_KINDS[type] ?? []
    if (!allowed.includes(kind)) {
      throw new WasmParseError(`relocation of type ${type} for a symbol of kind ${kind}`, offset)
    }
    const value = this.#read(type, offset)
    // The value behind a global that stands for an address is filled in by the loader.
    const expected = kind === allowed[0] ? this.#expected(type, symbol, addends[at] as number, value) : value
    if (value !== expected && !(kind === SymbolKind.function && this.#isImport(symbol, value))) {
      throw new WasmParseError(`relocation for ${expected}, but the bytes say ${value}`, offset)
    }
    return value
  }

  /** Whether a shared library calls its own weak function as an import, which another library may define. */
  #isImport(symbol: number, value: number): boolean {
    const isWeak = (this.#linking.symbols.flags[symbol] as number) & SymbolFlag.weak
    return isWeak !== 0 && value < countImports(this.#module, 'function')
  }

  #expected(type: number, symbol: number, addend: number, value: number): number {
    const { indices, flags, dataOffsets } = this.#linking.symbols
    const index = indices[symbol] as number
    if (INDEX_TYPES.has(type)) return index
    if (!ADDRESS_TYPES.has(type) || index === NO_INDEX) return value
    if ((flags[symbol] as number) & SymbolFlag.threadLocal || this.#space.known[index] !== 1) return value
    const address = (this.#space.addresses[index] as number) + (dataOffsets[symbol] as number) + addend
    return type === Reloc.memoryAddrI64 || (VALUE_SIZES_BYTES[type] as number) > 5 ? address : address >>> 0
  }

  #read(type: number, offset: number): number {
    const sizeBytes = VALUE_SIZES_BYTES[type] as number
    if (sizeBytes === 4) return this.#view.getUint32(offset, true)
    if (sizeBytes === 8) return Number(this.#view.getBigInt64(offset, true))
    const cursor = new Cursor(this.#module.bytes, offset, offset + sizeBytes)
    let value: number
    if (!SIGNED_TYPES.has(type)) value = sizeBytes === 5 ? cursor.u32() : cursor.u64()
    else value = sizeBytes === 5 ? cursor.s33() >>> 0 : Number(cursor.s64())
    if (!cursor.done) throw new WasmParseError('relocation of an integer that is not padded', offset)
    return value
  }
}

const FUNCTION = [SymbolKind.function]
const DATA = [SymbolKind.data]

/** Kinds of symbols by type of relocation; globals may also stand for the address of a function or of data. */
const SYMBOL_KINDS: Readonly<Record<number, readonly number[]>> = {
  [Reloc.functionIndexLeb]: FUNCTION,
  [Reloc.functionIndexI32]: FUNCTION,
  [Reloc.tableIndexSleb]: FUNCTION,
  [Reloc.tableIndexI32]: FUNCTION,
  [Reloc.tableIndexRelSleb]: FUNCTION,
  [Reloc.tableIndexSleb64]: FUNCTION,
  [Reloc.tableIndexI64]: FUNCTION,
  [Reloc.tableIndexRelSleb64]: FUNCTION,
  [Reloc.functionOffsetI32]: FUNCTION,
  [Reloc.functionOffsetI64]: FUNCTION,
  [Reloc.memoryAddrLeb]: DATA,
  [Reloc.memoryAddrSleb]: DATA,
  [Reloc.memoryAddrI32]: DATA,
  [Reloc.memoryAddrRelSleb]: DATA,
  [Reloc.memoryAddrLeb64]: DATA,
  [Reloc.memoryAddrSleb64]: DATA,
  [Reloc.memoryAddrI64]: DATA,
  [Reloc.memoryAddrRelSleb64]: DATA,
  [Reloc.memoryAddrTlsSleb]: DATA,
  [Reloc.memoryAddrTlsSleb64]: DATA,
  [Reloc.memoryAddrLocrelI32]: DATA,
  [Reloc.memoryAddrLocrelI64]: DATA,
  [Reloc.globalIndexLeb]: [SymbolKind.global, SymbolKind.function, SymbolKind.data],
  [Reloc.globalIndexI32]: [SymbolKind.global, SymbolKind.function, SymbolKind.data],
  [Reloc.sectionOffsetI32]: [SymbolKind.section],
  [Reloc.tagIndexLeb]: [SymbolKind.tag],
  [Reloc.tableNumberLeb]: [SymbolKind.table],
}

/** Types whose value is the index of the symbol. */
const INDEX_TYPES: ReadonlySet<number> = new Set([
  Reloc.functionIndexLeb,
  Reloc.globalIndexLeb,
  Reloc.tagIndexLeb,
  Reloc.tableNumberLeb,
])

/** Types whose value is the address of the symbol and the addend. */
const ADDRESS_TYPES: ReadonlySet<number> = new Set([
  Reloc.memoryAddrLeb,
  Reloc.memoryAddrSleb,
  Reloc.memoryAddrI32,
  Reloc.memoryAddrLeb64,
  Reloc.memoryAddrSleb64,
  Reloc.memoryAddrI64,
])

/** Types whose value is a signed LEB128. */
const SIGNED_TYPES: ReadonlySet<number> = new Set([
  Reloc.tableIndexSleb,
  Reloc.tableIndexRelSleb,
  Reloc.tableIndexSleb64,
  Reloc.tableIndexRelSleb64,
  Reloc.memoryAddrSleb,
  Reloc.memoryAddrRelSleb,
  Reloc.memoryAddrTlsSleb,
  Reloc.memoryAddrSleb64,
  Reloc.memoryAddrRelSleb64,
  Reloc.memoryAddrTlsSleb64,
])
