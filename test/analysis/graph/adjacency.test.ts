import { describe, expect, it } from 'vitest'
import { NumberList, reverse, toAdjacency } from '../../../src/analysis/graph/adjacency.ts'

const list = ({ starts, targets }: ReturnType<typeof toAdjacency>) =>
  Array.from({ length: starts.length - 1 }, (_, node) => [
    ...targets.subarray(starts[node], starts[node + 1]),
  ])

describe('NumberList', () => {
  it('keeps what is pushed beyond its first capacity', () => {
    const numbers = new NumberList(2)
    for (let value = 0; value < 1000; value++) numbers.push(value * 3)
    expect(numbers.length).toBe(1000)
    expect([...numbers.view()]).toEqual(Array.from({ length: 1000 }, (_, at) => at * 3))
  })

  it('holds all unsigned numbers of 32 bits', () => {
    const numbers = new NumberList()
    numbers.push(0xffffffff)
    expect([...numbers.view()]).toEqual([0xffffffff])
  })

  it('has no numbers at first', () => {
    expect(new NumberList().view()).toHaveLength(0)
  })
})

describe('toAdjacency', () => {
  it('lists the targets of each node in the order in which they were given, parallel edges and loops too', () => {
    const edges = toAdjacency(4, Uint32Array.of(2, 0, 2, 0, 2, 3), Uint32Array.of(1, 3, 0, 3, 1, 3))
    expect(list(edges)).toEqual([[3, 3], [], [1, 0, 1], [3]])
  })

  it('makes a graph without edges, and one without nodes', () => {
    expect(list(toAdjacency(2, new Uint32Array(), new Uint32Array()))).toEqual([[], []])
    expect(list(toAdjacency(0, new Uint32Array(), new Uint32Array()))).toEqual([])
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
