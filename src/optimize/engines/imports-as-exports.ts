import { Cursor } from '../../wasm/cursor.ts'
import { readExports } from '../../wasm/definitions.ts'
import { checkImports, EXTERN_KINDS } from '../../wasm/imports.ts'
import { readSections, type Section } from '../../wasm/sections.ts'
import { ByteWriter } from '../rewrite/byte-writer.ts'

/** A module whose imports are exports too, under names that begin with `prefix`. */
export interface ImportsExported {
  readonly bytes: Uint8Array
  readonly prefix: string
}

/**
 * Exports everything that is imported, behind the module's own exports: engines drop imports that nothing uses, which would
 * change the interface.
 *
 * @throws {WasmParseError} sections, imports or exports that cannot be read.
 */
export function exportImports(bytes: Uint8Array): ImportsExported {
  const sections = readSections(bytes)
  const imports = sections.find(({ id }) => id === IMPORT)
  const exports = sections.find(({ id }) => id === EXPORT)
  const own = exports === undefined ? [] : readExports(cursorOf(bytes, exports))
  let prefix = 'wasm-budget:'
  while (own.some(({ name }) => name.startsWith(prefix))) prefix += ':'
  if (imports === undefined) return { bytes, prefix }
  const counts = checkImports(cursorOf(bytes, imports))
  const added = EXTERN_KINDS.flatMap((kind, kindByte) =>
    Array.from({ length: counts[kind] }, (_, index) => ({
      kindByte,
      index,
      name: `${prefix}${kind}${index}`,
    })),
  )
  if (added.length === 0) return { bytes, prefix }
  const payload = new ByteWriter()
  payload.unsigned(own.length + added.length)
  for (const { offset, endOffset } of own) payload.bytes(bytes, offset, endOffset)
  for (const { kindByte, index, name } of added) {
    const encoded = new TextEncoder().encode(name)
    payload.unsigned(encoded.length)
    payload.bytes(encoded)
    payload.u8(kindByte)
    payload.unsigned(index)
  }
  return { bytes: withExports(bytes, sections, payload), prefix }
}

/**
 * Removes the exports that {@link exportImports} added.
 *
 * @throws {WasmParseError} sections or exports that cannot be read.
 */
export function removeExports(bytes: Uint8Array, prefix: string): Uint8Array {
  const sections = readSections(bytes)
  const exports = sections.find(({ id }) => id === EXPORT)
  if (exports === undefined) return bytes
  const all = readExports(cursorOf(bytes, exports))
  const kept = all.filter(({ name }) => !name.startsWith(prefix))
  if (kept.length === all.length) return bytes
  if (kept.length === 0) return withExports(bytes, sections)
  const payload = new ByteWriter()
  payload.unsigned(kept.length)
  for (const { offset, endOffset } of kept) payload.bytes(bytes, offset, endOffset)
  return withExports(bytes, sections, payload)
}

const IMPORT = 2
const EXPORT = 7

/** Sections that stand before that of exports; a new one goes behind the last of them. */
const BEFORE_EXPORTS: ReadonlySet<number> = new Set([1, 2, 3, 4, 5, 6, 13, 14])

function cursorOf(bytes: Uint8Array, { payloadOffset, endOffset }: Section): Cursor {
  return new Cursor(bytes, payloadOffset, endOffset)
}

function withExports(bytes: Uint8Array, sections: readonly Section[], payload?: ByteWriter): Uint8Array {
  const old = sections.find(({ id }) => id === EXPORT)
  const before = sections.findLast(({ id }) => BEFORE_EXPORTS.has(id))
  const offset = old?.offset ?? before?.endOffset ?? 8
  const writer = new ByteWriter(bytes.length + 64)
  writer.bytes(bytes, 0, offset)
  if (payload !== undefined) {
    writer.u8(EXPORT)
    writer.sized(payload)
  }
  writer.bytes(bytes, old?.endOffset ?? offset)
  return writer.view().slice()
}
