import { describe, expect, it } from 'vitest'
import { mergeIdenticalFunctions } from '../../../../src/optimize/rewrite/clean/merge-identical.ts'
import { decodeModule } from '../../../../src/optimize/rewrite/decode-module.ts'
import { encodeModule } from '../../../../src/optimize/rewrite/encode-module.ts'
import { reorderFunctions } from '../../../../src/optimize/rewrite/reorder-functions.ts'
import { readModule } from '../../../../src/wasm/module.ts'
import { custom } from '../../../support/wasm-builder.ts'
import { wat } from '../../../support/wat.ts'

const merge = (source: string) => mergeIdenticalFunctions(decodeModule(wat(source, { names: true })))

/** Names of the functions that are left, imports included; undefined where nothing was merged. */
const left = (source: string) => {
  const merged = merge(source)
  if (merged === undefined) return undefined
  const bytes = encodeModule(merged)
  expect(WebAssembly.validate(new Uint8Array(bytes))).toBe(true)
  const { names, bodies, importCounts } = readModule(bytes)
  return Array.from({ length: importCounts.function + bodies.count }, (_, index) =>
    names.functions.get(index),
  )
}

const exportsOf = (bytes: Uint8Array) =>
  new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(bytes)), { host: { f: () => 0 } })
    .exports as Record<string, CallableFunction>

describe('mergeIdenticalFunctions', () => {
  it('keeps the first of several', () => {
    const source = `(module (import "host" "f" (func $f))
      (func $a (result i32) (i32.const 1)) (func $b (result i32) (i32.const 2)) (func $c (result i32) (i32.const 1))
      (func $run (export "run") (result i32) (i32.add (call $b) (i32.mul (call $c) (call $a)))))`
    expect(left(source)).toEqual(['f', 'a', 'b', 'run'])
    expect([...merge(source)!.functionIndices!]).toEqual([0, 1, 2, 1, 3])
    expect(exportsOf(encodeModule(merge(source)!))['run']!()).toBe(3)
  })

  it('keeps the exported one of two', () => {
    const source = `(module (func $a (result i32) (i32.const 1)) (func $b (export "b") (result i32) (i32.const 1))
      (func $run (export "run") (result i32) (call $a)))`
    const { b, run } = exportsOf(encodeModule(merge(source)!))
    expect(merge(source)!.functions).toHaveLength(2)
    expect([b!(), run!()]).toEqual([1, 1])
  })

  it('merges callers of functions that were merged', () => {
    const source = `(module (func $a (result i32) (i32.const 1)) (func $b (result i32) (i32.const 1))
      (func $c (result i32) (call $a)) (func $d (result i32) (call $b)) (func $e (result i32) (call $d)) (func $f (result i32) (call $c))
      (func $run (export "run") (result i32) (i32.add (call $e) (call $f))))`
    expect(left(source)).toEqual(['a', 'c', 'e', 'run'])
  })

  it('merges functions that call themselves', () => {
    const countdown = (name: string) =>
      `(func ${name} (param i32) (result i32) (if (result i32) (local.get 0) (then (call ${name} (i32.sub (local.get 0) (i32.const 1)))) (else (i32.const 5))))`
    const source = `(module ${countdown('$a')} ${countdown('$b')} (func $run (export "run") (result i32) (i32.add (call $a (i32.const 2)) (call $b (i32.const 3)))))`
    expect(left(source)).toEqual(['a', 'run'])
    expect(exportsOf(encodeModule(merge(source)!))['run']!()).toBe(10)
  })

  const SAME = (attributes: string) =>
    `(func $a ${attributes} (result i32) (i32.const 1)) (func $b ${attributes.replace('a', 'b')} (result i32) (i32.const 1))`
  it.each([
    ['both are exported', `(module ${SAME('(export "a")')})`],
    ['both are in a table', `(module (table 2 funcref) (elem (i32.const 0) $a $b) ${SAME('')})`],
    [
      'both are in a table, as expressions',
      `(module (table 2 funcref) (elem (i32.const 0) funcref (ref.func $a) (ref.func $b)) ${SAME('')})`,
    ],
    [
      'references to both are taken',
      `(module (elem declare func $a $b) ${SAME('')} (func (export "r") (result funcref funcref) (ref.func $a) (ref.func $b)))`,
    ],
    [
      'globals hold both',
      `(module ${SAME('')} (global (export "a") funcref (ref.func $a)) (global (export "b") funcref (ref.func $b)))`,
    ],
    [
      'one is exported and the other in a table',
      `(module (table 1 funcref) (elem (i32.const 0) $a) (func $a (export "x")) (func $b (export "y")))`,
    ],
    [
      'their types differ',
      '(module (func $a (param i32)) (func $b (param i64)) (func (export "r") (call $a (i32.const 0)) (call $b (i64.const 0))))',
    ],
    [
      'their locals differ',
      '(module (func $a (local i32)) (func $b (local i64)) (func (export "r") (call $a) (call $b)))',
    ],
    [
      'they access other locals',
      '(module (func $a (param i32 i32) (result i32) (local.get 0)) (func $b (param i32 i32) (result i32) (local.get 1)))',
    ],
    ['they call others', '(module (func $a (call $c)) (func $b (call $d)) (func $c nop) (func $d))'],
    [
      'their constants differ',
      '(module (func $a (result f64) (f64.const 1)) (func $b (result f64) (f64.const -1)))',
    ],
    [
      'their offsets differ',
      '(module (memory 1) (func $a (result i32) (i32.load offset=1 (i32.const 0))) (func $b (result i32) (i32.load offset=2 (i32.const 0))))',
    ],
    [
      'their alignments differ',
      '(module (memory 1) (func $a (result i32) (i32.load align=1 (i32.const 0))) (func $b (result i32) (i32.load align=2 (i32.const 0))))',
    ],
  ])('keeps two where %s', (_, source) => {
    expect(merge(source)).toBeUndefined()
  })

  const BODIES =
    '(func $a (result i32) (i32.const 1)) (func $b (result i32) (i32.const 1)) (func (export "r") (drop (call $a)) (drop (call $b)))'

  it('declines sections that may hold indices, and functions that were moved', () => {
    const bytes = wat(`(module ${BODIES})`)
    const code = decodeModule(bytes)
    expect(mergeIdenticalFunctions(code)?.functions).toHaveLength(2)
    expect(
      mergeIdenticalFunctions(decodeModule(Uint8Array.of(...bytes, ...custom('linking')))),
    ).toBeUndefined()
    expect(mergeIdenticalFunctions(reorderFunctions(code, Uint32Array.of(1, 0, 2))!)).toBeUndefined()
  })
})
