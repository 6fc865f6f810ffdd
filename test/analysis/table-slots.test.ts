import { describe, expect, it } from 'vitest'
import { readTableSlots } from '../../src/analysis/table-slots.ts'
import { readModule } from '../../src/wasm/module.ts'
import { leb, section, vector, wasm } from '../support/wasm-builder.ts'

const FUNCREF = 0x70
const TABLES = section(4, vector([FUNCREF, 0, 9], [FUNCREF, 0, 9]))
const at = (index: number) => [0x41, index, 0x0b]
const items = (...functions: number[]) => vector(...functions.map((func) => leb(func)))
const expressions = (...functions: (number | undefined)[]) =>
  vector(...functions.map((func) => (func === undefined ? [0xd0, FUNCREF, 0x0b] : [0xd2, func, 0x0b])))

const slotsOf = (...segments: number[][]) => {
  const { count, functions, byIndex } = readTableSlots(
    readModule(wasm(TABLES, section(9, vector(...segments)))),
  )
  return { count, functions: [...functions], byIndex: [...byIndex] }
}

describe('readTableSlots', () => {
  it.each([
    { kind: 'active', segment: [0, ...at(2), ...items(7, 8)] },
    { kind: 'active with a table and a kind', segment: [2, 0, ...at(2), 0, ...items(7, 8)] },
    { kind: 'active with expressions', segment: [4, ...at(2), ...expressions(7, 8)] },
    { kind: 'active with a table and expressions', segment: [6, 0, ...at(2), FUNCREF, ...expressions(7, 8)] },
  ])('reads segments that are $kind', ({ segment }) => {
    expect(slotsOf(segment)).toEqual({ count: 2, functions: [7, 8], byIndex: [-1, -1, 0, 1] })
  })

  it.each([
    { kind: 'passive', segment: [1, 0, ...items(7, 8)] },
    { kind: 'passive with expressions', segment: [5, FUNCREF, ...expressions(7, 8)] },
    { kind: 'for another table', segment: [2, 1, ...at(2), 0, ...items(7, 8)] },
    { kind: 'for another table with expressions', segment: [6, 1, ...at(2), FUNCREF, ...expressions(7, 8)] },
    { kind: 'placed by a global', segment: [0, 0x23, 0, 0x0b, ...items(7, 8)] },
  ])('knows no index of slots that are $kind', ({ segment }) => {
    expect(slotsOf(segment)).toEqual({ count: 2, functions: [7, 8], byIndex: [] })
  })

  it.each([
    { kind: 'functions', segment: [3, 0, ...items(7, 8)] },
    { kind: 'expressions', segment: [7, FUNCREF, ...expressions(7, 8)] },
  ])('makes no slots of a declaration of $kind', ({ segment }) => {
    expect(slotsOf(segment)).toEqual({ count: 0, functions: [], byIndex: [] })
  })

  it('leaves slots without a function out, but not their places', () => {
    expect(slotsOf([4, ...at(1), ...expressions(5, undefined, 6)])).toEqual({
      count: 2,
      functions: [5, 6],
      byIndex: [-1, 0, -1, 1],
    })
  })

  it('numbers slots through all segments; a later one takes the place of an earlier', () => {
    expect(slotsOf([0, ...at(1), ...items(5, 6)], [0, ...at(2), ...items(7)])).toEqual({
      count: 3,
      functions: [5, 6, 7],
      byIndex: [-1, 0, 2],
    })
  })

  it('gives no memory to places that no table has', () => {
    const { byIndex } = readTableSlots(
      readModule(wasm(TABLES, section(9, vector([0, 0x41, 0x7f, 0x0b, ...items(1)])))),
    )
    expect(byIndex.length).toBeLessThanOrEqual(10_000_000)
  })
})
