import { describe, expect, it } from 'vitest'
import { readAddressSpace } from '../../src/analysis/address-space.ts'
import { buildGraph } from '../../src/analysis/module-graph.ts'
import { findVtables } from '../../src/analysis/vtables.ts'
import { readModule } from '../../src/wasm/module.ts'
import { wat } from '../support/wat.ts'

const escape = (values: readonly number[]) =>
  [...new Uint8Array(Uint32Array.from(values).buffer)]
    .map((byte) => `\\${byte.toString(16).padStart(2, '0')}`)
    .join('')

/**
 * Slots that a table at address 1032, with two words before it, is taken to refer to.
 *
 * The module has slots 0 to 3 at table indices 1 to 4; code refers to the table, and to what comes behind its last word.
 */
const slotsIn = (table: readonly number[], before: readonly number[] = [9, 9], refer = true) => {
  const module = readModule(
    wat(`(module
      (memory 1)
      (table 5 funcref)
      (elem (i32.const 1) $a $b $c $d)
      (func $a) (func $b) (func $c) (func $d)
      (func (export "run")
        ${refer ? '(drop (i32.const 1032))' : ''} (drop (i32.const ${1032 + table.length * 4})))
      (data (i32.const 1024) "${escape([...before, ...table])}tail"))`),
  )
  const graph = buildGraph(module)
  const found = findVtables(module, readAddressSpace(module), graph.ranges, graph.slots)
  const slotRoots = [...graph.roots].filter((root) => root >= graph.firstSlot)
  return { slots: [...found.slots], roots: slotRoots.map((root) => root - graph.firstSlot) }
}

describe('findVtables', () => {
  it.each([
    { name: 'with a destructor', table: [2, 8, 4, 3, 4], slots: [1, 2, 3] },
    { name: 'without a destructor', table: [0, 0, 1, 1], slots: [0] },
    { name: 'whose last words are no slots', table: [0, 16, 16, 1, 2, 99, 3], slots: [0, 1] },
  ])('takes a table of Rust $name', ({ table, slots }) => {
    expect(slotsIn(table).slots).toEqual(slots)
  })

  it.each([
    { name: 'with no type information', before: [0, 0], table: [1, 2], slots: [0, 1] },
    { name: 'with type information in data', before: [0, 1024], table: [4], slots: [3] },
  ])('takes a table of C++ $name', ({ before, table, slots }) => {
    expect(slotsIn(table, before).slots).toEqual(slots)
  })

  it.each([
    { name: 'an alignment of 3', table: [2, 9, 3, 3] },
    { name: 'an alignment of 0', table: [2, 8, 0, 3] },
    { name: 'an alignment of 32', table: [2, 64, 32, 3] },
    { name: 'a size that is no multiple of the alignment', table: [2, 6, 4, 3] },
    { name: 'a destructor that is no slot', table: [99, 8, 4, 3] },
    { name: 'a first method that is no slot', table: [2, 8, 4, 99] },
    { name: 'a first method of 0', table: [2, 8, 4, 0] },
    { name: 'no methods', table: [2, 8, 4] },
  ])('does not take a table of Rust with $name', ({ table }) => {
    expect(slotsIn(table)).toEqual({ slots: [], roots: [0, 1, 2, 3] })
  })

  it.each([
    { name: 'an offset to the top', before: [4, 0], table: [1, 2] },
    { name: 'type information outside of data', before: [0, 99], table: [1, 2] },
    { name: 'a first method that is no slot', before: [0, 0], table: [99, 2] },
    { name: 'no methods', before: [0, 0], table: [] },
  ])('does not take a table of C++ with $name', ({ before, table }) => {
    expect(slotsIn(table, before).slots).toEqual([])
  })

  it('does not take what nothing refers to', () => {
    expect(slotsIn([2, 8, 4, 3], [9, 9], false).slots).toEqual([])
  })

  it('explains slots, which are no roots then', () => {
    expect(slotsIn([2, 8, 4, 3]).roots).toEqual([0, 3])
  })
})
