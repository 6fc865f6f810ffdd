import type { Adjacency } from './adjacency.ts'

/** Marks a node that no root reaches, and the parent of a node that only the roots together reach. */
export const NONE = 0xffffffff

/** Dominator tree over a virtual root above all roots. */
export interface DominatorTree {
  /** Immediate dominator of each node; {@link NONE} for the children of the virtual root and for unreached nodes. */
  readonly parents: Uint32Array
  /** Reached nodes in reverse postorder. */
  readonly order: Uint32Array
}

/**
 * Computes immediate dominators; `reversed` is the graph with every edge turned round.
 *
 * Lengauer, Tarjan: "A Fast Algorithm for Finding Dominators in a Flowgraph" (1979), the simple form, iteratively. As fast as
 * Cooper, Harvey and Kennedy's on real modules, whose time is quadratic on a long chain with a fan at its end.
 */
export function dominators(graph: Adjacency, reversed: Adjacency, roots: Uint32Array): DominatorTree {
  const nodeCount = graph.starts.length - 1
  const { count, nodes, positions, above, order, spare } = depthFirst(graph, roots)
  const isRoot = new Uint8Array(nodeCount)
  for (let at = 0; at < roots.length; at++) isRoot[roots[at] as number] = 1
  const { starts, targets: predecessors } = reversed
  // A large module has hundreds of thousands of nodes: the memory is used twice.
  const forest = new Forest(count, spare)
  const { semidominators } = forest
  const idom = new Uint32Array(count + 1)
  // Positions by their semidominator, as linked lists.
  const first = new Uint32Array(count + 1).fill(NONE)
  const following = new Uint32Array(count + 1)
  for (let at = count; at > 0; at--) {
    const node = nodes[at] as number
    const parent = above[at] as number
    let best = isRoot[node] === 1 ? 0 : parent
    const end = starts[node + 1] as number
    for (let edge = starts[node] as number; edge < end && best !== 0; edge++) {
      const position = positions[predecessors[edge] as number] as number
      if (position !== 0) best = Math.min(best, semidominators[forest.evaluate(position)] as number)
    }
    semidominators[at] = best
    following[at] = first[best] as number
    first[best] = at
    forest.link(parent, at)
    for (let other = first[parent] as number; other !== NONE; other = following[other] as number) {
      const lowest = forest.evaluate(other)
      const isLower = (semidominators[lowest] as number) < (semidominators[other] as number)
      idom[other] = isLower ? lowest : parent
    }
    first[parent] = NONE
  }
  const parents = new Uint32Array(nodeCount).fill(NONE)
  for (let at = 1; at <= count; at++) {
    if (idom[at] !== semidominators[at]) idom[at] = idom[idom[at] as number] as number
    if (idom[at] !== 0) parents[nodes[at] as number] = nodes[idom[at] as number] as number
  }
  return { parents, order }
}

/** Trees of positions that have been visited; finds the lowest semidominator on the way up. */
class Forest {
  readonly semidominators: Uint32Array
  readonly #ancestors: Uint32Array
  readonly #lowest: Uint32Array
  readonly #path: Uint32Array

  /** The spare arrays have at least `count + 1` entries. */
  constructor(count: number, [lowest, path]: readonly [Uint32Array, Uint32Array]) {
    this.semidominators = new Uint32Array(count + 1)
    this.#ancestors = new Uint32Array(count + 1).fill(NONE)
    for (let at = 0; at <= count; at++) {
      this.semidominators[at] = at
      lowest[at] = at
    }
    this.#lowest = lowest
    this.#path = path
  }

  link(parent: number, position: number): void {
    this.#ancestors[position] = parent
  }

  /** The position with the lowest semidominator between a position and the root of its tree, which is left out. */
  evaluate(position: number): number {
    const ancestors = this.#ancestors
    const lowest = this.#lowest
    const { semidominators } = this
    if (ancestors[position] === NONE) return position
    let depth = 0
    for (let at = position; ancestors[ancestors[at] as number] !== NONE; at = ancestors[at] as number)
      this.#path[depth++] = at
    // From the top down, so that every step is one.
    while (depth > 0) {
      const at = this.#path[--depth] as number
      const ancestor = ancestors[at] as number
      const candidate = lowest[ancestor] as number
      if ((semidominators[candidate] as number) < (semidominators[lowest[at] as number] as number))
        lowest[at] = candidate
      ancestors[at] = ancestors[ancestor] as number
    }
    return lowest[position] as number
  }
}

