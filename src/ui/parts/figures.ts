import { figureOf, formatDelta } from '../model/figure.ts'
import { h } from './dom.ts'
import { icon } from './marks.ts'

/** A size with its unit in a quieter grey; `isEstimated` puts `≈` before it. */
export function figure(sizeBytes: number, isEstimated = false): HTMLElement {
  const { value, unit } = figureOf(sizeBytes)
  return h(
    'span',
    { class: 'fig' },
    isEstimated ? '≈\u00a0' : '',
    value,
    h('span', { class: 'unit' }, `\u00a0${unit}`),
  )
}

/** Bytes from which growing is worth a colour. */
const WORTH_BYTES = 1000

/** A difference with an arrow and a sign; red where it grew by 1 kB or more, but never where the thing is new. */
export function delta(deltaBytes: number, isNew = false): HTMLElement {
  if (deltaBytes === 0) return h('span', { class: 'dl faint' }, 'unchanged')
  const grew = deltaBytes > 0
  const state = isNew || Math.abs(deltaBytes) < WORTH_BYTES ? '' : grew ? ' is-over' : ' is-ok'
  return h('span', { class: `dl${state}` }, icon(grew ? 'up' : 'down'), formatDelta(deltaBytes))
}
