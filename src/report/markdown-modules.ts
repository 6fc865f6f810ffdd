import type { BuildReport } from './build-report.ts'
import { formatChange, formatSize } from './format.ts'
import { describeTightest } from './markdown-budgets.ts'
import { codeOf, tableOf, type Row } from './markdown-text.ts'
import type { ModuleChange } from './module-changes.ts'

/** Rows of the table; the first come first. */
const MAXIMUM_ROWS = 50

/** The sum of all modules before; undefined where it is not known. */
export interface TotalBefore {
  readonly beforeBytes: number | undefined
}

/**
 * Renders the table of modules, those that `changes` lists in its order, and the sum.
 *
 * With sizes to compare with, those by the metric before and now; without any, sizes of every kind.
 */
export function moduleTable(
  report: BuildReport,
  changes: readonly ModuleChange[],
  before: TotalBefore | undefined,
): string {
  const { metric, budgets, total, modules } = report
  const assets = budgets.filter(({ scope }) => scope === 'asset')
  const sizes = ['raw', 'gzip', 'brotli'] as const
  const figures =
    before === undefined ? sizes.map((size) => `${size}:`) : ['before:', `${metric}:`, 'change:']
  const withBudget = (cell: string) => (assets.length === 0 ? [] : [cell])
  const rows = changes.slice(0, MAXIMUM_ROWS).map(({ name, before: was, after: is }): Row => {
    const verdicts = is === undefined ? [] : assets.filter(({ subject }) => subject === name)
    const cells =
      before === undefined
        ? sizes.map((size) => formatSize(is?.after[`${size}Bytes`] ?? 0))
        : changeCells(was === undefined ? undefined : (was[metric] ?? 0), is?.after[`${metric}Bytes`])
    return [codeOf(name), ...cells, ...withBudget(describeTightest(verdicts))]
  })
  const more = changes.length - rows.length
  const same = modules.length - changes.filter(({ after }) => after !== undefined).length
  const rest = [...(more > 0 ? [`${more} more`] : []), ...(same > 0 ? [`${same} unchanged`] : [])]
  const totals =
    before === undefined
      ? sizes.map((size) => formatSize(total[`${size}Bytes`]))
      : totalCells(before, total[`${metric}Bytes`])
  return tableOf(
    ['module', ...figures, ...withBudget('budget')],
    [
      ...rows,
      ...rest.map((text): Row => [text, ...figures.map(() => ''), ...withBudget('')]),
      ['**total**', ...totals.map((cell) => (cell === '' ? '' : `**${cell}**`)), ...withBudget('')],
    ],
  )
}

/** Formats how a size changed: `'+120.5 kB (+329 %)'`, `'unchanged'`. */
export function formatDelta(beforeBytes: number, afterBytes: number): string {
  if (beforeBytes === afterBytes) return 'unchanged'
  const sign = afterBytes > beforeBytes ? '+' : ''
  const percent = beforeBytes === 0 ? '' : ` (${formatChange(beforeBytes, afterBytes)})`
  return `${sign}${formatSize(afterBytes - beforeBytes)}${percent}`
}

function changeCells(beforeBytes: number | undefined, afterBytes: number | undefined): string[] {
  if (beforeBytes === undefined) return ['', formatSize(afterBytes ?? 0), 'new']
  if (afterBytes === undefined) return [formatSize(beforeBytes), '', 'gone']
  return [formatSize(beforeBytes), formatSize(afterBytes), formatDelta(beforeBytes, afterBytes)]
}

function totalCells({ beforeBytes }: TotalBefore, afterBytes: number): string[] {
  if (beforeBytes === undefined) return ['', formatSize(afterBytes), '']
  return [formatSize(beforeBytes), formatSize(afterBytes), formatDelta(beforeBytes, afterBytes)]
}
