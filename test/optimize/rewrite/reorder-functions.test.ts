import { describe, expect, it } from 'vitest'
import { decodeModule } from '../../../src/optimize/rewrite/decode-module.ts'
import { encodeModule } from '../../../src/optimize/rewrite/encode-module.ts'
import { reorderFunctions } from '../../../src/optimize/rewrite/reorder-functions.ts'
import { readModule } from '../../../src/wasm/module.ts'
import { custom } from '../../support/wasm-builder.ts'
import { wat } from '../../support/wat.ts'

/** Every place that a function index can stand in: imports, calls, `ref.func`, elements of both kinds, exports, start, globals, names. */
const EVERYWHERE = `(module
  (type $number (func (result i32)))
  (import "host" "log" (func $log (param i32)))
  (func $one (export "one") (type $number) (i32.const 1))
  (func $two (export "two") (type $number) (i32.add (call $one) (i32.const 1)))
  (func $three (type $number) (return_call $helper))
  (func $helper (type $number) (i32.const 3))
  (func $start (call $log (i32.const 99)))
  (func $four (type $number) (i32.const 4))
  (func $apply (export "apply") (param i32) (result i32) (call_indirect (type $number) (local.get 0)))
  (func $reference (export "reference") (result funcref) (ref.func $four))
  (func $unused (export "unused") (param i64))
  (global (export "held") funcref (ref.func $two))
  (table (export "table") 8 funcref)
  (elem (i32.const 0) $one $two $three)
  (elem (i32.const 3) funcref (ref.func $four) (ref.null func) (ref.func $one))
  (elem declare func $four)
  (start $start))`

const reorder = (bytes: Uint8Array, order: readonly number[]) =>
  reorderFunctions(decodeModule(bytes), Uint32Array.from(order))

const instantiate = (bytes: Uint8Array) => {
  const logged: number[] = []
  const host = { log: (value: number) => logged.push(value) }
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(bytes)), { host })
  return { exports: exports as Record<string, CallableFunction>, logged }
}

const behaviour = (bytes: Uint8Array) => {
  const { exports, logged } = instantiate(bytes)
  const { one, two, apply, reference, held, table } = exports as typeof exports & {
    held: WebAssembly.Global
    table: WebAssembly.Table
  }
  return {
    logged,
    names: Object.keys(exports),
    results: [one!(), two!(), reference!()(), (held.value as () => number)()],
    applied: [0, 1, 2, 3, 5].map((index) => apply!(index)),
    empty: table.get(4),
    sameObjects: [table.get(0) === one, table.get(5) === one, table.get(1) === two, held.value === two],
  }
}

const REVERSED = [8, 7, 6, 5, 4, 3, 2, 1, 0]

describe('reorderFunctions', () => {
  const before = wat(EVERYWHERE, { names: true })

  it('keeps what the module does', () => {
    const expected = behaviour(before)
    expect(expected.applied).toEqual([1, 2, 3, 4, 1])
    for (const order of [REVERSED, [3, 0, 1, 2, 4, 5, 6, 7, 8], [0, 8, 1, 7, 2, 6, 3, 5, 4]]) {
      expect(behaviour(encodeModule(reorder(before, order)!))).toEqual(expected)
    }
  })

  it('moves bodies, types and names together', () => {
    const after = encodeModule(reorder(before, REVERSED)!)
    const { names, exports } = readModule(after)
    const named = ['log', 'unused', 'reference', 'apply', 'four', 'start', 'helper', 'three', 'two', 'one']
    expect(named.map((_, index) => names.functions.get(index))).toEqual(named)
    expect(exports.find(({ name }) => name === 'one')?.index).toBe(9)
  })

  it('tells the new index of every old one', () => {
    expect([...reorder(before, [1, 2, 0, 3, 4, 5, 6, 7, 8])!.functionIndices!]).toEqual([
      0, 3, 1, 2, 4, 5, 6, 7, 8, 9,
    ])
  })

  it('is undone by the inverse', () => {
    const once = reorder(before, [1, 2, 0, 3, 4, 5, 6, 7, 8])!
    const exact = encodeModule(decodeModule(before))
    expect(encodeModule(reorderFunctions(once, Uint32Array.of(2, 0, 1, 3, 4, 5, 6, 7, 8))!)).toEqual(exact)
    expect(encodeModule(reorder(encodeModule(once), [2, 0, 1, 3, 4, 5, 6, 7, 8])!)).toEqual(exact)
  })

  it('has nothing to do for the present order', () => {
    expect(reorder(before, [0, 1, 2, 3, 4, 5, 6, 7, 8])).toBeUndefined()
  })

  it.each([
    ['too few', [1, 0]],
    ['one twice', [0, 0, 1, 2, 3, 4, 5, 6, 7]],
    ['one that is not there', [9, 1, 2, 3, 4, 5, 6, 7, 8]],
  ])('throws at an order with %s', (_, order) => {
    expect(() => reorder(before, order)).toThrow(RangeError)
  })

  const TWO = wat('(module (func (export "a")) (func (export "b") nop))')
  const withSection = (name: string) => Uint8Array.of(...TWO, ...custom(name, [0]))

  it.each(['producers', 'target_features', 'build_id', 'go.buildid', 'component-type:bindings'])(
    'moves functions beside a section %s, which holds no indices',
    (name) => expect(reorder(withSection(name), [1, 0])).toBeDefined(),
  )

  it.each([
    'metadata.code.branch_hint',
    'linking',
    'reloc.CODE',
    '.debug_line',
    'sourceMappingURL',
    'of a program',
  ])('declines a module with a section %s', (name) =>
    expect(reorder(withSection(name), [1, 0])).toBeUndefined(),
  )
})
