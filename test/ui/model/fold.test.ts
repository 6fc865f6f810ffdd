import { expect, it } from 'vitest'

import { foldTree, type Cell } from '../../../src/ui/model/fold.ts'
import { bigTree, leaf } from './tree-nodes.ts'

const countCells = ({ cells = [] }: Cell): number =>
  cells.reduce((sum, cell) => sum + 1 + countCells(cell), 0)
const sumCells = ({ cells, size }: Cell): number =>
  cells === undefined ? size : cells.reduce((sum, cell) => sum + sumCells(cell), 0)

it('folds 100,000 leaves into few enough cells to draw, without losing a byte', () => {
  const tree = bigTree(100, 1000)
  const folded = foldTree(tree, 'raw', 1100 * 440)
  expect(countCells(folded)).toBeLessThan((1100 * 440) / 9)
  expect(countCells(folded)).toBeGreaterThan(100)
  expect(sumCells(folded)).toBe(tree.rawBytes)
})

it('folds the tail into one cell that opens to the same leaves', () => {
  const small = Array.from({ length: 5 }, (_, at) => leaf(`small${at}`, 1))
  const tree = leaf('m', 100_005, { children: [leaf('large', 100_000), ...small] })
  const { cells = [] } = foldTree(tree, 'raw', 1000)
  expect(cells.map(({ node, count }) => [node.name, count])).toEqual([
    ['large', 1],
    ['5 smaller', 5],
  ])
  expect(cells[1]?.node.children).toEqual(small)
})

it('keeps a single small leaf, whose name a fold would only hide', () => {
  const tree = leaf('m', 100_001, { children: [leaf('large', 100_000), leaf('small', 1)] })
  const { cells = [] } = foldTree(tree, 'raw', 1000)
  expect(cells.map(({ node }) => node.name)).toEqual(['large', 'small'])
})

it('orders by what is asked for, and leaves out what has none of it', () => {
  const children = [
    leaf('a', 30, { wireBytes: 1 }),
    leaf('b', 20, { wireBytes: 9 }),
    leaf('c', 10, { wireBytes: 0 }),
  ]
  const { cells = [] } = foldTree(leaf('m', 60, { wireBytes: 10, children }), 'wire', 1e6)
  expect(cells.map(({ node }) => node.name)).toEqual(['b', 'a'])
})
