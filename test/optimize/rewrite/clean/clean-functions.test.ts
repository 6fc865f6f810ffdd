import { describe, expect, it } from 'vitest'
import { cleanFunctions } from '../../../../src/optimize/rewrite/clean/clean-functions.ts'
import { decodeModule } from '../../../../src/optimize/rewrite/decode-module.ts'
import { encodeModule } from '../../../../src/optimize/rewrite/encode-module.ts'
import { proveClean } from '../../../../src/optimize/rewrite/proofs/clean.ts'
import { functions } from '../../../support/wasm-builder.ts'
import { wat } from '../../../support/wat.ts'
import { randomNumbers } from '../proofs/edit-module.ts'
import { randomProgram, runProgram } from '../proofs/random-programs.ts'

const clean = (bytes: Uint8Array) => {
  const cleaned = cleanFunctions(decodeModule(bytes))
  return cleaned && encodeModule(cleaned)
}

/** A module with one function, exported as `run`, of two parameters and two more locals. */
const withBody = (body: string) =>
  wat(`(module
    (import "host" "see" (func $see (param i32)))
    (global $g (mut i32) (i32.const 7))
    (func (export "run") (param $a i32) (param $b i32) (result i32) (local $x i32) (local $y i32) ${body}))`)

const run = (bytes: Uint8Array, a: number, b: number) => {
  const seen: number[] = []
  const host = { see: (value: number) => seen.push(value) }
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(bytes)), { host })
  return { result: (exports['run'] as (a: number, b: number) => number)(a, b), seen }
}

