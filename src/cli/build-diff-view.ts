import { formatChange, formatCount, formatSize } from '../report/format.ts'
import { printable } from '../report/printable.ts'
import type { AnalysisStyle } from './analysis-view.ts'
import { renderColumns } from './columns.ts'
import { deltaOf, type BuildDiff, type ChangedModule, type FigureChange } from './diff-builds.ts'
import { signedSize } from './signed-size.ts'

const SIZES: ReadonlySet<string> = new Set(['raw', 'gzip', 'brotli'])

/** Renders what changed from one build to another: each module that differs, and what in it. */
export function renderBuildDiff(diff: BuildDiff, style: AnalysisStyle): string {
  const { paint } = style
  const head = `${paint.bold(printable(diff.before))} → ${paint.bold(printable(diff.after))}`
  const tools = diff.tools.map(({ name, before = 'none', after = 'none' }) =>
    paint.near(`${printable(name)} is another: ${printable(before)} → ${printable(after)}`),
  )
  const unchanged = `${formatCount(diff.unchangedCount)} module${diff.unchangedCount === 1 ? '' : 's'} unchanged`
  const modules = diff.modules.map((module) => describe(module, style).join('\n'))
  const totals = renderColumns({ name: 'all modules', figures: HEADS }, diff.totals.map(rowOf), style)
  return [[head, ...tools].join('\n'), ...modules, [...totals, paint.dim(unchanged)].join('\n')].join('\n\n')
}

const HEADS = ['before', 'after', 'change', '']

function describe({ module, change, figures }: ChangedModule, style: AnalysisStyle): string[] {
  const sizes = ['raw', 'gzip', 'brotli'].flatMap((name) => figures.filter((figure) => figure.name === name))
  const inside = figures.filter(({ name }) => !SIZES.has(name)).slice(0, style.limit)
  const title = change === 'changed' ? module : `${module} (${change === 'added' ? 'new' : 'gone'})`
  return renderColumns({ name: title, figures: HEADS }, [...sizes, ...inside].map(rowOf), style)
}

function rowOf(figure: FigureChange) {
  const { name, beforeBytes, afterBytes } = figure
  return {
    name: `  ${name}`,
    figures: [
      beforeBytes === undefined ? 'new' : formatSize(beforeBytes),
      afterBytes === undefined ? 'gone' : formatSize(afterBytes),
      signedSize(deltaOf(figure)),
      beforeBytes === undefined || afterBytes === undefined ? '' : formatChange(beforeBytes, afterBytes),
    ],
  }
}
