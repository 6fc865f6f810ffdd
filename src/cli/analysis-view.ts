import type { GroupSize, SizeItem, SizeReport } from '../analysis/size-report.ts'
import type { Metric } from '../options.ts'
import { formatCount, formatShare, formatSize } from '../report/format.ts'
import { cutEnd } from '../report/fit.ts'
import { printable } from '../report/printable.ts'
import { renderColumns, type Row } from './columns.ts'
import { itemLabel } from './item-label.ts'
import type { LookedInside } from './look-inside.ts'
import { rootOf, stepLabels } from './reason-lines.ts'
import type { Terminal } from './terminal.ts'

/** How much is shown. */
export interface AnalysisStyle extends Pick<Terminal, 'columns' | 'paint'> {
  /** Rows of each table. */
  readonly limit: number
  readonly metric: Metric
}

/** Renders what is inside a module: where its bytes are, whose they are, and why its largest parts are there. */
export function renderAnalysis(inside: LookedInside, style: AnalysisStyle): string {
  const { report } = inside.analysis
  const blocks = [
    headLines(inside, style),
    sectionLines(report, style),
    groupLines('crate', report.crates, report, style, unattributed(report)),
    genericLines(report, style),
    groupLines('topic', report.topics, report, style, []),
    largestLines(inside, style),
  ]
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')
}

function headLines(
  { path, sizes, symbolsFrom, analysis }: LookedInside,
  { columns, paint }: AnalysisStyle,
): string[] {
  const { report } = analysis
  const { rawBytes, gzipBytes, brotliBytes } = sizes
  const figures = `${formatSize(rawBytes)} raw, ${formatSize(gzipBytes)} gzip, ${formatSize(brotliBytes)} brotli`
  const producers = report.producers.map(({ name, version }) => `${name} ${version}`.trim())
  const facts = [
    `${formatCount(report.functionCount)} functions, ${formatCount(report.namedFunctionCount)} with names` +
      (symbolsFrom === undefined ? '' : ` from ${printable(symbolsFrom)}`),
    `${report.imports.length} imports, ${report.exports.length} exports`,
    ...(producers.length === 0 ? [] : [printable(producers.join(', '))]),
  ]
  return [
    `${paint.bold(printable(path))}  ${figures}`,
    ...facts.map((fact) => paint.dim(cutEnd(fact, columns))),
  ]
}

function sectionLines({ sections, sizeBytes }: SizeReport, style: AnalysisStyle): string[] {
  const rows = sections
    .toSorted((a, b) => b.sizeBytes - a.sizeBytes || a.offset - b.offset)
    .slice(0, style.limit)
    .map(({ name, sizeBytes: bytes, itemCount }) => ({
      name,
      figures: [formatSize(bytes), formatShare(bytes, sizeBytes), formatCount(itemCount)],
    }))
  return table('section', ['raw', 'share', 'items'], rows, sections.length, style)
}

function groupLines(
  title: string,
  groups: readonly GroupSize[],
  { sizeBytes }: SizeReport,
  style: AnalysisStyle,
  more: readonly Row[],
): string[] {
  if (groups.length === 0) return []
  const rows = groups.slice(0, style.limit).map((group) => ({
    name: group.name,
    figures: [
      formatSize(group.sizeBytes),
      formatShare(group.sizeBytes, sizeBytes),
      estimate(group.wireSizeBytes),
      formatSize(group.retainedBytes),
      group.inferredBytes === 0 ? '' : formatShare(group.inferredBytes, group.sizeBytes),
    ],
  }))
  const heads = ['raw', 'share', `est. ${style.metric}`, 'keeps alone', 'inferred']
  return table(title, heads, [...rows, ...more], groups.length + more.length, style)
}

function unattributed({ unattributedBytes, sizeBytes }: SizeReport): Row[] {
  if (unattributedBytes === 0) return []
  const figures = [formatSize(unattributedBytes), formatShare(unattributedBytes, sizeBytes), '', '', '']
  return [{ name: '(code and data of no known crate)', figures }]
}

function genericLines({ generics }: SizeReport, style: AnalysisStyle): string[] {
  const rows = generics.slice(0, style.limit).map((generic) => ({
    name: generic.name,
    figures: [
      formatSize(generic.sizeBytes),
      formatCount(generic.count),
      formatSize(generic.wasteBytes),
      estimate(generic.wireSizeBytes),
    ],
  }))
  const heads = ['raw', 'copies', 'waste at most', `est. ${style.metric}`]
  return generics.length === 0 ? [] : table('generic', heads, rows, generics.length, style)
}

function largestLines({ analysis, isGo }: LookedInside, style: AnalysisStyle): string[] {
  const { report } = analysis
  const largest = largestItems(report.items, style.limit)
  const lines = table(
    'largest functions and data',
    ['raw', 'share', `est. ${style.metric}`, 'keeps alone'],
    largest.map(({ item }) => ({
      name: itemLabel(item, isGo),
      figures: [
        formatSize(item.sizeBytes),
        formatShare(item.sizeBytes, report.sizeBytes),
        estimate(item.wireSizeBytes),
        formatSize(item.retainedBytes),
      ],
    })),
    largest.length,
    style,
  )
  const [head, ...rows] = lines as [string, ...string[]]
  return [
    head,
    ...rows.flatMap((row, index) => {
      const steps = analysis.reasonFor((largest[index] as { at: number }).at)
      const labels = stepLabels(steps.slice(0, -1), isGo)
      const why =
        steps.length === 0
          ? 'kept by nothing that can be seen'
          : ['by', rootOf(steps, report), ...arrows(labels)].join(' ')
      return [row, style.paint.dim(`  ${cutEnd(why, style.columns - 2)}`)]
    }),
  ]
}

function arrows(labels: readonly string[]): string[] {
  return labels.map((label) => `→ ${label}`)
}

/** The largest functions and ranges of data, and where they stand in the report. */
export function largestItems(
  items: readonly SizeItem[],
  limit: number,
): { readonly item: SizeItem; readonly at: number }[] {
  return items
    .map((item, at) => ({ item, at }))
    .filter(({ item }) => item.kind === 'function' || item.kind === 'data')
    .sort((a, b) => b.item.sizeBytes - a.item.sizeBytes || a.at - b.at)
    .slice(0, limit)
}

function table(
  title: string,
  heads: readonly string[],
  rows: readonly Row[],
  count: number,
  style: AnalysisStyle,
): string[] {
  const lines = renderColumns({ name: title, figures: heads }, rows, style)
  const left = count - rows.length
  return left > 0 ? [...lines, style.paint.dim(`and ${formatCount(left)} more`)] : lines
}

function estimate(wireSizeBytes: number | undefined): string {
  return wireSizeBytes === undefined ? '' : formatSize(wireSizeBytes)
}
