import { formatBytes } from '../model/figure.ts'
import { holdsFound, type Found } from '../model/find.ts'
import type { Box } from '../model/layout.ts'
import { sizeOf, type SizeBy, type TreeNode } from '../model/tree.ts'

/** Writes a node's size and what size it is. */
export function sizeText(node: TreeNode, by: SizeBy, wireName: string): string {
  const size = formatBytes(sizeOf(node, by))
  return by === 'raw' ? `${size} raw` : `≈ ${size} ${wireName}, estimated`
}

/** Writes what a search found. */
export function foundText({ count, sumBytes }: Found): string {
  return count === 0 ? 'nothing found' : `${count} found, ${formatBytes(sumBytes)}`
}

/** Tells which boxes stand out from the others: what was found, else what is in a group; undefined where all are alike. */
export function accentOf(
  boxes: readonly Box[],
  found: Found | undefined,
  groupName: string | undefined,
): ((box: Box) => boolean) | undefined {
  if (found !== undefined) return ({ cell }) => holdsFound(cell.node, found)
  if (groupName === undefined) return undefined
  return (box) => (boxes[box.group] ?? box).cell.node.name === groupName
}
