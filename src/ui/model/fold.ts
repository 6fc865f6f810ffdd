import { sizeOf, type SizeBy, type TreeNode } from './tree.ts'

/** A cell that is drawn: a node, or the tail of a group in one. */
export interface Cell {
  readonly node: TreeNode
  readonly size: number
  /** How many nodes it stands for; 1 of a node itself. */
  readonly count: number
  readonly cells?: readonly Cell[]
}

/** Children in one group beyond which the rest is folded, whatever there is room for. */
const MAXIMUM_CHILDREN = 1500

/** Cells below this many square pixels are folded: 3 × 3 is the smallest one that can be seen and hit. */
const SMALLEST_AREA = 9

/**
 * Picks what is drawn of a node in an area: its children and theirs, with the tail of each folded into one cell.
 *
 * ```
 * group ─▶ child child child ... │ 367 smaller
 * ```
 *
 * Whatever the number of leaves, at most `areaPx / 9` cells remain.
 */
export function foldTree(root: TreeNode, by: SizeBy, areaPx: number): Cell {
  const size = sizeOf(root, by)
  const smallest = size === 0 ? 0 : (SMALLEST_AREA * size) / areaPx
  return { node: root, size, count: 1, cells: foldChildren(root, by, smallest, 1) }
}

function foldChildren(parent: TreeNode, by: SizeBy, smallest: number, depth: number): Cell[] {
  const children = childrenBy(parent, by)
  const enough = children.findIndex((child) => sizeOf(child, by) < smallest)
  const end = Math.min(enough < 0 ? children.length : enough, MAXIMUM_CHILDREN)
  // One cell that stands for one would only hide its name.
  const kept = children.length - end <= 1 ? children.length : end
  const cells = children.slice(0, kept).map((node): Cell => {
    const size = sizeOf(node, by)
    const isOpen = depth < 2 && node.children !== undefined && node.children.length > 0
    return isOpen
      ? { node, size, count: 1, cells: foldChildren(node, by, smallest, depth + 1) }
      : { node, size, count: 1 }
  })
  const tail = children.slice(kept)
  return tail.length === 0 ? cells : [...cells, tailOf(parent, tail, by)]
}

function childrenBy({ children = [] }: TreeNode, by: SizeBy): readonly TreeNode[] {
  const some = children.filter((child) => sizeOf(child, by) > 0)
  return by === 'raw' ? some : some.sort((a, b) => sizeOf(b, by) - sizeOf(a, by))
}

function tailOf(parent: TreeNode, tail: readonly TreeNode[], by: SizeBy): Cell {
  const size = tail.reduce((sum, node) => sum + sizeOf(node, by), 0)
  const rawBytes = by === 'raw' ? size : tail.reduce((sum, node) => sum + node.rawBytes, 0)
  const first = tail[0] as TreeNode
  const wireBytes =
    first.wireBytes === undefined ? undefined : tail.reduce((sum, node) => sum + (node.wireBytes ?? 0), 0)
  return {
    node: {
      name: `${tail.length} smaller`,
      kind: parent.kind === 'other' ? first.kind : parent.kind,
      rawBytes,
      ...(wireBytes === undefined ? {} : { wireBytes }),
      children: tail,
    },
    size,
    count: tail.length,
  }
}