describe('cleanFunctions', () => {
  it.each([
    ['local.get a  local.set a', 'local.get $x local.set $x local.get $a', 'local.get $a'],
    ['local.get a  local.tee a', 'local.get $a local.tee $a', 'local.get $a'],
    [
      'local.set a  local.get a',
      'local.get $a local.set $x local.get $x local.get $x i32.add',
      'local.get $a local.tee $x local.get $x i32.add',
    ],
    [
      'local.tee a  drop',
      'local.get $a local.tee $x drop local.get $b local.get $x i32.add',
      'local.get $a local.set $x local.get $b local.get $x i32.add',
    ],
    [
      'local.tee a  local.set a',
      'local.get $a local.tee $x local.set $x local.get $b local.get $x i32.add',
      'local.get $a local.set $x local.get $b local.get $x i32.add',
    ],
    [
      'local.tee a  local.tee a',
      'local.get $a local.tee $x local.tee $x local.get $x i32.add',
      'local.get $a local.tee $x local.get $x i32.add',
    ],
    [
      'constants that are dropped',
      'i32.const 1 drop f64.const 1 drop global.get $g drop local.get $a',
      'local.get $a',
    ],
    ['nop', 'nop local.get $a nop', 'local.get $a'],
    ['what comes together', 'local.get $a i32.const 5 nop drop local.set $a local.get $b', 'local.get $b'],
    [
      'a write that nothing reads',
      'local.get $a call $see local.get $a local.set $x local.get $b',
      'local.get $a call $see local.get $b',
    ],
    [
      'a write before the next one',
      'i32.const 1 local.set $x local.get $a local.set $x local.get $b local.get $x i32.add',
      'local.get $a local.set $x local.get $b local.get $x i32.add',
    ],
    ['a tee that nothing reads', 'local.get $a local.tee $x i32.eqz', 'local.get $a i32.eqz'],
    [
      'a chain of writes that nothing reads',
      'local.get $a local.set $x local.get $x local.get $b i32.add local.set $y local.get $b',
      'local.get $a local.get $b i32.add drop local.get $b',
    ],
    [
      'writes that nothing reads on any path',
      `local.get $a if i32.const 1 local.set $x else i32.const 2 local.tee $x call $see end i32.const 3 local.set $x local.get $b call $see local.get $x`,
      'local.get $a if else i32.const 2 call $see end i32.const 3 local.set $x local.get $b call $see local.get $x',
    ],
  ])('leaves out %s', (_, body, expected) => {
    const before = withBody(body)
    const after = clean(before)!
    expect(after).toEqual(encodeModule(decodeModule(withBody(expected))))
    expect(run(after, 3, 4)).toEqual(run(before, 3, 4))
    expect(clean(after)).toBeUndefined()
  })

  it.each([
    ['reads of another local', 'local.get $a local.set $y local.get $b local.get $y i32.add'],
    [
      'a write that a later turn of a loop reads',
      'loop $again local.get $x call $see local.get $a local.set $x local.get $b i32.const 1 i32.sub local.tee $b br_if $again end local.get $b',
    ],
    [
      'a write that one branch reads',
      'local.get $a local.set $x local.get $b if local.get $x return end i32.const 0',
    ],
    [
      'a write that the target of a branch reads',
      'block $out i32.const 5 local.set $x local.get $a br_if $out i32.const 6 local.set $x end local.get $x',
    ],
    ['a call whose result is dropped', 'i32.const 1 call $see local.get $a'],
    ['a result that may trap', 'local.get $a local.get $b i32.div_s drop local.get $a'],
    [
      'a pair with the end of a block between',
      'local.get $a local.set $x block local.get $b br_if 0 i32.const 9 local.set $x end local.get $x',
    ],
  ])('keeps %s', (_, body) => {
    expect(clean(withBody(body))).toBeUndefined()
  })

  describe('in functions with handlers', () => {
    const inModule = (body: string) =>
      wat(`(module (import "host" "see" (func $see (param i32))) (tag $e)
        (func (export "run") (param $a i32) (result i32) (local $x i32) ${body}))`)

    it.each([
      'i32.const 1 local.set $x try local.get $a call $see i32.const 2 local.set $x throw $e catch_all end local.get $x',
      'i32.const 1 local.set $x try local.get $a call $see i32.const 2 local.set $x local.get $a call $see i32.const 3 local.set $x catch_all end local.get $x',
      'try i32.const 1 local.set $x try local.get $a call $see delegate 0 unreachable catch $e local.get $x return end i32.const 0',
      'block $caught try_table (catch_all $caught) i32.const 1 local.set $x local.get $a call $see unreachable end unreachable end local.get $x',
    ])('keeps writes that a handler may read: %s', (body) => {
      expect(clean(inModule(body))).toBeUndefined()
    })

    it('does the same in random programs', () => {
      let changed = 0
      for (let seed = 1; seed <= 100; seed++) {
        const { bytes, trace } = randomProgram(randomNumbers(seed), 'legacy')
        const after = clean(bytes)
        if (after === undefined) continue
        changed++
        expect(runProgram(after), `seed ${seed}`).toBe(trace)
        expect(proveClean(bytes, after), `seed ${seed}`).toBeUndefined()
      }
      expect(changed).toBeGreaterThan(50)
    })

    it('leaves out a write before a throw that no handler reads', () => {
      const body = (write: string) =>
        `try ${write} local.get $a call $see i32.const 2 local.set $x catch_all i32.const 3 local.set $x end local.get $x`
      expect(clean(inModule(body('i32.const 1 local.set $x')))).toEqual(inModule(body('')))
    })
  })

  it('keeps the first write of a local without a default value', () => {
    const [localSet, refFunc, end] = [0x21, 0xd2, 0x0b]
    const [refToType0, typeIndex] = [0x64, 0]
    const body = (type: readonly number[]) => functions([1, 1, ...type, refFunc, 0, localSet, 0, end])
    expect(clean(body([refToType0, typeIndex]))).toBeUndefined()
    expect(clean(body([0x70]))).toBeDefined()
  })

  it('keeps functions without anything to leave out as they are', () => {
    const code = decodeModule(wat('(module (func nop) (func (result i32) i32.const 1))'))
    expect(cleanFunctions(code)?.functions[1]).toBe(code.functions[1])
  })
})
