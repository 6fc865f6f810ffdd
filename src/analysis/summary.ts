import { describeName } from './names/describe-name.ts'
import type { SizeItem, SizeReport } from './size-report.ts'

/** A part of a module that is worth naming in one line. */
export interface Part {
  readonly kind: SizeItem['kind'] | 'section'
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
  /** The largest leaves, largest first. */
  readonly largest: readonly Part[]
}

/** Summarises a report; `largestCount` leaves are named. */
export function summarize(report: SizeReport, largestCount = 50): SizeSummary {
  const isGo = report.items.some(({ kind, name }) => kind === 'function' && name === 'go.buildid')
  const largest = report.items
    .filter(({ kind }) => kind !== 'section-overhead' && kind !== 'header')
    .sort((a, b) => b.sizeBytes - a.sizeBytes || a.offset - b.offset)
    .slice(0, largestCount)
  return {
    sizeBytes: report.sizeBytes,
    functionCount: report.functionCount,
    namedFunctionCount: report.namedFunctionCount,
    sections: report.sections.map(({ name, sizeBytes }) => ({ name, sizeBytes })),
    largest: largest.map((item) => ({
      kind: item.kind,
      ...labelItem(item, isGo),
      sizeBytes: item.sizeBytes,
    })),
  }
}

/** Share of functions that must have a name before naming single ones says more than naming sections. */
const NAMED_ENOUGH = 0.5

/**
 * Picks the parts that say most about a module: its largest leaves where it has names, else its largest sections.
 */
export function largestParts(summary: SizeSummary, count: number): Part[] {
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
