import { describe, expect, it } from 'vitest'
import { reverse } from '../../../src/analysis/graph/adjacency.ts'
import { dominators, NONE, retainedSizes } from '../../../src/analysis/graph/dominators.ts'
import {
  chainOf,
  distances,
  graphOf,
  randomGraph,
  toAdjacency,
  type SampleGraph,
} from '../../support/random-graph.ts'

const treeOf = ({ edges, roots }: SampleGraph) => dominators(edges, reverse(edges), roots)

const NOTHING: ReadonlySet<number> = new Set()

/** For each node those that it cannot be reached without, itself among them; empty for nodes that nothing reaches. */
function dominatorSets(graph: SampleGraph): Set<number>[] {
  const reached = distances(graph, NOTHING)
  const without = reached.map((_, gone) => distances(graph, new Set([gone])))
  return reached.map((distance, node) => {
    const all = distance === -1 ? [] : [...reached.keys()]
    return new Set(all.filter((other) => without[other]?.[node] === -1 && reached[other] !== -1))
  })
}

function ancestors(parents: Uint32Array, node: number): number[] {
  const found = [node]
  for (let parent = parents[node] as number; parent !== NONE; parent = parents[parent] as number)
    found.push(parent)
  return found
}

const SEEDS = Array.from({ length: 400 }, (_, seed) => seed)

describe('dominators', () => {
  it('are those nodes without which a node is not reached, on 400 random graphs', () => {
    for (const seed of SEEDS) {
      const graph = randomGraph(seed)
      const { parents, order } = treeOf(graph)
      const reached = distances(graph, NOTHING)
      for (const [node, expected] of dominatorSets(graph).entries()) {
        const found = reached[node] === -1 ? [] : ancestors(parents, node)
        expect(new Set(found), `node ${node} of graph ${seed}`).toEqual(expected)
      }
      expect(new Set(order), `graph ${seed}`).toEqual(
        new Set([...reached.keys()].filter((node) => reached[node] !== -1)),
      )
    }
  })

  it('come before what they dominate in the order', () => {
    for (const seed of SEEDS) {
      const { parents, order } = treeOf(randomGraph(seed))
      const places = new Map([...order].map((node, at) => [node, at]))
      for (const node of order) {
        const parent = parents[node] as number
        if (parent !== NONE) expect(places.get(parent)).toBeLessThan(places.get(node) as number)
      }
    }
  })

  it('have no parent for roots, for what several roots reach and for what none does', () => {
    const pairs = [
      [0, 2],
      [1, 2],
      [2, 3],
      [4, 3],
      [3, 0],
    ] as const
    expect([...treeOf(graphOf(5, pairs, [0, 1])).parents]).toEqual([NONE, NONE, NONE, 2, NONE])
  })

  it('make nothing of a graph without roots, nodes or edges', () => {
    expect(treeOf(graphOf(2, [[0, 1]], [])).order).toHaveLength(0)
    expect(treeOf(graphOf(0, [], [])).order).toHaveLength(0)
    expect([...treeOf(graphOf(1, [], [0, 0])).order]).toEqual([0])
  })

  it('follow a chain of 200,000 nodes', () => {
    const { parents } = treeOf(chainOf(200_000))
    expect(parents[0]).toBe(NONE)
    expect(parents.subarray(1).every((parent, node) => parent === node)).toBe(true)
  })
})

describe('a long chain with a fan at its end', () => {
  it('takes no more than a moment', () => {
    // Algorithms that walk up the tree for each node of the fan need ten thousand million steps here.
    const length = 100_000
    const sources = new Uint32Array(3 * length)
    const targets = new Uint32Array(3 * length)
    for (let at = 0; at < length; at++) {
      sources.set([Math.max(at - 1, 0), length - 1, 0], 3 * at)
      targets.set([at, length + at, length + at], 3 * at)
    }
    const edges = toAdjacency(2 * length, sources, targets)
    const { parents } = dominators(edges, reverse(edges), Uint32Array.of(0))
    expect(parents.subarray(length).every((parent) => parent === 0)).toBe(true)
    expect(parents[length - 1]).toBe(length - 2)
  })
})

describe('retainedSizes', () => {
  it('sum what is no longer reached without a node, on 400 random graphs', () => {
    for (const seed of SEEDS) {
      const graph = randomGraph(seed)
      const retained = retainedSizes(treeOf(graph), graph.sizes)
      const sets = dominatorSets(graph)
      for (let node = 0; node < graph.nodeCount; node++) {
        const isReached = sets[node]?.has(node) === true
        const lost = sets.flatMap((set, other) => (set.has(node) ? [graph.sizes[other] as number] : []))
        const expected = isReached ? lost.reduce((a, b) => a + b, 0) : graph.sizes[node]
        expect(retained[node], `node ${node} of graph ${seed}`).toBe(expected)
      }
    }
  })

  it('leave the sizes as they were', () => {
    const graph = chainOf(3)
    expect([...retainedSizes(treeOf(graph), graph.sizes)]).toEqual([3, 2, 1])
    expect([...graph.sizes]).toEqual([1, 1, 1])
  })

  it('sum a chain of 200,000 nodes', () => {
    const graph = chainOf(200_000)
    expect(retainedSizes(treeOf(graph), graph.sizes)[0]).toBe(200_000)
  })
})
