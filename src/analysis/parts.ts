import { SECTION_NAMES } from '../wasm/sections.ts'
import { describeName } from './names/describe-name.ts'
import type { SizeReport } from './size-report.ts'

/** Kinds of parts of a module; `package` is another word for `crate`, for Go. */
export const PART_KINDS = ['section', 'custom', 'crate', 'package', 'function'] as const

/** What a part is looked for among. */
export type PartKind = (typeof PART_KINDS)[number] | 'exports'

/** A part of a module: everything of one kind whose name matches. */
export interface PartQuery {
  readonly kind: PartKind
  /** `*` stands for any characters, also none; everything else for itself. Absent for `exports`. */
  readonly pattern?: string
}

/** How large a part is. */
export interface PartSize {
  readonly part: string
  /** Raw bytes. */
  readonly sizeBytes: number
  /** Estimated share in the file's size on the wire, 0 to 1; absent where it was not asked for. */
  readonly wireShare?: number
  /** How many sections, crates, functions or exports it is made of; 0 where nothing matches. */
  readonly count: number
}

/** Size on the wire that shares are estimated against; the estimate of a share does not depend on it. */
export const WHOLE_WIRE_BYTES = 2 ** 30

/** Reads `'crate:regex*'`, `'exports'`, ...; undefined where it is no part. */
export function parsePart(text: string): PartQuery | undefined {
  if (text === 'exports') return { kind: 'exports' }
  const colon = text.indexOf(':')
  const kind = PART_KINDS.find((known) => known === text.slice(0, Math.max(0, colon)))
  const pattern = text.slice(colon + 1)
  return kind === undefined || pattern === '' ? undefined : { kind, pattern }
}

/**
 * Measures parts of a module.
 *
 * ```
 * section:data      a section, its id and size field too, by its standard name
 * custom:name       custom sections of that name
 * crate:regex*      functions and data of crates, packages or namespaces
 * function:*        functions, by their demangled names or as the module calls them
 * exports           entries of the export section
 * ```
 *
 * Shares on the wire are present if the report was made for {@link WHOLE_WIRE_BYTES}.
 *
 * @throws {RangeError} a text that {@link parsePart} does not read.
 */
export function measureParts(report: SizeReport, parts: readonly string[]): PartSize[] {
  const queries = parts.map((part) => {
    const query = parsePart(part)
    if (query === undefined) throw new RangeError(`not a part: ${part}`)
    return { part, query }
  })
  const functions = queries.some(({ query }) => query.kind === 'function') ? functionSlices(report) : []
  const slices = [...functions, ...exportSlices(report), ...crateSlices(report), ...sectionSlices(report)]
  return queries.map(({ part, query }) => {
    const matches = nameMatcher(query.pattern ?? '*')
    const kind = query.kind === 'package' ? 'crate' : query.kind
    const found = slices.filter((slice) => slice.kind === kind && slice.names.some(matches))
    return summed(part, found, report.wireSizeBytes)
  })
}

interface Slice {
  readonly kind: PartKind
  readonly names: readonly string[]
  readonly sizeBytes: number
  readonly wireSizeBytes: number
}

// Demangling every name takes a while.
function functionSlices({ items }: SizeReport): Slice[] {
  const isGo = items.some(({ kind, name }) => kind === 'function' && name === 'go.buildid')
  return items
    .filter(({ kind }) => kind === 'function')
    .map(({ name = '', sizeBytes, wireSizeBytes = 0 }) => {
      const names = [name, describeName(name, { isGo }).full]
      return { kind: 'function', names, sizeBytes, wireSizeBytes }
    })
}

function exportSlices({ items }: SizeReport): Slice[] {
  return items
    .filter(({ kind }) => kind === 'export')
    .map(({ name = '', sizeBytes, wireSizeBytes = 0 }) => {
      return { kind: 'exports', names: [name], sizeBytes, wireSizeBytes }
    })
}

function crateSlices({ crates }: SizeReport): Slice[] {
  return crates.map(({ name, sizeBytes, wireSizeBytes = 0 }) => {
    return { kind: 'crate', names: [name], sizeBytes, wireSizeBytes }
  })
}

function sectionSlices({ items, sections }: SizeReport): Slice[] {
  let section = -1
  const wire = sections.map(() => 0)
  const isCustom = sections.map(({ name }) => !SECTION_NAMES.includes(name))
  for (const { kind, wireSizeBytes = 0 } of items) {
    if (kind === 'section-overhead') section++
    // A custom section may call itself `data`.
    if (kind === 'custom' || kind === 'name-subsection') isCustom[section] = true
    if (section >= 0) wire[section] = (wire[section] as number) + wireSizeBytes
  }
  return sections.map(({ name, sizeBytes }, at) => ({
    kind: isCustom[at] === true ? 'custom' : 'section',
    names: [name],
    sizeBytes,
    wireSizeBytes: wire[at] as number,
  }))
}

function summed(part: string, slices: readonly Slice[], wholeWireBytes: number | undefined): PartSize {
  const sum = (pick: (slice: Slice) => number) => slices.reduce((total, slice) => total + pick(slice), 0)
  return {
    part,
    sizeBytes: sum(({ sizeBytes }) => sizeBytes),
    ...(wholeWireBytes === undefined
      ? {}
      : { wireShare: sum(({ wireSizeBytes }) => wireSizeBytes) / wholeWireBytes }),
    count: slices.length,
  }
}

/** Says whether a name is one of those that a part is made of. */
export function matchesPart({ pattern = '*' }: PartQuery, name: string): boolean {
  return nameMatcher(pattern)(name)
}

// Names are full of what globs of paths give a meaning to: `/`, `[u8]`, `<impl Fn(i32)>`.
function nameMatcher(pattern: string): (name: string) => boolean {
  const literals = pattern.split('*').map((literal) => literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  const expression = new RegExp(`^${literals.join('[^]*')}$`)
  return (name) => expression.test(name)
}
