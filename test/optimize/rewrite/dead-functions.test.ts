import { describe, expect, it } from 'vitest'
import { findReachedFunctions, removeDeadFunctions } from '../../../src/optimize/rewrite/dead-functions.ts'
import { decodeModule } from '../../../src/optimize/rewrite/decode-module.ts'
import { encodeModule } from '../../../src/optimize/rewrite/encode-module.ts'
import { proveMerged } from '../../../src/optimize/rewrite/proofs/merged.ts'
import { reorderFunctions } from '../../../src/optimize/rewrite/reorder-functions.ts'
import { readModule } from '../../../src/wasm/module.ts'
import { removeSections } from '../../../src/wasm/strip.ts'
import { FIXTURES, readFixture } from '../../support/fixtures.ts'
import { custom } from '../../support/wasm-builder.ts'
import { wat } from '../../support/wat.ts'
import { randomNumbers } from './proofs/edit-module.ts'
import { mutateFunctions } from './proofs/function-mutations.ts'
import { expectRefusals } from './proofs/refusals.ts'

const without = (bytes: Uint8Array) => {
  const removed = removeDeadFunctions(decodeModule(bytes))
  return removed && new Uint8Array(encodeModule(removed))
}

const dead = '(func $dead (call $worse)) (func $worse (call $dead) (call $import))'

describe('removeDeadFunctions', () => {
  it.each([
    ['an export', '(export "a" (func $a))', '(call $b)'],
    ['the start function', '(start $a)', '(call $b)'],
    ['an active segment', '(elem (i32.const 0) func $a $b)', ''],
    ['a passive segment', '(elem func $a $b)', ''],
    ['a declarative segment', '(elem declare func $a $b)', ''],
    [
      'a segment of expressions',
      '(elem (i32.const 0) funcref (ref.func $a) (ref.null func) (ref.func $b))',
      '',
    ],
    ['a global', '(global funcref (ref.func $a)) (global funcref (ref.func $b))', ''],
    ['a tail call', '(export "a" (func $a))', '(return_call $b)'],
    ['a reference', '(export "a" (func $a)) (elem declare func $b)', '(drop (ref.func $b))'],
  ])('keeps what %s reaches, and renumbers it', (_, roots, use) => {
    const build = (more: string, last: string) =>
      wat(`(module (import "" "f" (func $import)) (import "" "g" (func)) (table 4 funcref) ${roots}
        ${more} (func $a ${use}) ${last} (func $b (call $import)))`)
    const bytes = build('(func $dead (call $worse))', '(func $worse (call $dead) (call $import))')
    expect(without(bytes)).toEqual(build('', ''))
    expect(without(build('', ''))).toBeUndefined()
  })

  it('lets names follow', () => {
    const build = (more: string) =>
      wat(`(module (func $import (import "" "f")) ${more} (func $a (export "a")))`, { names: true })
    const { names } = readModule(without(build(dead)) as Uint8Array)
    expect([...names.functions]).toEqual([
      [0, 'import'],
      [1, 'a'],
    ])
  })

  it('leaves a module alone whose custom sections may hold indices', () => {
    const bytes = wat(`(module (func $import (import "" "f")) ${dead})`)
    expect(without(Uint8Array.of(...bytes, ...custom('unknown', [1])))).toBeUndefined()
    expect(without(bytes)).toBeDefined()
  })

  it('comes before a pass that moves functions', () => {
    const code = decodeModule(wat('(module (func) (func (export "a") unreachable))'))
    const moved = reorderFunctions(code, Uint32Array.of(1, 0))
    expect(moved).toBeDefined()
    expect(removeDeadFunctions(moved!)).toBeUndefined()
  })

  it.each(FIXTURES.filter((path) => !path.includes('stringref')))('changes nothing else in %s', (path) => {
    const before = removeSections(
      readFixture(path),
      ({ id, name }) => id === 7 || (id === 0 && name !== 'name'),
    )
    const code = decodeModule(before)
    const removed = removeDeadFunctions(code)
    const keepsAll = findReachedFunctions(code).indexOf(0, code.module.importCounts.function) < 0
    expect(removed === undefined).toBe(keepsAll)
    if (removed === undefined) return
    const after = encodeModule(removed)
    expect(proveMerged(before, after, removed.functionIndices)).toBeUndefined()
    // Where this runtime does not know what goes, it may know what stays.
    const isValid = (bytes: Uint8Array) => WebAssembly.validate(new Uint8Array(bytes))
    expect(isValid(after) || !isValid(before)).toBe(true)
  })
})

describe('the proof of it', () => {
  const modules = [
    'emscripten3.1.6-O3.wasm',
    'assemblyscript0.28.20-program.wasm',
    'emscripten3.1.6-threads.wasm',
  ].map((path) => {
    // One export is left, so that much goes and enough stays.
    const bytes = removeSections(readFixture(path), ({ id }) => id === 0)
    const whole = encodeModule(decodeModule(bytes))
    const section = readModule(whole).sections.find(({ id }) => id === 7)!
    const { offset, endOffset } = readModule(whole).exports.find(({ kind }) => kind === 'function')!
    const payload = [1, ...whole.subarray(offset, endOffset)]
    const before = Uint8Array.of(
      ...whole.subarray(0, section.offset),
      7,
      payload.length,
      ...payload,
      ...whole.subarray(section.endOffset),
    )
    const removed = removeDeadFunctions(decodeModule(before))!
    return { path, before, after: encodeModule(removed), indices: removed.functionIndices }
  })

  it('refuses 2,000 faults', () => {
    const random = randomNumbers(11)
    expectRefusals(2000, () => {
      const fault = mutateFunctions(modules, random)
      return fault && { what: fault.what, proof: proveMerged(fault.before, fault.after, fault.indices) }
    })
  })

  it('refuses every function that goes and is needed', () => {
    const [{ before, indices }] = modules as [(typeof modules)[number]]
    const code = decodeModule(before)
    const { importCounts } = code.module
    const reached = [...indices.keys()].filter(
      (index) => index >= importCounts.function && indices[index] !== 0xffffffff,
    )
    expect(reached.length).toBeGreaterThan(5)
    for (const gone of reached) {
      let next = 0
      const claimed = indices.map((index, at) => (index === 0xffffffff || at === gone ? 0xffffffff : next++))
      const functions = code.functions.filter((_, at) => claimed[importCounts.function + at] !== 0xffffffff)
      const forced = claimed.map((index) => (index === 0xffffffff ? importCounts.function : index))
      const after = encodeModule({ ...code, functions, functionIndices: forced })
      expect(proveMerged(before, after, claimed), `function ${gone}`).toBeDefined()
    }
  })
})
