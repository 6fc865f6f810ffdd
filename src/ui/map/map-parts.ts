import { KIND_NAMES, type ByteKind } from '../model/byte-kind.ts'
import type { Labels } from '../model/labels.ts'
import { eachLeaf, type TreeNode } from '../model/tree.ts'
import { button, h } from '../parts/dom.ts'
import { icon, kindMark } from '../parts/marks.ts'

/** What a map consists of. */
export interface MapParts {
  readonly crumbs: HTMLOListElement
  readonly find: HTMLInputElement
  readonly findButton: HTMLButtonElement
  readonly box: HTMLElement
  readonly cells: HTMLCanvasElement
  readonly over: HTMLCanvasElement
  readonly probe: HTMLElement
  readonly tip: HTMLElement
  readonly legend: HTMLUListElement
  readonly total: HTMLElement
  readonly live: HTMLElement
}

/** Makes the parts and puts them into a shadow root. */
export function makeMapParts(root: ShadowRoot): MapParts {
  const parts: MapParts = {
    crumbs: h('ol', { class: 'crumbs' }),
    find: h('input', {
      type: 'search',
      placeholder: 'Find in the map',
      'aria-label': 'Find in the map',
      hidden: true,
    }),
    findButton: h(
      'button',
      { type: 'button', class: 'btn', 'aria-label': 'Find', 'aria-expanded': 'false' },
      icon('find'),
    ),
    box: h('div', { class: 'box' }),
    cells: h('canvas', { 'aria-hidden': 'true' }),
    over: h('canvas', { class: 'over', tabindex: 0, role: 'application', 'aria-roledescription': 'treemap' }),
    probe: h('i', { hidden: true }),
    tip: h('div', { class: 'tip', hidden: true, 'aria-hidden': 'true' }),
    legend: h('ul', { class: 'legend' }),
    total: h('span', { class: 'total' }),
    live: h('p', { class: 'vh', role: 'status' }),
  }
  parts.box.append(parts.cells, parts.over, parts.tip)
  root.append(
    h(
      'div',
      { class: 'bar' },
      h('slot', { name: 'start' }),
      h('nav', { 'aria-label': 'Zoomed into' }, parts.crumbs),
      h('span', { class: 'grow' }),
      parts.find,
      parts.findButton,
      h('slot', { name: 'controls' }),
    ),
    parts.box,
    h('div', { class: 'row' }, parts.legend, parts.total),
    parts.live,
    parts.probe,
  )
  return parts
}

/** Shows the way down to what is zoomed into. */
export function fillCrumbs(
  crumbs: HTMLOListElement,
  path: readonly TreeNode[],
  labels: Labels,
  goTo: (depth: number) => void,
): void {
  crumbs.replaceChildren(
    ...path.map((node, depth) => {
      const { short, full } = labels.of(node)
      const isLast = depth === path.length - 1
      return h(
        'li',
        {},
        isLast
          ? h('span', { 'aria-current': 'location', title: full }, short)
          : button(short, () => goTo(depth), { title: full }),
      )
    }),
  )
}

/** Names the kinds of bytes that are in a map. */
export function fillLegend(legend: HTMLUListElement, tree: TreeNode): void {
  const present = new Set<ByteKind>()
  eachLeaf(tree, ({ kind }) => present.add(kind))
  legend.replaceChildren(
    ...(Object.keys(KIND_NAMES) as ByteKind[])
      .filter((kind) => present.has(kind))
      .map((kind) => h('li', {}, kindMark(kind), KIND_NAMES[kind])),
  )
}
