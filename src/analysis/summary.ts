import { describeName } from './names/describe-name.ts'
import { measureParts, type PartSize } from './parts.ts'
import type { GenericSize, SizeItem, SizeReport } from './size-report.ts'

/** A part of a module that is worth naming in one line. */
export interface Part {
  readonly kind: SizeItem['kind'] | 'section' | 'crate'
  /** A label for people: the short form of a function's name, a segment's name, or `function 12` where it has none. */
  readonly label: string
  /** The whole name, demangled; absent where it has none. */
  readonly name?: string
  readonly sizeBytes: number
}

/** The few figures of a {@link SizeReport} that a build report shows; small enough to be cached and read in every build. */
export interface SizeSummary {
  readonly sizeBytes: number
  readonly functionCount: number
  readonly namedFunctionCount: number
  readonly sections: readonly { readonly name: string; readonly sizeBytes: number }[]
  /** The largest crates, packages and namespaces, largest first. */
  readonly crates: readonly CrateSummary[]
  /** Generic functions with more than one copy, most waste first; `wasteBytes` is what one copy for all would save. */
  readonly generics: readonly Pick<GenericSize, 'name' | 'count' | 'sizeBytes' | 'wasteBytes'>[]
  /** The largest functions, data segments and other leaves, largest first. */
  readonly largest: readonly Part[]
  /** Parts that budgets limit; absent where none do. */
  readonly parts?: readonly PartSize[]
}

/** A crate, package or namespace and how large it is. */
export interface CrateSummary {
  readonly name: string
  readonly sizeBytes: number
  /** Part of `sizeBytes` that is data; absent where there is none. */
  readonly dataBytes?: number
}

/** How many of each kind a summary names, unless said otherwise. */
export const LARGEST_COUNT = 50

/** Summarises a report; `largestCount` leaves are named, and `parts` (see {@link measureParts}) are measured. */
export function summarize(
  report: SizeReport,
  largestCount = LARGEST_COUNT,
  parts: readonly string[] = [],
): SizeSummary {
  const isGo = report.items.some(({ kind, name }) => kind === 'function' && name === 'go.buildid')
  const largest = joinData(report.items)
    .filter(({ kind }) => kind !== 'section-overhead' && kind !== 'header')
    .sort((a, b) => b.sizeBytes - a.sizeBytes || a.offset - b.offset)
    .slice(0, largestCount)
  return {
    sizeBytes: report.sizeBytes,
    functionCount: report.functionCount,
    namedFunctionCount: report.namedFunctionCount,
    sections: report.sections.map(({ name, sizeBytes }) => ({ name, sizeBytes })),
    crates: report.crates.slice(0, largestCount).map(({ name, sizeBytes, dataBytes }) => ({
      name,
      sizeBytes,
      ...(dataBytes === 0 ? {} : { dataBytes }),
    })),
    generics: report.generics
      .slice(0, largestCount)
      .map(({ name, count, sizeBytes, wasteBytes }) => ({ name, count, sizeBytes, wasteBytes })),
    largest: largest.map((item) => ({
      kind: item.kind,
      ...labelItem(item, isGo),
      sizeBytes: item.sizeBytes,
    })),
    ...(parts.length === 0 ? {} : { parts: measureParts(report, parts) }),
  }
}

/** Puts the ranges of each data segment together again: nobody knows a range by its number. */
function joinData(items: readonly SizeItem[]): SizeItem[] {
  const joined: SizeItem[] = []
  for (const item of items) {
    const last = joined.at(-1)
    if (last?.kind === 'data' && item.kind === 'data' && last.index === item.index) {
      joined[joined.length - 1] = { ...last, sizeBytes: last.sizeBytes + item.sizeBytes }
    } else joined.push(item)
  }
  return joined
}

/** Share of a module that must be attributed before naming crates says more than naming functions. */
const ATTRIBUTED_ENOUGH = 0.5

/** Share of functions that must have a name before naming single ones says more than naming sections. */
const NAMED_ENOUGH = 0.5

/**
 * Picks the parts that say most about a module: its largest crates where most of it has one, its largest leaves where
 * most functions have names, else its largest sections.
 */
export function largestParts(summary: SizeSummary, count: number): Part[] {
  const attributedBytes = summary.crates.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  if (attributedBytes >= summary.sizeBytes * ATTRIBUTED_ENOUGH) {
    return summary.crates
      .slice(0, count)
      .map(({ name, sizeBytes }) => ({ kind: 'crate', label: name, sizeBytes }))
  }
  if (summary.namedFunctionCount >= summary.functionCount * NAMED_ENOUGH)
    return summary.largest.slice(0, count)
  return summary.sections
    .map(({ name, sizeBytes }): Part => ({ kind: 'section', label: name, sizeBytes }))
    .sort((a, b) => b.sizeBytes - a.sizeBytes || (a.label < b.label ? -1 : 1))
    .slice(0, count)
}

function labelItem({ kind, name, index }: SizeItem, isGo: boolean): Pick<Part, 'label' | 'name'> {
  if (name === undefined) return { label: index === undefined ? kind : `${kind} ${index}` }
  if (kind !== 'function') return { label: name, name }
  const { short, full } = describeName(name, { isGo })
  return { label: short, name: full }
}
