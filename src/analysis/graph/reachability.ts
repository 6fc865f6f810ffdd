import type { Adjacency } from './adjacency.ts'
import { NONE } from './dominators.ts'

/**
 * Sums the bytes of what the roots do not reach once some nodes are gone, those nodes included and what was never reached
 * left out: what would go with a whole group.
 *
 * `reached` says which nodes are reached with nothing gone; `isGone` marks the group, one entry a node.
 */
export function retainedByGroup(
  { starts, targets }: Adjacency,
  roots: Uint32Array,
  reached: Uint32Array,
  isGone: Uint8Array,
  sizes: Uint32Array,
): number {
  const seen = isGone.slice()
  const stack = new Uint32Array(starts.length)
  let depth = 0
  for (const root of roots) {
    if (seen[root] !== 0) continue
    seen[root] = 2
    stack[depth++] = root
  }
  while (depth > 0) {
    const node = stack[--depth] as number
    const end = starts[node + 1] as number
    for (let edge = starts[node] as number; edge < end; edge++) {
      const target = targets[edge] as number
      if (seen[target] !== 0) continue
      seen[target] = 2
      stack[depth++] = target
    }
  }
  let sum = 0
  for (let at = 0; at < reached.length; at++) {
    const node = reached[at] as number
    if (seen[node] !== 2) sum += sizes[node] as number
  }
  return sum
}

const GROUPS_AT_A_TIME = 31

/**
 * Does what {@link retainedByGroup} does for many groups, each gone by itself; `groups` gives each node's group, -1 for none.
 *
 * Instead of walking the graph once a group, sets of groups travel along the edges as bits: a bit arrives at a node if the
 * node is still reached when that group is gone.
 */
export function retainedByEachGroup(
  { starts, targets }: Adjacency,
  roots: Uint32Array,
  order: Uint32Array,
  groups: Int32Array,
  groupCount: number,
  sizes: Uint32Array,
): Float64Array {
  const retained = new Float64Array(groupCount)
  const reachedWithout = new Int32Array(starts.length - 1)
  for (let first = 0; first < groupCount; first += GROUPS_AT_A_TIME) {
    const count = Math.min(GROUPS_AT_A_TIME, groupCount - first)
    const all = 2 ** count - 1
    const allowed = (node: number): number => {
      const group = (groups[node] as number) - first
      return group >= 0 && group < count ? all & ~(1 << group) : all
    }
    reachedWithout.fill(0)
    for (let at = 0; at < roots.length; at++) {
      const root = roots[at] as number
      reachedWithout[root] = allowed(root)
    }
    for (let changed = true; changed;) {
      changed = false
      for (let at = 0; at < order.length; at++) {
        const node = order[at] as number
        const bits = reachedWithout[node] as number
        const end = starts[node + 1] as number
        for (let edge = starts[node] as number; edge < end; edge++) {
          const target = targets[edge] as number
          const before = reachedWithout[target] as number
          if ((bits & ~before) === 0) continue
          const after = before | (bits & allowed(target))
          if (after === before) continue
          reachedWithout[target] = after
          changed = true
        }
      }
    }
    for (let at = 0; at < order.length; at++) {
      const node = order[at] as number
      let missing = all & ~(reachedWithout[node] as number)
      for (; missing !== 0; missing &= missing - 1) {
        const group = first + 31 - Math.clz32(missing & -missing)
        retained[group] = (retained[group] as number) + (sizes[node] as number)
      }
    }
  }
  return retained
}

/** Finds a shortest path from a root to a node, both included; empty where no root reaches it. */
export function shortestPath({ starts, targets }: Adjacency, roots: Uint32Array, goal: number): number[] {
  const parents = new Uint32Array(starts.length - 1).fill(NONE)
  const queue = new Uint32Array(starts.length)
  let tail = 0
  for (const root of roots) {
    if (parents[root] !== NONE) continue
    parents[root] = root
    queue[tail++] = root
  }
  for (let head = 0; head < tail && parents[goal] === NONE; head++) {
    const node = queue[head] as number
    for (let edge = starts[node] as number; edge < (starts[node + 1] as number); edge++) {
      const target = targets[edge] as number
      if (parents[target] !== NONE) continue
      parents[target] = node
      queue[tail++] = target
    }
  }
  if (parents[goal] === NONE) return []
  const path = [goal]
  for (let node = goal; parents[node] !== node; node = parents[node] as number)
    path.push(parents[node] as number)
  return path.reverse()
}
