import type { DevVerdict } from '../../report/dev-state.ts'
import { h, styled } from '../parts/dom.ts'
import { limitOf, standingOf } from './words.ts'

/** A budget bar: filled up to the size, hatched beyond the limit, which is a tick. What it shows stands beside it in words. */
export function budgetBar(verdict: DevVerdict): HTMLElement {
  const { sizeBytes = 0 } = verdict
  const limitBytes = limitOf(verdict)
  const bar = h('span', { class: 'bar', 'data-s': standingOf(verdict), 'aria-hidden': 'true' })
  if (verdict.state === 'build' || verdict.state === 'pending') return bar
  const wholeBytes = Math.max(sizeBytes, limitBytes / 0.96, 1)
  const percent = (bytes: number) => `${(100 * bytes) / wholeBytes}%`
  bar.append(styled(h('i'), { width: percent(Math.min(sizeBytes, limitBytes)) }))
  if (sizeBytes > limitBytes) {
    bar.append(
      styled(h('i', { class: 'x' }), {
        'inset-inline-start': percent(limitBytes),
        width: percent(sizeBytes - limitBytes),
      }),
    )
  }
  bar.append(styled(h('b'), { 'inset-inline-start': percent(limitBytes) }))
  return bar
}
