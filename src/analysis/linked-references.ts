import { readLinking, type Linking } from '../wasm/linking.ts'
import { countImports, type WasmModule } from '../wasm/module.ts'
import { WasmParseError } from '../wasm/parse-error.ts'
import { listRelocationSections, readRelocations, Reloc, type Relocations } from '../wasm/relocations.ts'
import { NO_INDEX, SymbolKind } from '../wasm/symbol-table.ts'
import type { AddressSpace } from './address-space.ts'
import { layOutDataSymbols, type DataSymbols } from './data-symbols.ts'
import { NumberList } from './graph/number-list.ts'
import { RelocationVerifier } from './relocation-verifier.ts'

/** What a relocation refers to: its target is a function, a function, a global or a range of {@link DataSymbols}. */
export const LinkedKind = { call: 0, functionAddress: 1, global: 2, data: 3 } as const

/** References in file order: parallel lists. */
export interface LinkedReferenceList {
  readonly count: number
  /** In code the referring function, in data the file offset of the word that refers. */
  readonly sources: Uint32Array
  /** One of {@link LinkedKind}. */
  readonly kinds: Uint8Array
  readonly targets: Uint32Array
}

/** What a module refers to by what its linker was told, not by what numbers look like. */
export interface LinkedReferences {
  readonly linking: Linking
  readonly dataSymbols: DataSymbols
  readonly code: LinkedReferenceList
  readonly data: LinkedReferenceList
}

const CODE = 10
const DATA = 11

/**
 * Reads the references of an object, or of a module that was linked with `--emit-relocs`; undefined for other modules.
 *
 * Addresses and pointers are complete. Functions that the linker wrote itself (`__wasm_call_ctors`, stubs, wrappers of exports)
 * have no relocations: their calls and globals are in their bodies alone. References to what is not in the module are left out.
 *
 * @throws {WasmParseError} malformed sections, and relocations that do not fit the bytes they are about: another tool rewrote
 * the module and left them behind.
 */
export function readLinkedReferences(module: WasmModule, space: AddressSpace): LinkedReferences | undefined {
  const linking = readLinking(module)
  if (linking === undefined) return undefined
  const sections = listRelocationSections(module.bytes, module.sections)
  // Every object with addresses in its code has relocations for them; without any, a tool has removed them.
  if (!sections.some(({ target }) => target.id === CODE)) return undefined
  const dataSymbols = layOutDataSymbols(module, linking)
  const reader = new ReferenceReader(
    module,
    linking,
    dataSymbols,
    new RelocationVerifier(module, linking, space),
  )
  for (const section of sections) {
    if (section.target.id === CODE) reader.readCode(readRelocations(module.bytes, section))
    else if (section.target.id === DATA) reader.readData(readRelocations(module.bytes, section))
  }
  return { linking, dataSymbols, code: reader.code.result(), data: reader.data.result() }
}

class ReferenceListBuilder {
  readonly #sources = new NumberList()
  readonly #kinds = new NumberList()
  readonly #targets = new NumberList()

  add(source: number, kind: number, target: number): void {
    this.#sources.push(source)
    this.#kinds.push(kind)
    this.#targets.push(target)
  }

  result(): LinkedReferenceList {
    return {
      count: this.#sources.length,
      sources: this.#sources.view(),
      kinds: Uint8Array.from(this.#kinds.view()),
      targets: this.#targets.view(),
    }
  }
}

/** Places that relocations must lie in, in file order. */
interface Places {
  readonly count: number
  readonly starts: Uint32Array
  readonly endOffsets: Uint32Array
}

class ReferenceReader {
  readonly code = new ReferenceListBuilder()
  readonly data = new ReferenceListBuilder()
  readonly #module: WasmModule
  readonly #linking: Linking
  readonly #dataSymbols: DataSymbols
  readonly #verifier: RelocationVerifier
  /** Types whose value 0 is the null pointer: where weak functions are meant that nothing defines. */
  readonly #nullableTypes: ReadonlySet<number>

  constructor(module: WasmModule, linking: Linking, dataSymbols: DataSymbols, verifier: RelocationVerifier) {
    this.#module = module
    this.#linking = linking
    this.#dataSymbols = dataSymbols
    this.#verifier = verifier
    // Shared libraries count slots from where the loader puts them, so that 0 is one.
    const isShared = module.sections.some(({ id, name }) => id === 0 && name.startsWith('dylink'))
    this.#nullableTypes = isShared ? new Set() : ABSOLUTE_SLOT_TYPES
  }

  readCode(relocations: Relocations): void {
    const { count, contentOffsets, endOffsets } = this.#module.bodies
    const first = countImports(this.#module, 'function')
    this.#read({ count, starts: contentOffsets, endOffsets }, relocations, (body, _, kind, target) =>
      this.code.add(first + body, kind, target),
    )
  }

  readData(relocations: Relocations): void {
    const { count, payloadOffsets, endOffsets } = this.#module.data
    this.#read({ count, starts: payloadOffsets, endOffsets }, relocations, (_, offset, kind, target) =>
      this.data.add(offset, kind, target),
    )
  }

  #read(
    places: Places,
    relocations: Relocations,
    add: (place: number, offset: number, kind: number, target: number) => void,
  ): void {
    let place = 0
    for (let at = 0; at < relocations.count; at++) {
      const offset = relocations.offsets[at] as number
      while (place < places.count && (places.endOffsets[place] as number) <= offset) place++
      if (place === places.count || offset < (places.starts[place] as number)) {
        throw new WasmParseError('relocation outside of function bodies and data', offset)
      }
      if (relocations.types[at] === Reloc.typeIndexLeb) continue
      const value = this.#verifier.verify(relocations, at, places.endOffsets[place] as number)
      const kind = this.#kindOf(relocations, at)
      if (kind === undefined || (value === 0 && this.#nullableTypes.has(relocations.types[at] as number)))
        continue
      const target = this.#targetOf(relocations.indices[at] as number, kind, value)
      if (target !== NO_INDEX) add(place, offset, kind, target)
    }
  }

  #kindOf({ types, indices }: Relocations, at: number): number | undefined {
    switch (this.#linking.symbols.kinds[indices[at] as number]) {
      case SymbolKind.function:
        return types[at] === Reloc.functionIndexLeb || types[at] === Reloc.functionIndexI32
          ? LinkedKind.call
          : LinkedKind.functionAddress
      case SymbolKind.data:
        return LinkedKind.data
      case SymbolKind.global:
        return LinkedKind.global
      default:
        return undefined
    }
  }

  #targetOf(symbol: number, kind: number, value: number): number {
    // Where a weak function of a shared library is called is said by the call, not by the symbol.
    if (kind === LinkedKind.call) return value
    return kind === LinkedKind.data
      ? (this.#dataSymbols.rangeOfSymbol[symbol] as number)
      : (this.#linking.symbols.indices[symbol] as number)
  }
}

/** Types whose value is an index into the table. */
const ABSOLUTE_SLOT_TYPES: ReadonlySet<number> = new Set([
  Reloc.tableIndexSleb,
  Reloc.tableIndexI32,
  Reloc.tableIndexSleb64,
  Reloc.tableIndexI64,
])
