import type { ByteKind } from './byte-kind.ts'

/** What the size of a cell is: raw bytes, or the estimated share of the bytes on the wire. */
export type SizeBy = 'raw' | 'wire'

/** A cell of the map, or a group of them. */
export interface TreeNode {
  /** The name as the module says it, or what a group is called. */
  readonly name: string
  readonly kind: ByteKind
  readonly rawBytes: number
  /** Absent where nothing was estimated. */
  readonly wireBytes?: number
  /** Largest first. */
  readonly children?: readonly TreeNode[]
  /** Index of the item in its report. */
  readonly item?: number
  /** What people should know about it, one sentence without a full stop. */
  readonly note?: string
  /** Whether `name` is a symbol that may have to be demangled. */
  readonly isSymbol?: true
}

/** Size of a node by what is asked for. */
export function sizeOf(node: TreeNode, by: SizeBy): number {
  return by === 'raw' ? node.rawBytes : (node.wireBytes ?? 0)
}

/** Puts nodes into a group, largest first; its size is their sum. */
export function groupNodes(
  head: Pick<TreeNode, 'name' | 'kind'> & Partial<Pick<TreeNode, 'note' | 'isSymbol'>>,
  nodes: readonly TreeNode[],
): TreeNode {
  let rawBytes = 0
  let wireBytes: number | undefined = 0
  for (const node of nodes) {
    rawBytes += node.rawBytes
    wireBytes =
      wireBytes === undefined || node.wireBytes === undefined ? undefined : wireBytes + node.wireBytes
  }
  return {
    ...head,
    rawBytes,
    ...(wireBytes === undefined || nodes.length === 0 ? {} : { wireBytes }),
    children: nodes.toSorted((a, b) => b.rawBytes - a.rawBytes),
  }
}

/** Counts the leaves below a node; a leaf is one itself. */
export function countLeaves({ children }: TreeNode): number {
  return children === undefined ? 1 : children.reduce((sum, child) => sum + countLeaves(child), 0)
}

/** Calls `visit` with every leaf below a node. */
export function eachLeaf(node: TreeNode, visit: (leaf: TreeNode) => void): void {
  if (node.children === undefined) visit(node)
  else for (const child of node.children) eachLeaf(child, visit)
}
