import type { BudgetVerdict } from '../../budget/evaluate.ts'
import { formatBytes } from '../model/figure.ts'
import { limitOf, stateOf, worstFirst, type BudgetState } from '../model/report-page.ts'
import { budgetBar } from '../parts/budget-bar.ts'
import { h } from '../parts/dom.ts'
import { figure } from '../parts/figures.ts'
import { stateMark, stateTag } from '../parts/marks.ts'
import { attachRoot, define } from '../parts/sheet.ts'
import bar from '../styles/budget-bar.css?inline'
import css from '../styles/budgets.css?inline'

const WORDS: Readonly<Record<BudgetState, string>> = { ok: 'met', near: 'near', over: 'broken' }

/** What a list of budgets shows. */
export interface BudgetsModel {
  readonly verdicts: readonly BudgetVerdict[]
  /** What is behind a verdict. */
  readonly causeOf?: (verdict: BudgetVerdict) => string
  /** Whether sizes are estimates, which `≈` then says. */
  readonly isEstimated?: (verdict: BudgetVerdict) => boolean
}

/** `<wb-budgets>`: budgets as bars, the worst first. */
export class BudgetsElement extends HTMLElement {
  readonly #root = attachRoot(this, bar, css)

  show({ verdicts, causeOf, isEstimated }: BudgetsModel): void {
    if (verdicts.length === 0) {
      const example = h('code', {}, "budgets: [{ scope: 'total', limit: '400 kB' }]")
      this.#root.replaceChildren(h('p', { class: 'none' }, 'No budgets are set. To set one: ', example))
      return
    }
    const rows = worstFirst(verdicts).map((verdict) => {
      return budgetRow(verdict, causeOf?.(verdict), isEstimated?.(verdict) ?? false)
    })
    this.#root.replaceChildren(h('ul', {}, ...rows))
  }
}

function budgetRow(verdict: BudgetVerdict, cause: string | undefined, isEstimated: boolean): HTMLElement {
  const { budget, scope, subject, sizeBytes, metric, part } = verdict
  const where = scope === 'total' ? 'total' : `${scope} · ${subject}`
  const state = stateOf(verdict)
  const limit = limitOf(verdict)
  return h(
    'li',
    {},
    h('span', { class: 'name' }, stateMark(state), h('span', {}, budget), stateTag(state, WORDS[state])),
    h('code', { class: 'to' }, part === undefined ? where : `${part} in ${where}`),
    h(
      'span',
      { class: 'used' },
      h('b', {}, figure(sizeBytes, isEstimated)),
      ` of ${formatBytes(limit)} ${metric}`,
    ),
    budgetBar(sizeBytes, limit, state),
    h('span', { class: state === 'ok' ? 'left' : `left is-${state}` }, leftOf(sizeBytes, limit)),
    cause === undefined ? undefined : h('span', { class: 'cause' }, cause),
  )
}

function leftOf(sizeBytes: number, limitBytes: number): string {
  const overBytes = sizeBytes - limitBytes
  return overBytes > 0 ? `+${formatBytes(overBytes)} over` : `${formatBytes(-overBytes)} left`
}

define('wb-budgets', BudgetsElement)
