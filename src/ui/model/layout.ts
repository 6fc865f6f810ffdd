import { hierarchy, treemap, treemapSquarify, type HierarchyRectangularNode } from 'd3-hierarchy'

import { foldTree, type Cell } from './fold.ts'
import type { SizeBy, TreeNode } from './tree.ts'

/** A cell and where it is, in CSS pixels. */
export interface Box {
  readonly cell: Cell
  /** Index of the group it is in; -1 at the top. */
  readonly group: number
  readonly isGroup: boolean
  /** Whether a group has room for its name above its cells. */
  readonly hasHead: boolean
  /** How much of its colour a cell has: the largest of a group all of it, small ones less. */
  readonly strength: number
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Height of a group's head in pixels. */
export const HEAD_PX = 18

/** Lays out what is drawn of a node; groups come before their cells. */
export function layOut(root: TreeNode, by: SizeBy, width: number, height: number): Box[] {
  const folded = foldTree(root, by, width * height)
  const tree = hierarchy<Cell>(folded, ({ cells }) => cells as Cell[] | undefined)
    .sum(({ cells, size }) => (cells === undefined || cells.length === 0 ? size : 0))
    // Squarified as given: sorting again would put the tail first.
    .sort(() => 0)
  const placed = treemap<Cell>()
    .tile(treemapSquarify.ratio(1.4))
    .size([width, height])
    .paddingInner((node) => (node.depth === 0 && hasManyGroups(folded) ? 4 : 1))
    .paddingTop((node) => (node.depth === 1 && roomForHead(node) ? HEAD_PX : 0))(tree)
  const boxes: Box[] = []
  for (const node of placed.children ?? []) {
    const isGroup = node.children !== undefined
    const group = boxes.length
    boxes.push(boxOf(node, -1, isGroup, strengthOf(node, placed.children)))
    for (const child of node.children ?? [])
      boxes.push(boxOf(child, group, false, strengthOf(child, node.children)))
  }
  return boxes
}

// Gaps between groups tell them apart; between single cells they would only take room.
function hasManyGroups({ cells = [] }: Cell): boolean {
  return cells.filter((cell) => cell.cells !== undefined).length * 2 >= cells.length
}

function roomForHead({ x0, x1, y0, y1 }: HierarchyRectangularNode<Cell>): boolean {
  return x1 - x0 >= 44 && y1 - y0 >= 40
}

function boxOf(node: HierarchyRectangularNode<Cell>, group: number, isGroup: boolean, strength: number): Box {
  const { data, x0, y0, x1, y1 } = node
  const hasHead = isGroup && roomForHead(node)
  return { cell: data, group, isGroup, hasHead, strength, x: x0, y: y0, width: x1 - x0, height: y1 - y0 }
}

const STRENGTHS = [0.5, 0.66, 0.82] as const

function strengthOf(
  { data }: HierarchyRectangularNode<Cell>,
  siblings: readonly { data: Cell }[] = [],
): number {
  const largest = siblings[0]?.data.size ?? 0
  if (data.count > 1) return 0.42
  if (data.size >= largest * 0.6) return 1
  const share = data.size / largest
  return STRENGTHS[share > 0.25 ? 2 : share > 0.08 ? 1 : 0]
}
