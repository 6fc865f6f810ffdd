import { describe, expect, it } from 'vitest'
import { PairTable, PLACES } from '../../../../src/optimize/rewrite/order/pair-table.ts'

const pairsFrom = (table: PairTable, leastWeight: number) => {
  const { lefts, rights } = table.pairsFrom(leastWeight)
  return [...lefts].map((left, at) => [left, rights[at]])
}

describe('PairTable', () => {
  it('sums weights by pairs', () => {
    const table = new PairTable(3)
    table.add(1, 2, 0.5)
    table.add(0, PLACES - 1, 4)
    table.add(1, 2, 0.25)
    const seen: number[][] = []
    table.forEach((left, right, weight) => seen.push([left, right, weight]))
    expect(seen).toHaveLength(2)
    expect(seen).toEqual(
      expect.arrayContaining([
        [1, 2, 0.75],
        [0, PLACES - 1, 4],
      ]),
    )
    expect(table.size).toBe(2)
  })

  it('holds as many pairs as it was told', () => {
    const table = new PairTable(1000)
    for (let round = 0; round < 2; round++) for (let at = 0; at < 1000; at++) table.add(at, at + 1, 1)
    expect(table.size).toBe(1000)
    expect(pairsFrom(table, 2)).toEqual(Array.from({ length: 1000 }, (_, at) => [at, at + 1]))
    expect(pairsFrom(table, 2.1)).toEqual([])
  })

  it('lists the heaviest first, and those of one weight by their places', () => {
    const table = new PairTable(6)
    table.add(3, 4, 1)
    table.add(1, 9, 1)
    table.add(1, 5, 1)
    table.add(7, 8, 1e12)
    table.add(2, 6, 1.5)
    table.add(5, 6, 0.5)
    expect(pairsFrom(table, 1)).toEqual([
      [7, 8],
      [2, 6],
      [1, 5],
      [1, 9],
      [3, 4],
    ])
  })

  it('takes sums for equal that differ by how they were rounded', () => {
    const table = new PairTable(2)
    table.add(0, 1, 0.3)
    table.add(2, 3, 0.1)
    table.add(2, 3, 0.2)
    expect(0.1 + 0.2).toBeGreaterThan(0.3)
    expect(pairsFrom(table, 0)).toEqual([
      [0, 1],
      [2, 3],
    ])
  })
})
