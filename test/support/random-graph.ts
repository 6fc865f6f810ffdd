import type { Adjacency } from '../../src/analysis/graph/adjacency.ts'

/** Random numbers from 0 to below `limit`, the same for the same seed (mulberry32). */
export function randomFrom(seed: number): (limit: number) => number {
  let state = seed
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit)
  }
}

/** Sorts edges into adjacency; `sources[i]` refers to `targets[i]`, parallel edges stay. */
export function toAdjacency(nodeCount: number, sources: Uint32Array, targets: Uint32Array): Adjacency {
  const lists = Array.from({ length: nodeCount }, (): number[] => [])
  for (const [edge, source] of sources.entries()) lists[source]?.push(targets[edge] as number)
  const starts = new Uint32Array(nodeCount + 1)
  for (const [node, { length }] of lists.entries()) starts[node + 1] = (starts[node] as number) + length
  return { starts, targets: Uint32Array.from(lists.flat()) }
}

/** A graph with its roots and the bytes of its nodes. */
export interface SampleGraph {
  readonly nodeCount: number
  readonly edges: Adjacency
  readonly roots: Uint32Array
  readonly sizes: Uint32Array
}

/** Builds a graph from pairs of nodes; each node has as many bytes as a power of two of its number, up to 2^20. */
export function graphOf(
  nodeCount: number,
  pairs: readonly (readonly [source: number, target: number])[],
  roots: readonly number[],
): SampleGraph {
  const sources = Uint32Array.from(pairs, ([source]) => source)
  const targets = Uint32Array.from(pairs, ([, target]) => target)
  return {
    nodeCount,
    edges: toAdjacency(nodeCount, sources, targets),
    roots: Uint32Array.from(roots),
    sizes: Uint32Array.from({ length: nodeCount }, (_, node) => 2 ** Math.min(node, 20)),
  }
}

/** Builds a graph of up to 20 nodes with loops, parallel edges, several roots and, mostly, nodes that none reaches. */
export function randomGraph(seed: number): SampleGraph {
  const random = randomFrom(seed)
  const nodeCount = 1 + random(20)
  const pairs = Array.from(
    { length: random(nodeCount * 3) },
    () => [random(nodeCount), random(nodeCount)] as const,
  )
  const roots = Array.from({ length: random(4) }, () => random(nodeCount))
  return graphOf(nodeCount, pairs, roots)
}

/** A graph of one path from node 0, its only root, through all nodes. */
export function chainOf(nodeCount: number): SampleGraph {
  const nodes = Uint32Array.from({ length: nodeCount - 1 }, (_, node) => node)
  return {
    nodeCount,
    edges: toAdjacency(
      nodeCount,
      nodes,
      nodes.map((node) => node + 1),
    ),
    roots: Uint32Array.of(0),
    sizes: new Uint32Array(nodeCount).fill(1),
  }
}

/** Distance of each node from the nearest root without passing `gone`; -1 where none reaches it. */
export function distances({ edges, roots, nodeCount }: SampleGraph, gone: ReadonlySet<number>): number[] {
  const found = Array.from({ length: nodeCount }, () => -1)
  let front = [...new Set(roots)].filter((root) => !gone.has(root))
  for (let distance = 0; front.length > 0; distance++) {
    for (const node of front) found[node] = distance
    const next = front.flatMap((node) => [
      ...edges.targets.subarray(edges.starts[node], edges.starts[node + 1]),
    ])
    front = [...new Set(next)].filter((node) => found[node] === -1 && !gone.has(node))
  }
  return found
}
