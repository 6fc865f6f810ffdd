import type { SizeReport } from '../../analysis/size-report.ts'
import type { SizeSummary } from '../../analysis/summary.ts'
import { kindOfCrate, kindOfItem, type ByteKind, type KindContext } from './byte-kind.ts'
import { nameItem, splitSegments } from './item-name.ts'

/** A part of a module as a row of a table. */
export interface PartRow {
  readonly name: string
  readonly isSymbol?: true
  readonly kind: ByteKind
  /** What it is, in a word: `crate`, `function`, `data`, `export`. */
  readonly what: string
  readonly rawBytes: number
  readonly wireBytes?: number
  readonly retainedBytes?: number
  /** Functions or copies. */
  readonly count?: number
  readonly wasteBytes?: number
  readonly crate?: string
  /** Part of `rawBytes` whose attribution was inferred. */
  readonly inferredBytes?: number
  readonly item?: number
}

/** What rows are made from: the whole report where there is one, else the summary. */
export type Parts = { readonly report: SizeReport } | { readonly summary: SizeSummary }

/** Rows of crates, packages and namespaces, with what no crate was found for. */
export function crateRows(parts: Parts, context: KindContext): PartRow[] {
  if ('summary' in parts) {
    return parts.summary.crates.map(({ name, sizeBytes }) => {
      return { name, kind: kindOfCrate(name, context), what: 'crate', rawBytes: sizeBytes }
    })
  }
  const { crates, unattributedBytes } = parts.report
  const rows = crates.map((group): PartRow => {
    const { name, sizeBytes, wireSizeBytes, retainedBytes, count, inferredBytes } = group
    return {
      name,
      kind: kindOfCrate(name, context),
      what: 'crate',
      rawBytes: sizeBytes,
      ...(wireSizeBytes === undefined ? {} : { wireBytes: wireSizeBytes }),
      retainedBytes,
      count,
      inferredBytes,
    }
  })
  if (unattributedBytes === 0 || crates.length === 0) return rows
  return [...rows, { name: 'unattributed', kind: 'other', what: 'crate', rawBytes: unattributedBytes }]
}

/** Rows of generic functions with more than one copy. */
export function genericRows(parts: Parts): PartRow[] {
  const generics = 'summary' in parts ? parts.summary.generics : parts.report.generics
  return generics.map((generic) => {
    const { name, sizeBytes, count, wasteBytes } = generic
    return { name, isSymbol: true, kind: 'dep', what: 'generic', rawBytes: sizeBytes, count, wasteBytes }
  })
}

/** Rows of functions and data, the largest first. */
export function functionRows(parts: Parts, context: KindContext): PartRow[] {
  if ('summary' in parts) {
    return parts.summary.largest.map(({ kind, name, label, sizeBytes }) => {
      return { name: name ?? label, kind: kind === 'data' ? 'data' : 'dep', what: kind, rawBytes: sizeBytes }
    })
  }
  const split = splitSegments(parts.report.items)
  return parts.report.items
    .flatMap((item, at): PartRow[] => {
      if (item.kind !== 'function' && item.kind !== 'data') return []
      const { kind, sizeBytes, wireSizeBytes, retainedBytes, crate, inferred } = item
      return [
        {
          ...nameItem(item, split),
          kind: kindOfItem(item, context),
          what: kind,
          rawBytes: sizeBytes,
          ...(wireSizeBytes === undefined ? {} : { wireBytes: wireSizeBytes }),
          retainedBytes,
          ...(crate === undefined ? {} : { crate }),
          ...(inferred === undefined ? {} : { inferredBytes: sizeBytes }),
          item: at,
        },
      ]
    })
    .sort((a, b) => b.rawBytes - a.rawBytes)
}

/** Rows of all that retains something, most first; what they retain overlaps, so it sums to nothing. */
export function retainedRows(report: SizeReport, context: KindContext): PartRow[] {
  const exports = report.exports.map(({ name, kind, retainedBytes }): PartRow => {
    return { name, kind: 'io', what: `export, ${kind}`, rawBytes: 0, retainedBytes }
  })
  const crates = crateRows({ report }, context).filter(({ retainedBytes }) => retainedBytes !== undefined)
  return [...crates, ...exports, ...functionRows({ report }, context)]
    .filter(({ retainedBytes = 0 }) => retainedBytes > 0)
    .sort((a, b) => (b.retainedBytes ?? 0) - (a.retainedBytes ?? 0))
}
