import type { DevState } from '../../report/dev-state.ts'
import { figure } from '../parts/figures.ts'
import { button, h, setAttributes, styled } from '../parts/dom.ts'
import { logo } from '../parts/marks.ts'
import { standingMark } from './standing-mark.ts'
import { describeBadge, limitOf, worstOf } from './words.ts'

/** What the metric is called where there is little room. */
const SHORT = { brotli: 'br', gzip: 'gz', raw: 'raw' } as const

/** The button in the corner: how much, and how it stands to the budgets. */
export class Badge {
  readonly element: HTMLButtonElement

  constructor(onClick: () => void) {
    this.element = button(undefined, onClick, { class: 'badge', 'aria-haspopup': 'dialog' })
  }

  show(state: DevState): void {
    const { verdict, total, metric } = state
    setAttributes(this.element, { 'data-s': verdict })
    if (verdict === 'none') {
      this.element.replaceChildren(logo(), h('span', { class: 'what' }, 'no wasm'))
      return
    }
    const isWorking = verdict === 'working'
    const said = describeBadge(state)
    const size = isWorking ? total.devBytes : total.wireBytes
    this.element.replaceChildren(
      logo(),
      h(
        'span',
        { class: 'what' },
        figure(size, !isWorking && total.isEstimate),
        h('span', { class: 'unit' }, ` ${isWorking ? 'raw' : SHORT[metric]}`),
      ),
    )
    const mark = said && standingMark(said.standing)
    if (said !== undefined) this.element.append(h('span', { class: 'st' }, mark, said.text))
    const share = this.#shareOf(state)
    if (share !== undefined)
      this.element.append(
        h('span', { class: 'lvl' }, styled(h('i'), { width: `${100 * Math.min(1, share)}%` })),
      )
  }

  #shareOf({ verdict, measured, budgets }: DevState): number | undefined {
    if (verdict === 'working') return measured.all === 0 ? 0 : measured.done / measured.all
    const worst = worstOf(budgets.filter(({ state }) => state !== 'build'))
    return worst && (worst.sizeBytes ?? 0) / Math.max(1, limitOf(worst))
  }
}
