import { h, styled } from './dom.ts'

/** Where the limit stands in a bar whose size is below it: what is beyond must have room to be seen. */
const LIMIT_AT = 0.96

/** How a bar is drawn: by state, or dashed where there is nothing to fill it with yet. */
export type BarStanding = 'ok' | 'near' | 'over' | 'info' | 'working' | 'none'

/**
 * A budget bar: filled up to the size, hatched beyond the limit, which is a tick. What it shows stands beside it in words;
 * its style is `styles/budget-bar.css`.
 */
export function budgetBar(sizeBytes: number, limitBytes: number, standing: BarStanding): HTMLElement {
  const bar = h('span', { class: 'bar', 'data-s': standing, 'aria-hidden': 'true' })
  if (standing === 'none' || standing === 'working') return bar
  const wholeBytes = Math.max(sizeBytes, limitBytes / LIMIT_AT, 1)
  const percent = (bytes: number) => `${(100 * bytes) / wholeBytes}%`
  bar.append(styled(h('i'), { width: percent(Math.min(sizeBytes, limitBytes)) }))
  if (sizeBytes > limitBytes) {
    bar.append(
      styled(h('i', { class: 'beyond' }), {
        'inset-inline-start': percent(limitBytes),
        width: percent(sizeBytes - limitBytes),
      }),
    )
  }
  bar.append(styled(h('b'), { 'inset-inline-start': percent(limitBytes) }))
  return bar
}
