import { formatBytes, formatPercent } from '../model/figure.ts'
import type { Labels } from '../model/labels.ts'
import type { Box } from '../model/layout.ts'
import { countLeaves, type TreeNode } from '../model/tree.ts'
import { h } from '../parts/dom.ts'

/** What a card says beside what is in the cell. */
export interface TipContext {
  readonly labels: Labels
  /** The group that the cell is in, or what is zoomed into. */
  readonly group: TreeNode
  readonly wholeBytes: number
  readonly wireName: string
  /** Whether somebody says why a leaf is there. */
  readonly canExplain: boolean
}

/** Fills the card that explains a cell. */
export function fillTip(tip: HTMLElement, { cell }: Box, context: TipContext): void {
  const { node, count } = cell
  const isExplained = node.children === undefined && context.canExplain
  const hint = `Enter looks inside, ${isExplained ? 'W asks why it is here' : 'Backspace goes back'}`
  const rows: (readonly [string, string])[] = [
    ['in', context.labels.of(context.group).short],
    [
      'raw',
      `${formatBytes(node.rawBytes)} · ${formatPercent(node.rawBytes, context.wholeBytes)} of the file`,
    ],
    ...(node.wireBytes === undefined
      ? []
      : [[`${context.wireName}, estimated`, `≈ ${formatBytes(node.wireBytes)}`] as const]),
    ...(count > 1 || node.children !== undefined ? [['parts', String(countLeaves(node))] as const] : []),
    ...(node.note === undefined ? [] : [['note', node.note] as const]),
  ]
  tip.replaceChildren(
    h('div', { class: 'name' }, context.labels.of(node).full),
    h('dl', {}, ...rows.flatMap(([term, value]) => [h('dt', {}, term), h('dd', {}, value)])),
    h('div', { class: 'hint' }, hint),
  )
}

/** Puts the card beside a cell, never over it: right of it, left of it, below or above. */
export function placeTip(tip: HTMLElement, box: Box, width: number, height: number): void {
  const own = { width: tip.offsetWidth, height: tip.offsetHeight }
  const gap = 6
  const clampY = Math.min(Math.max(0, box.y), Math.max(0, height - own.height))
  const clampX = Math.min(Math.max(0, box.x), Math.max(0, width - own.width))
  const [x, y] =
    box.x + box.width + gap + own.width <= width
      ? [box.x + box.width + gap, clampY]
      : box.x - gap - own.width >= 0
        ? [box.x - gap - own.width, clampY]
        : box.y + box.height + gap + own.height <= height
          ? [clampX, box.y + box.height + gap]
          : [clampX, box.y - gap - own.height >= 0 ? box.y - gap - own.height : box.y + box.height + gap]
  tip.style.setProperty('left', `${x}px`)
  tip.style.setProperty('top', `${y}px`)
}
