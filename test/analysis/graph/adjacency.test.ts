import { describe, expect, it } from 'vitest'
import { AdjacencyBuilder, reverse, type Adjacency } from '../../../src/analysis/graph/adjacency.ts'
import { toAdjacency } from '../../support/random-graph.ts'

const list = ({ starts, targets }: Adjacency) =>
  Array.from({ length: starts.length - 1 }, (_, node) => [
    ...targets.subarray(starts[node], starts[node + 1]),
  ])

describe('AdjacencyBuilder', () => {
  it('lists the targets of each node once, in the order in which they were given, loops too', () => {
    const builder = new AdjacencyBuilder(5, 1)
    builder.begin(1)
    for (const target of [3, 0, 3, 1, 0]) builder.add(target)
    builder.begin(3)
    for (const target of [0, 4, 0]) builder.add(target)
    expect(list(builder.finish())).toEqual([[], [3, 0, 1], [], [0, 4], []])
  })

  it('makes a graph without edges, and one without nodes', () => {
    expect(list(new AdjacencyBuilder(2, 0).finish())).toEqual([[], []])
    expect(list(new AdjacencyBuilder(0, 0).finish())).toEqual([])
  })
})

describe('reverse', () => {
  it('turns every edge round', () => {
    const edges = toAdjacency(4, Uint32Array.of(2, 0, 2, 0, 2, 3), Uint32Array.of(1, 3, 0, 3, 1, 3))
    expect(list(reverse(edges))).toEqual([[2], [2, 2], [], [0, 0, 3]])
  })

  it('gives back the graph, sorted by target, when done twice', () => {
    const edges = toAdjacency(3, Uint32Array.of(0, 0, 1), Uint32Array.of(1, 2, 0))
    expect(reverse(reverse(edges))).toEqual(edges)
  })
})
