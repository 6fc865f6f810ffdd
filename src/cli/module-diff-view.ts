import type { DiffEntry, GroupDelta } from '../analysis/diff.ts'
import { formatChange, formatCount, formatSize } from '../report/format.ts'
import { printable } from '../report/printable.ts'
import type { AnalysisStyle } from './analysis-view.ts'
import { renderColumns, type Row } from './columns.ts'
import type { ModuleDiff } from './diff-modules.ts'
import { signedSize } from './signed-size.ts'

/** Renders what changed from one module to another: sections, crates, generics, and single functions and data. */
export function renderModuleDiff({ before, after, diff }: ModuleDiff, style: AnalysisStyle): string {
  const { paint } = style
  const sizes = (['raw', 'gzip', 'brotli'] as const).map((metric) => {
    const [was, is] = [before.sizes[`${metric}Bytes`], after.sizes[`${metric}Bytes`]]
    return `${metric.padEnd(6)}  ${formatSize(was).padStart(9)} → ${formatSize(is).padStart(9)}  ${signedSize(is - was).padStart(10)}  ${formatChange(was, is)}`
  })
  const head = [`${paint.bold(printable(before.file))} → ${paint.bold(printable(after.file))}`, ...sizes]
  if (before.sha256 === after.sha256) return [...head, 'the same bytes'].join('\n')
  const blocks = [
    head,
    groups('section', diff.sections, style),
    groups('crate', diff.crates, style),
    groups('generic', diff.generics, style),
    entries(diff.entries, style),
  ]
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')
}

function groups(title: string, deltas: readonly GroupDelta[], style: AnalysisStyle): string[] {
  const hasWire = deltas.some(({ wireDeltaBytes }) => wireDeltaBytes !== undefined)
  const rows = deltas.slice(0, style.limit).map((delta) => ({
    name: delta.name,
    figures: [
      delta.beforeCount === 0 ? 'new' : formatSize(delta.beforeBytes),
      delta.afterCount === 0 ? 'gone' : formatSize(delta.afterBytes),
      signedSize(delta.deltaBytes),
      ...(hasWire ? [signedSize(delta.wireDeltaBytes ?? 0)] : []),
    ],
  }))
  const heads = ['before', 'after', 'change', ...(hasWire ? [`est. ${style.metric}`] : [])]
  return table({ name: title, figures: heads }, rows, deltas.length, style)
}

function entries(all: readonly DiffEntry[], style: AnalysisStyle): string[] {
  const rows = all.slice(0, style.limit).map(({ name, crate, kind, change, ...sizes }) => ({
    name: labelOf(kind, name, crate),
    figures: [
      change === 'added' ? 'new' : formatSize(sizes.beforeBytes),
      change === 'removed' ? 'gone' : formatSize(sizes.afterBytes),
      signedSize(sizes.deltaBytes),
      sizes.wireDeltaBytes === undefined ? '' : signedSize(sizes.wireDeltaBytes),
    ],
  }))
  const heads = ['before', 'after', 'change', `est. ${style.metric}`]
  return table({ name: 'functions, data and others', figures: heads }, rows, all.length, style)
}

function table(head: Row, rows: readonly Row[], count: number, style: AnalysisStyle): string[] {
  if (rows.length === 0) return []
  const lines = renderColumns(head, rows, style)
  const left = count - rows.length
  return left > 0 ? [...lines, style.paint.dim(`and ${formatCount(left)} more`)] : lines
}

function labelOf(kind: string, name: string | undefined, crate: string | undefined): string {
  if (name === undefined) return crate === undefined ? `${kind} without a name` : `${kind} of ${crate}`
  return kind === 'function' ? name : `${kind} ${name}`
}
