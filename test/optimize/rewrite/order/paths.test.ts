import { describe, expect, it } from 'vitest'
import { PairTable } from '../../../../src/optimize/rewrite/order/pair-table.ts'
import { coverWithPaths } from '../../../../src/optimize/rewrite/order/paths.ts'

const cover = (count: number, pairs: readonly (readonly [number, number, number])[], leastWeight = 0) => {
  const table = new PairTable(pairs.length)
  for (const [left, right, weight] of pairs) table.add(left, right, weight)
  return coverWithPaths(count, table, leastWeight)
}

describe('coverWithPaths', () => {
  it('leaves places without a pair by themselves', () => {
    expect(cover(3, [])).toEqual([[0], [1], [2]])
    expect(cover(0, [])).toEqual([])
  })

  it('never joins the ends of one path', () => {
    expect(
      cover(3, [
        [0, 1, 3],
        [1, 2, 2],
        [0, 2, 1],
      ]),
    ).toEqual([[0, 1, 2]])
  })

  it('gives a place its two heaviest neighbours', () => {
    expect(
      cover(4, [
        [0, 1, 1],
        [0, 2, 3],
        [0, 3, 2],
      ]),
    ).toEqual([[2, 0, 3], [1]])
  })

  it('lists paths by their first places, and does without pairs that are too light', () => {
    const pairs = [
      [0, 5, 4],
      [2, 4, 9],
      [3, 5, 2],
      [1, 2, 1.5],
    ] as const
    expect(cover(6, pairs, 2)).toEqual([[0, 5, 3], [1], [2, 4]])
    expect(cover(6, pairs, 1.5)).toEqual([
      [0, 5, 3],
      [1, 2, 4],
    ])
  })
})
