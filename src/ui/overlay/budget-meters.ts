import type { DevState, DevVerdict } from '../../report/dev-state.ts'
import { budgetBar } from '../parts/budget-bar.ts'
import { figure } from '../parts/figures.ts'
import { h } from '../parts/dom.ts'
import { standingMark } from './standing-mark.ts'
import { describeRest, limitOf, standingOf } from './words.ts'

const SNIPPET = "budgets: [{ scope: 'total', limit: '400 kB' }]"

/** One meter for each budget that can be judged, in the order of the options, and the names of the others. */
export function budgetMeters({ budgets }: DevState): HTMLElement[] {
  if (budgets.length === 0) {
    return [h('p', { class: 'meters none' }, 'No budgets. Give the plugin some: ', h('code', {}, SNIPPET))]
  }
  const judged = budgets.filter(({ state }) => state !== 'build')
  const others = budgets
    .filter(({ state }) => state === 'build')
    .map(({ budget, scope }) => `${budget} (${scope})`)
  return [
    ...(judged.length === 0
      ? []
      : [h('ul', { class: 'meters', 'aria-label': 'Budgets' }, ...judged.map(meter))]),
    ...(others.length === 0 ? [] : [h('p', { class: 'later' }, `Judged in the build: ${others.join(', ')}`)]),
  ]
}

function meter(verdict: DevVerdict): HTMLElement {
  const { budget, scope, metric, subject, sizeBytes = 0, isEstimate, state } = verdict
  const standing = standingOf(verdict)
  const isOpen = state === 'pending'
  const size = isOpen ? undefined : figure(sizeBytes, isEstimate)
  const of = limitOf(verdict) === 0 ? undefined : figure(limitOf(verdict))
  return h(
    'li',
    { class: 'meter', title: budget },
    h(
      'div',
      { class: 'mt' },
      standingMark(standing),
      h('span', { class: 'mn' }, budget),
      h('span', { class: `ml is-${standing}` }, describeRest(verdict)),
    ),
    budgetBar(sizeBytes, limitOf(verdict), standing),
    h(
      'div',
      { class: 'mb' },
      h(
        'span',
        {},
        h('span', { class: 'mv' }, size),
        size === undefined ? 'at most ' : ' of ',
        of,
        ` ${metric}`,
      ),
      h('code', { title: subject ?? scope }, subject ?? scope),
    ),
  )
}
