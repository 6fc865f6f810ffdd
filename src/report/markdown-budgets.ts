import type { BudgetVerdict } from '../budget/evaluate.ts'
import type { BuildReport } from './build-report.ts'
import { shareOf } from './budget-use.ts'
import { describeCauses } from './cause-words.ts'
import { formatSize } from './format.ts'
import { codeOf, tableOf, type Row } from './markdown-text.ts'

/** Rows of the table; the tightest budgets come first. */
const MAXIMUM_ROWS = 50

const CAUSES = 5

/** Says how many budgets are kept, as the end of a sentence; empty where there are none. */
export function describeStand({ budgets }: BuildReport): string {
  if (budgets.length === 0) return ''
  const broken = budgets.filter(({ state }) => state === 'exceeded').length
  const noun = budgets.length === 1 ? 'budget' : 'budgets'
  return broken === 0
    ? `, ${budgets.length} of ${budgets.length} ${noun} kept`
    : `, **${broken} of ${budgets.length} ${noun} exceeded**`
}

/** Says how the tightest of some budgets stands; empty where there are none. */
export function describeTightest(verdicts: readonly BudgetVerdict[]): string {
  const [first] = verdicts.toSorted((a, b) => shareOf(b) - shareOf(a))
  return first === undefined ? '' : describeUse(first)
}

/** Renders the budgets that are not about one module each. */
export function sharedBudgets({ budgets }: BuildReport): string[] {
  const shared = budgets.filter(({ scope }) => scope !== 'asset')
  if (shared.length === 0) return []
  const rows = shared
    .toSorted((a, b) => shareOf(b) - shareOf(a))
    .slice(0, MAXIMUM_ROWS)
    .map((verdict): Row => {
      const { budget, scope, subject, sizeBytes, metric, limitBytes, warnBytes } = verdict
      const limit = formatSize(limitBytes ?? warnBytes ?? 0)
      const what = scope === 'total' ? 'total' : `${scope} of ${codeOf(subject)}`
      return [codeOf(budget), what, `${formatSize(sizeBytes)} ${metric}`, limit, describeUse(verdict)]
    })
  const rest = shared.length > rows.length ? [[`${shared.length - rows.length} more`, '', '', '', '']] : []
  return [tableOf(['budget', 'judges', 'size:', 'limit:', 'used'], [...rows, ...rest])]
}

/** Says what grew, for each broken budget of which that is known. */
export function brokenBudgets({ budgets }: BuildReport): string[] {
  const lines = budgets
    .filter(({ state }) => state === 'exceeded')
    .map(({ budget, causes }) => {
      const grown = describeCauses(causes, CAUSES).map(({ name, growth }) => `${codeOf(name)} ${growth}`)
      return grown.length === 0 ? '' : `- ${codeOf(budget)} since the baseline: ${grown.join(', ')}`
    })
    .filter((line) => line !== '')
  return lines.length === 0 ? [] : [lines.slice(0, MAXIMUM_ROWS).join('\n')]
}

function describeUse(verdict: BudgetVerdict): string {
  const { state, sizeBytes, limitBytes } = verdict
  if (state === 'exceeded') return `❌ over by ${formatSize(sizeBytes - (limitBytes ?? 0))}`
  return `${state === 'warn' ? '⚠️' : '✅'} ${Math.floor(shareOf(verdict) * 100)} %`
}
