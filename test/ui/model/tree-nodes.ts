import type { TreeNode } from '../../../src/ui/model/tree.ts'

/** A leaf for tests. */
export function leaf(name: string, rawBytes: number, more: Partial<TreeNode> = {}): TreeNode {
  return { name, kind: 'dep', rawBytes, ...more }
}

/** A tree of groups of leaves whose sizes fall like those of real functions. */
export function bigTree(groupCount: number, leavesInGroup: number): TreeNode {
  const groups = Array.from({ length: groupCount }, (_, group) => {
    const children = Array.from({ length: leavesInGroup }, (_, at) =>
      leaf(`crate_${group}::f${at}`, Math.ceil(20_000 / (at + 1)), { item: group * leavesInGroup + at }),
    )
    const rawBytes = children.reduce((sum, child) => sum + child.rawBytes, 0)
    return leaf(`crate_${group}`, rawBytes, { children })
  })
  return leaf(
    'big.wasm',
    groups.reduce((sum, { rawBytes }) => sum + rawBytes, 0),
    { children: groups },
  )
}
