import type { Labels } from './labels.ts'
import { eachLeaf, sizeOf, type SizeBy, type TreeNode } from './tree.ts'

/** What a search found below a node. */
export interface Found {
  /** Leaves that match, and everything above them. */
  readonly nodes: ReadonlySet<TreeNode>
  readonly count: number
  readonly sumBytes: number
}

/** Finds leaves whose name contains a text, as the module or as people say it; also all leaves of a group that is so called. */
export function findLeaves(root: TreeNode, text: string, by: SizeBy, labels: Labels): Found {
  const wanted = text.trim().toLowerCase()
  const nodes = new Set<TreeNode>()
  let count = 0
  let sumBytes = 0
  const take = (leaf: TreeNode) => {
    nodes.add(leaf)
    count++
    sumBytes += sizeOf(leaf, by)
  }
  const matches = (node: TreeNode) =>
    node.name.toLowerCase().includes(wanted) || labels.of(node).full.toLowerCase().includes(wanted)
  const visit = (node: TreeNode): boolean => {
    if (node.children === undefined || (node !== root && matches(node))) {
      if (node.children === undefined && !matches(node)) return false
      eachLeaf(node, take)
      nodes.add(node)
      return true
    }
    let isFound = false
    for (const child of node.children) if (visit(child)) isFound = true
    if (isFound) nodes.add(node)
    return isFound
  }
  if (wanted !== '') visit(root)
  return { nodes, count, sumBytes }
}

/** Says whether a cell holds something that was found; the folded tail of a group does if any of it does. */
export function holdsFound(node: TreeNode, found: Found): boolean {
  return found.nodes.has(node) || (node.children?.some((child) => found.nodes.has(child)) ?? false)
}
