import { expect, it } from 'vitest'

import { nextSorting, rowsInSight, sortRows } from '../../../src/ui/model/sort-rows.ts'

it('sorts both ways and keeps what is alike in its order', () => {
  const rows = [
    { name: 'a', size: 1 },
    { name: 'b', size: 2 },
    { name: 'c', size: 1 },
  ]
  const names = (isDescending: boolean) =>
    sortRows(rows, ({ size }) => size, isDescending).map(({ name }) => name)
  expect(names(false)).toEqual(['a', 'c', 'b'])
  expect(names(true)).toEqual(['b', 'a', 'c'])
})

it('sorts numbers downwards at first and turns round at the second click', () => {
  expect(nextSorting(undefined, 1, true)).toEqual({ column: 1, isDescending: true })
  expect(nextSorting({ column: 1, isDescending: true }, 1, true)).toEqual({ column: 1, isDescending: false })
  expect(nextSorting({ column: 1, isDescending: true }, 0, false)).toEqual({ column: 0, isDescending: false })
})

it('holds the rows in sight and a few around them', () => {
  expect(rowsInSight(100_000, 20, 0, 400)).toEqual({ start: 0, end: 28 })
  expect(rowsInSight(100_000, 20, 20_000, 400)).toEqual({ start: 992, end: 1028 })
  expect(rowsInSight(30, 20, 400, 400)).toEqual({ start: 12, end: 30 })
})
