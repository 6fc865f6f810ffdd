import { describe, expect, it } from 'vitest'
import { reverse } from '../../../src/analysis/graph/adjacency.ts'
import { dominators, retainedSizes } from '../../../src/analysis/graph/dominators.ts'
import { retainedByGroup, shortestPath } from '../../../src/analysis/graph/reachability.ts'
import {
  chainOf,
  distances,
  graphOf,
  randomFrom,
  randomGraph,
  type SampleGraph,
} from '../../support/random-graph.ts'

const SEEDS = Array.from({ length: 400 }, (_, seed) => seed)

const treeOf = ({ edges, roots }: SampleGraph) => dominators(edges, reverse(edges), roots)

function retained(graph: SampleGraph, gone: ReadonlySet<number>): number {
  const isGone = Uint8Array.from({ length: graph.nodeCount }, (_, node) => (gone.has(node) ? 1 : 0))
  return retainedByGroup(graph.edges, graph.roots, treeOf(graph).order, isGone, graph.sizes)
}

describe('retainedByGroup', () => {
  it('sums what was reached and is not without the group, on 400 random graphs', () => {
    for (const seed of SEEDS) {
      const graph = randomGraph(seed)
      const random = randomFrom(seed + 1_000_000)
      const gone = new Set([...Array(graph.nodeCount).keys()].filter(() => random(3) === 0))
      const [before, after] = [distances(graph, new Set()), distances(graph, gone)]
      const lost = [...graph.sizes].filter((_, node) => before[node] !== -1 && after[node] === -1)
      expect(retained(graph, gone), `graph ${seed}`).toBe(lost.reduce((a, b) => a + b, 0))
    }
  })

  it('sums for a group of one what its node retains', () => {
    for (const seed of SEEDS) {
      const graph = randomGraph(seed)
      const tree = treeOf(graph)
      const alone = retainedSizes(tree, graph.sizes)
      for (const node of tree.order) expect(retained(graph, new Set([node]))).toBe(alone[node])
    }
  })

  it('counts what the members of a group keep only together', () => {
    const graph = graphOf(
      4,
      [
        [0, 1],
        [0, 2],
        [1, 3],
        [2, 3],
      ],
      [0],
    )
    expect(retained(graph, new Set([1]))).toBe(2)
    expect(retained(graph, new Set([1, 2]))).toBe(2 + 4 + 8)
    expect(retained(graph, new Set())).toBe(0)
  })

  it('sums everything that is reached where all roots go', () => {
    expect(retained(chainOf(200_000), new Set([0]))).toBe(200_000)
  })
})

describe('shortestPath', () => {
  it('goes from a root to the node along edges and is as short as can be, on 400 random graphs', () => {
    for (const seed of SEEDS) {
      const graph = randomGraph(seed)
      const { starts, targets } = graph.edges
      for (const [node, distance] of distances(graph, new Set()).entries()) {
        const path = shortestPath(graph.edges, graph.roots, node)
        expect(path, `to node ${node} of graph ${seed}`).toHaveLength(distance + 1)
        if (distance === -1) continue
        expect(graph.roots).toContain(path[0])
        expect(path.at(-1)).toBe(node)
        for (const [at, target] of path.slice(1).entries()) {
          const source = path[at] as number
          expect(targets.subarray(starts[source], starts[source + 1])).toContain(target)
        }
      }
    }
  })

  it('is the root alone for a root', () => {
    const { edges, roots } = chainOf(3)
    expect(shortestPath(edges, roots, 0)).toEqual([0])
  })

  it('goes down a chain of 200,000 nodes', () => {
    const { edges, roots } = chainOf(200_000)
    expect(shortestPath(edges, roots, 199_999)).toHaveLength(200_000)
  })
})
