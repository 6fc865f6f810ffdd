import type { ByteKind } from '../model/byte-kind.ts'
import { h, setAttributes } from './dom.ts'

const SVG = 'http://www.w3.org/2000/svg'

/** State of a budget, or how much a finding weighs. */
export type State = 'ok' | 'near' | 'over' | 'info'

const STATES: Readonly<Record<State, readonly (readonly [d: string, isFilled: boolean])[]>> = {
  ok: [
    ['M11.25 6a5.25 5.25 0 1 1-10.5 0a5.25 5.25 0 0 1 10.5 0', false],
    ['M3.6 6.2 5.3 8l3.2-3.8', false],
  ],
  near: [
    ['M6 1.2 11.2 10.8H.8z', false],
    ['M6 4.4v3.2M6 8.6v1.1', false],
  ],
  over: [
    ['M3.6.5h4.8l3.1 3.1v4.8l-3.1 3.1H3.6L.5 8.4V3.6z', true],
    ['M6 2.9v3.9M6 8v1.4', false],
  ],
  info: [
    ['M11.25 6a5.25 5.25 0 1 1-10.5 0a5.25 5.25 0 0 1 10.5 0', false],
    ['M6 5.2v3.6M6 3.1v1.1', false],
  ],
}

const KINDS: Readonly<Record<ByteKind, string>> = {
  own: 'M.5.5h10v10H.5z',
  dep: 'M.5.5h10v10H.5z',
  std: 'M.5.5h10v10H.5z',
  data: 'M10.5 5.5a5 5 0 1 1-10 0a5 5 0 0 1 10 0',
  names: 'M.5.5h10v10H.5zM.5 6.5l6-6M.5 10.5l10-10M4.5 10.5l6-6',
  io: 'M5.5 0 11 5.5 5.5 11 0 5.5z',
  other: 'M.5 10.5h10L5.5 1z',
}

const ICONS = {
  find: 'M10 6a4 4 0 1 1-8 0a4 4 0 0 1 8 0m-1 3 3.4 3.4',
  theme: 'M12.3 7A5.3 5.3 0 1 1 1.7 7a5.3 5.3 0 0 1 10.6 0M7 1.7v10.6M9 3v8M11 4.5v5',
  up: 'M3 8h8L7 3z',
  down: 'M3 5h8L7 10z',
} as const

/** The mark of a state; what it means stands beside it as a word. */
export function stateMark(state: State): SVGSVGElement {
  const svg = makeSvg(12, `m is-${state}`)
  for (const [d, isFilled] of STATES[state]) {
    const path = makePath(d)
    path.setAttribute('class', isFilled ? 'filled' : state === 'over' ? 'cut-out' : 'line')
    svg.append(path)
  }
  return svg
}

/** The mark of a kind of bytes. */
export function kindMark(kind: ByteKind): SVGSVGElement {
  const svg = makeSvg(11, `k k-${kind}`)
  svg.append(makePath(KINDS[kind]))
  return svg
}

/** An icon of a control; the control has a label of its own. */
export function icon(name: keyof typeof ICONS): SVGSVGElement {
  const svg = makeSvg(14, 'i')
  svg.append(makePath(ICONS[name]))
  return svg
}

/** The sign of this package. */
export function logo(): SVGSVGElement {
  const svg = makeSvg(16, 'logo')
  const bars = makePath('M4 12.2V8h2v4.2zM7 12.2V6.2h2v6zM10 12.2V9.4h2v2.8z')
  bars.setAttribute('class', 'bars')
  svg.append(makePath('M1 1h4.2a2.8 2.8 0 0 0 5.6 0H15v14H1z'), bars)
  return svg
}

/** What a state is called. */
export function stateTag(state: State, word: string): HTMLElement {
  return h('span', { class: `tag ${state}` }, word)
}

function makeSvg(size: number, classes: string): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg')
  setAttributes(svg, {
    class: classes,
    viewBox: `0 0 ${size} ${size}`,
    width: size,
    height: size,
    'aria-hidden': 'true',
  })
  return svg
}

function makePath(d: string): SVGPathElement {
  const path = document.createElementNS(SVG, 'path')
  path.setAttribute('d', d)
  return path
}
