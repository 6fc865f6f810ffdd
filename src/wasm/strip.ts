import { readSections, type Section } from './sections.ts'

/** Why a custom section need not be in a download. */
export type StripReason = 'leak' | 'metadata'

/**
 * Says why a section can go: `leak` for what tells strangers about the source and nobody wants in a download (names, DWARF,
 * relocations, source maps), `metadata` for what only tools read (`producers`, `target_features`).
 *
 * Anything else stays: a program may read its own custom sections.
 */
export function stripReason(section: Section): StripReason | undefined {
  if (section.id !== 0) return undefined
  const { name } = section
  if (LEAKS.has(name) || name.startsWith('.debug_') || name.startsWith('reloc.')) return 'leak'
  return METADATA.has(name) ? 'metadata' : undefined
}

const LEAKS: ReadonlySet<string> = new Set(['name', 'linking', 'sourceMappingURL', 'external_debug_info'])
const METADATA: ReadonlySet<string> = new Set(['producers', 'target_features'])

/**
 * Returns the module without the sections that `drop` picks; the very same bytes where it picks none.
 *
 * @throws {WasmParseError} sections that cannot be told apart.
 */
export function removeSections(bytes: Uint8Array, drop: (section: Section) => boolean): Uint8Array {
  const sections = readSections(bytes)
  const dropped = sections.filter(drop)
  if (dropped.length === 0) return bytes
  const droppedBytes = dropped.reduce((sum, section) => sum + section.endOffset - section.offset, 0)
  const result = new Uint8Array(bytes.length - droppedBytes)
  result.set(bytes.subarray(0, 8))
  let at = 8
  for (const section of sections) {
    if (dropped.includes(section)) continue
    result.set(bytes.subarray(section.offset, section.endOffset), at)
    at += section.endOffset - section.offset
  }
  return result
}
