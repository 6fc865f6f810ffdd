import { Cursor } from './cursor.ts'
import { WasmParseError } from './parse-error.ts'
import type { Section } from './sections.ts'

/** Types of relocations, as in the file; LLVM's `BinaryFormat/WasmRelocs.def` has them all. */
export const Reloc = {
  functionIndexLeb: 0,
  tableIndexSleb: 1,
  tableIndexI32: 2,
  memoryAddrLeb: 3,
  memoryAddrSleb: 4,
  memoryAddrI32: 5,
  typeIndexLeb: 6,
  globalIndexLeb: 7,
  functionOffsetI32: 8,
  sectionOffsetI32: 9,
  tagIndexLeb: 10,
  memoryAddrRelSleb: 11,
  tableIndexRelSleb: 12,
  globalIndexI32: 13,
  memoryAddrLeb64: 14,
  memoryAddrSleb64: 15,
  memoryAddrI64: 16,
  memoryAddrRelSleb64: 17,
  tableIndexSleb64: 18,
  tableIndexI64: 19,
  tableNumberLeb: 20,
  memoryAddrTlsSleb: 21,
  functionOffsetI64: 22,
  memoryAddrLocrelI32: 23,
  tableIndexRelSleb64: 24,
  memoryAddrTlsSleb64: 25,
  functionIndexI32: 26,
  memoryAddrLocrelI64: 27,
} as const

/** A `reloc.*` section and the section it is about. */
export interface RelocationSection {
  readonly target: Section
  /** Where the number of entries lies. */
  readonly countOffset: number
  readonly endOffset: number
}

/** Relocations of one section, by ascending offset; typed arrays because there are millions of them. */
export interface Relocations {
  readonly count: number
  /** One of {@link Reloc}. */
  readonly types: Uint8Array
  /** Where the value to rewrite lies in the file. */
  readonly offsets: Uint32Array
  /** Symbol; the type for `typeIndexLeb`. */
  readonly indices: Uint32Array
  /** What is added to an address, in bytes; 0 for types without an addend. */
  readonly addends: Float64Array
}

/**
 * Lists the `reloc.*` sections without reading their entries: those of debug information are large and seldom wanted.
 *
 * Format: https://github.com/WebAssembly/tool-conventions/blob/main/Linking.md#relocation-sections
 *
 * @throws {WasmParseError} a section that is about none before it.
 */
export function listRelocationSections(bytes: Uint8Array, sections: readonly Section[]): RelocationSection[] {
  return sections.flatMap((section, position) => {
    if (section.id !== 0 || !section.name.startsWith('reloc.')) return []
    const cursor = new Cursor(bytes, section.contentOffset, section.endOffset)
    const index = cursor.u32()
    const target = index < position ? sections[index] : undefined
    if (target === undefined) {
      throw new WasmParseError(`${section.name} is about section ${index} of ${position}`, section.offset)
    }
    return [{ target, countOffset: cursor.offset, endOffset: section.endOffset }]
  })
}

/**
 * Reads the entries of a `reloc.*` section.
 *
 * @throws {WasmParseError} unknown types, entries out of order or outside of their section, or bytes too many.
 */
export function readRelocations(
  bytes: Uint8Array,
  { target, countOffset, endOffset }: RelocationSection,
): Relocations {
  const cursor = new Cursor(bytes, countOffset, endOffset)
  const count = cursor.count(3)
  const types = new Uint8Array(count)
  const offsets = new Uint32Array(count)
  const indices = new Uint32Array(count)
  const addends = new Float64Array(count)
  let previous = 0
  for (let at = 0; at < count; at++) {
    const start = cursor.offset
    const type = cursor.u8()
    const sizeBytes = VALUE_SIZES_BYTES[type]
    if (sizeBytes === undefined) throw new WasmParseError(`unknown relocation type ${type}`, start)
    const offset = target.contentOffset + cursor.u32()
    if (offset < previous) throw new WasmParseError('relocation out of order', start)
    if (offset + sizeBytes > target.endOffset) {
      throw new WasmParseError(`relocation outside of the ${target.name} section`, start)
    }
    previous = offset
    types[at] = type
    offsets[at] = offset
    indices[at] = cursor.u32()
    if (TYPES_WITH_ADDEND.has(type)) addends[at] = sizeBytes > 5 ? Number(cursor.s64()) : cursor.s33()
  }
  if (!cursor.done) {
    throw new WasmParseError(`${cursor.end - cursor.offset} bytes behind the last relocation`, cursor.offset)
  }
  return { count, types, offsets, indices, addends }
}

/** Length in bytes of the value to rewrite: LEB128 is padded to 5 or 10, the rest are 4 or 8. */
export const VALUE_SIZES_BYTES: readonly number[] = [
  5, 5, 4, 5, 5, 4, 5, 5, 4, 4, 5, 5, 5, 4, 10, 10, 8, 10, 10, 8, 5, 5, 8, 4, 10, 10, 4, 8,
]

/** Types whose value is an address or an offset. */
const TYPES_WITH_ADDEND: ReadonlySet<number> = new Set([
  Reloc.memoryAddrLeb,
  Reloc.memoryAddrSleb,
  Reloc.memoryAddrI32,
  Reloc.memoryAddrRelSleb,
  Reloc.memoryAddrLeb64,
  Reloc.memoryAddrSleb64,
  Reloc.memoryAddrI64,
  Reloc.memoryAddrRelSleb64,
  Reloc.memoryAddrTlsSleb,
  Reloc.memoryAddrTlsSleb64,
  Reloc.memoryAddrLocrelI32,
  Reloc.memoryAddrLocrelI64,
  Reloc.functionOffsetI32,
  Reloc.functionOffsetI64,
  Reloc.sectionOffsetI32,
])
