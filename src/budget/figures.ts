import type { Metric } from '../options.ts'
import type { ModuleReport } from '../report/build-report.ts'

/** Figures of a module by what they are of, in bytes. */
export type Figures = Readonly<Record<string, number>>

/** How many crates and generic functions are kept: enough for the cause of a growth. */
export const CRATES = 30
export const GENERICS = 10

/** Names a figure of a part that a budget limits. */
export function partFigure(part: string, metric: Metric): string {
  return `part ${part} ${metric}`
}

/**
 * Lists the figures of a module that a later build is compared with.
 *
 * ```
 * raw, gzip, brotli        the file
 * section data             all sections of that name, raw
 * crate regex code|data    the largest crates, raw
 * generic core::fmt::...   the largest generic functions, raw
 * ```
 */
export function figuresOf({ after, summary }: Pick<ModuleReport, 'after' | 'summary'>): Figures {
  const figures: Record<string, number> = {
    raw: after.rawBytes,
    gzip: after.gzipBytes,
    brotli: after.brotliBytes,
  }
  if (summary === undefined) return figures
  const add = (name: string, bytes: number) => {
    if (bytes > 0) figures[name] = (figures[name] ?? 0) + bytes
  }
  for (const { name, sizeBytes } of summary.sections) add(`section ${name}`, sizeBytes)
  for (const { name, sizeBytes, dataBytes = 0 } of summary.crates.slice(0, CRATES)) {
    add(`crate ${name} code`, sizeBytes - dataBytes)
    add(`crate ${name} data`, dataBytes)
  }
  const generics = [...summary.generics].sort(
    (a, b) => b.sizeBytes - a.sizeBytes || (a.name < b.name ? -1 : 1),
  )
  for (const { name, sizeBytes } of generics.slice(0, GENERICS)) add(`generic ${name}`, sizeBytes)
  return figures
}
