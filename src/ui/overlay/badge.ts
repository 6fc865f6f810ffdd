import type { DevState } from '../../report/dev-state.ts'
import { figure } from '../parts/figures.ts'
import { button, h, setAttributes, styled, type Child } from '../parts/dom.ts'
import { logo } from '../parts/marks.ts'
import { standingMark } from './standing-mark.ts'
import { describeBadge, limitOf, SHORT_METRICS, worstOf } from './words.ts'

/** The button in the corner: how much, and how it stands to the budgets. */
export class Badge {
  readonly element: HTMLButtonElement

  constructor(onClick: () => void) {
    this.element = button(undefined, onClick, { class: 'badge', 'aria-haspopup': 'dialog' })
  }

  show(state: DevState): void {
    setAttributes(this.element, { 'data-s': state.verdict })
    this.element.replaceChildren(logo(), h('span', { class: 'what' }, ...whatOf(state)))
    const said = describeBadge(state)
    if (said !== undefined)
      this.element.append(h('span', { class: 'st' }, standingMark(said.standing), said.text))
    const share = this.#shareOf(state)
    if (share === undefined) return
    const width = `${100 * Math.min(1, share)}%`
    this.element.append(h('span', { class: 'lvl' }, styled(h('i'), { width })))
  }

  #shareOf({ verdict, measured, budgets }: DevState): number | undefined {
    if (verdict === 'none') return undefined
    if (verdict === 'working') return measured.all === 0 ? 0 : measured.done / measured.all
    const worst = worstOf(budgets.filter(({ state }) => state !== 'build'))
    return worst && (worst.sizeBytes ?? 0) / Math.max(1, limitOf(worst))
  }
}

function whatOf({ verdict, modules, total, metric }: DevState): Child[] {
  if (verdict === 'none') return ['no wasm']
  if (modules.length > 0 && modules.every(({ isForeign }) => isForeign === true))
    return [`${modules.length} ${modules.length === 1 ? 'module' : 'modules'} elsewhere`]
  const isWorking = verdict === 'working'
  const size = isWorking ? total.devBytes : total.wireBytes
  return [
    figure(size, !isWorking && total.isEstimate),
    h('span', { class: 'unit' }, ` ${isWorking ? 'raw' : SHORT_METRICS[metric]}`),
  ]
}
