import { describe, expect, it } from 'vitest'
import { decodeModule } from '../../../../src/optimize/rewrite/decode-module.ts'
import { encodeModule } from '../../../../src/optimize/rewrite/encode-module.ts'
import { proveOrder } from '../../../../src/optimize/rewrite/proofs/order.ts'
import { reorderFunctions } from '../../../../src/optimize/rewrite/reorder-functions.ts'
import { readModule } from '../../../../src/wasm/module.ts'
import { removeSections } from '../../../../src/wasm/strip.ts'
import { FIXTURES, readFixture } from '../../../support/fixtures.ts'
import { custom } from '../../../support/wasm-builder.ts'
import { wat } from '../../../support/wat.ts'
import { randomNumbers } from './edit-module.ts'
import { mutateFunctions, mutateIndices, shuffled } from './function-mutations.ts'
import { expectRefusals } from './refusals.ts'

const identity = (count: number) => Uint32Array.from({ length: count }, (_, index) => index)

const THREE = `(module (import "" "f" (func $i)) (table 2 funcref) (export "a" (func $a)) (export "c" (func $c)) (start $b)
  (elem (i32.const 0) func $c $a) (global funcref (ref.func $b))
  (func $a call $b) (func $b call $i call $c) (func $c unreachable))`
const SWAPPED = `(module (import "" "f" (func $i)) (table 2 funcref) (export "a" (func $a)) (export "c" (func $c)) (start $b)
  (elem (i32.const 0) func $c $a) (global funcref (ref.func $b))
  (func $c unreachable) (func $b call $i call $c) (func $a call $b))`
const INDICES = Uint32Array.of(0, 3, 2, 1)

describe('proveOrder', () => {
  it.each(FIXTURES.filter((path) => !path.includes('stringref')))('accepts %s as it is', (path) => {
    const bytes = removeSections(readFixture(path), ({ name }) => name === 'linking')
    const { importCounts, bodies } = readModule(bytes)
    expect(proveOrder(bytes, bytes, identity(importCounts.function + bodies.count))).toBeUndefined()
  })

  it.each(FIXTURES.filter((path) => !path.includes('stringref')))('accepts another order of %s', (path) => {
    const before = encodeModule(
      decodeModule(removeSections(readFixture(path), ({ name }) => /debug|source/.test(name))),
    )
    const code = decodeModule(before)
    const reordered = reorderFunctions(code, shuffled(code.functions.length, randomNumbers(6)))
    if (reordered === undefined) return
    expect(proveOrder(before, encodeModule(reordered), reordered.functionIndices!)).toBeUndefined()
  })

  it('follows every kind of reference', () => {
    expect(proveOrder(wat(THREE), wat(SWAPPED), INDICES)).toBeUndefined()
    expect(proveOrder(wat(THREE, { names: true }), wat(SWAPPED, { names: true }), INDICES)).toBeUndefined()
    expect(proveOrder(wat(THREE, { names: true }), wat(SWAPPED), INDICES)).toBeUndefined()
  })

  it.each([
    ['(export "a" (func $a))', '(export "a" (func $c))', 'export section'],
    ['(start $b)', '(start $c)', 'start section'],
    ['func $c $a', 'func $a $c', 'element section'],
    ['(ref.func $b)', '(ref.func $c)', 'global section'],
    ['call $i call $c', 'call $i call $a', 'function 2'],
    ['call $i call $c', 'call $b call $c', 'function 2'],
  ])('refuses %s as %s', (from, to, problem) => {
    expect(proveOrder(wat(THREE), wat(SWAPPED.replace(from, to)), INDICES)).toContain(problem)
  })

  it('refuses names that were left where they were', () => {
    const named = `(module (func $a nop) (func $b unreachable))`
    const left = `(module (func $a unreachable) (func $b nop))`
    expect(proveOrder(wat(named), wat(left), Uint32Array.of(1, 0))).toBeUndefined()
    expect(
      proveOrder(wat(named, { names: true }), wat(left, { names: true }), Uint32Array.of(1, 0)),
    ).toContain('names of kind "function"')
    expect(proveOrder(wat(named), wat(left, { names: true }), Uint32Array.of(1, 0))).toContain(
      '"name" is new',
    )
  })

  it.each([
    ['too few indices', Uint32Array.of(0, 3, 2), '3 indices for 4 functions'],
    ['an index twice', Uint32Array.of(0, 3, 3, 1), 'index 3 of function 2'],
    ['an index that there is not', Uint32Array.of(0, 4, 2, 1), 'index 4 of function 1'],
    ['an import that moves', Uint32Array.of(1, 3, 2, 0), 'function 0'],
    ['no move', identity(4), 'not'],
  ])('refuses %s', (_, indices, problem) => {
    expect(proveOrder(wat(THREE), wat(SWAPPED), indices)).toContain(problem)
  })

  it('wants sections gone that say indices', () => {
    const linked = (source: string) => Uint8Array.of(...wat(source), ...custom('linking', [2]))
    expect(proveOrder(linked(THREE), linked(SWAPPED), INDICES)).toContain('linking')
    expect(proveOrder(linked(THREE), wat(SWAPPED), INDICES)).toBeUndefined()
  })

  const modules = [
    'emscripten3.1.6-O3.wasm',
    'emscripten3.1.6-mainmodule.wasm',
    'assemblyscript0.28.20-as_debug.wasm',
    'rust196-base_stripped.wasm',
    'moonc0.1.202605-moonbit-wasm-debug.wasm',
  ].map((path) => {
    const before = encodeModule(decodeModule(removeSections(readFixture(path), ({ id }) => id === 0)))
    const code = decodeModule(before)
    const reordered = reorderFunctions(code, shuffled(code.functions.length, randomNumbers(7)))!
    return { path, before, after: encodeModule(reordered), indices: reordered.functionIndices! }
  })

  it('refuses 2,000 faults in a right order', () => {
    const random = randomNumbers(8)
    expectRefusals(2000, () => {
      const fault = mutateFunctions(modules, random)
      return fault && { what: fault.what, proof: proveOrder(fault.before, fault.after, fault.indices) }
    })
  })

  it('refuses 1,000 wrong claims of a right order', () => {
    const random = randomNumbers(9)
    expectRefusals(1000, () => {
      const fault = mutateIndices(modules, random)
      return fault && { what: fault.what, proof: proveOrder(fault.before, fault.after, fault.indices) }
    })
  })
})