/** Sums, for each node, its own bytes and those of all nodes that it dominates; unreached nodes keep their own. */
export function retainedSizes({ parents, order }: DominatorTree, sizes: Uint32Array): Uint32Array {
  const retained = sizes.slice()
  for (let at = order.length - 1; at >= 0; at--) {
    const node = order[at] as number
    const parent = parents[node] as number
    if (parent !== NONE) retained[parent] = (retained[parent] as number) + (retained[node] as number)
  }
  return retained
}

interface Visit {
  readonly count: number
  /** Nodes in the order in which they were met, from 1; 0 is the virtual root. */
  readonly nodes: Uint32Array
  /** Place of each node in that order; 0 for those that no root reaches. */
  readonly positions: Uint32Array
  /** Position from which each position was met. */
  readonly above: Uint32Array
  /** Nodes in reverse postorder. */
  readonly order: Uint32Array
  /** Arrays with an entry a node and one more that are of no use any more. */
  readonly spare: readonly [Uint32Array, Uint32Array]
}

function depthFirst({ starts, targets }: Adjacency, roots: Uint32Array): Visit {
  const nodeCount = starts.length - 1
  const next = starts.slice()
  const positions = new Uint32Array(nodeCount)
  const nodes = new Uint32Array(nodeCount + 1)
  const above = new Uint32Array(nodeCount + 1)
  const stack = new Uint32Array(nodeCount + 1)
  const postorder = new Uint32Array(nodeCount)
  let count = 0
  let done = 0
  for (let at = 0; at < roots.length; at++) {
    const root = roots[at] as number
    if (positions[root] !== 0) continue
    positions[root] = ++count
    nodes[count] = root
    stack[0] = root
    let depth = 1
    while (depth > 0) {
      const node = stack[depth - 1] as number
      const edge = next[node] as number
      if (edge === starts[node + 1]) {
        postorder[done++] = node
        depth--
        continue
      }
      next[node] = edge + 1
      const target = targets[edge] as number
      if (positions[target] !== 0) continue
      positions[target] = ++count
      nodes[count] = target
      above[count] = positions[node] as number
      stack[depth++] = target
    }
  }
  const order = postorder.subarray(0, done).reverse()
  return { count, nodes, positions, above, order, spare: [next, stack] }
}

/** Where the nodes of a dominator tree stand in a depth-first walk through it, from 1. */
export interface TreeIntervals {
  /** Place of each node; 0 for those that no root reaches. */
  readonly positions: Uint32Array
  /** First place behind everything that each node dominates: `other` is below `node` if its place is between the two. */
  readonly ends: Uint32Array
}

/** Numbers the nodes of a dominator tree so that what a node dominates is one interval. */
export function intervalsOf({ parents, order }: DominatorTree): TreeIntervals {
  const positions = new Uint32Array(parents.length)
  const ends = new Uint32Array(parents.length)
  const counts = new Uint32Array(parents.length)
  for (let at = order.length - 1; at >= 0; at--) {
    const node = order[at] as number
    const parent = parents[node] as number
    counts[node] = (counts[node] as number) + 1
    if (parent !== NONE) counts[parent] = (counts[parent] as number) + (counts[node] as number)
  }
  // Place for the next child of each node, and of the roots together.
  const next = new Uint32Array(parents.length)
  let nextRoot = 1
  for (let at = 0; at < order.length; at++) {
    const node = order[at] as number
    const parent = parents[node] as number
    const position = parent === NONE ? nextRoot : (next[parent] as number)
    positions[node] = position
    ends[node] = position + (counts[node] as number)
    next[node] = position + 1
    if (parent === NONE) nextRoot = ends[node] as number
    else next[parent] = ends[node] as number
  }
  return { positions, ends }
}
