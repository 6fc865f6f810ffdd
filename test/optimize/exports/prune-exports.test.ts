import { describe, expect, it } from 'vitest'
import { pruneExports } from '../../../src/optimize/exports/prune-exports.ts'
import { compareInterfaces, describeInterface } from '../../../src/wasm/interface.ts'
import { readModule } from '../../../src/wasm/module.ts'
import { WasmParseError } from '../../../src/wasm/parse-error.ts'
import { readFixture } from '../../support/fixtures.ts'
import { functions } from '../../support/wasm-builder.ts'
import { wat } from '../../support/wat.ts'

const exportsOf = (bytes: Uint8Array) => readModule(bytes).exports.map(({ name }) => name)

const MATHS = `(module
  (import "env" "log" (func $log (param i32)))
  (func $square (param i32) (result i32) (i32.mul (local.get 0) (local.get 0)))
  (func (export "cube") (param i32) (result i32) (i32.mul (call $square (local.get 0)) (local.get 0)))
  (func (export "shout") (param i32) (call $log (call $square (local.get 0))))
  (func $only (result i32) (i32.const 7))
  (func (export "seven") (result i32) (call $only))
  (global (export "answer") i32 (i32.const 42)))`

describe('pruneExports', () => {
  it('takes out what no list names and what only that keeps', () => {
    const { bytes, ...rest } = pruneExports(wat(MATHS), ['cube', 'answer'])
    expect(rest).toEqual({ pruned: ['shout', 'seven'], kept: [], unknown: [] })
    expect(readModule(bytes).bodies.count).toBe(2)
    // An import is part of what a host provides: it stays, though nobody calls it.
    expect(readModule(bytes).imports).toHaveLength(1)
    const module = new WebAssembly.Module(new Uint8Array(bytes))
    const instance = new WebAssembly.Instance(module, { env: { log() {} } })
    expect((instance.exports['cube'] as (x: number) => number)(3)).toBe(27)
    expect((instance.exports['answer'] as WebAssembly.Global).value).toBe(42)
    expect(Object.keys(instance.exports)).toEqual(['cube', 'answer'])
  })

  it('changes nothing else of the interface', () => {
    const before = describeInterface(readModule(wat(MATHS)))
    const after = describeInterface(readModule(pruneExports(wat(MATHS), ['cube', 'seven']).bytes))
    const wanted = before.exports.filter((line) => /"cube"|"seven"/.test(line))
    expect(wanted).toHaveLength(2)
    expect(compareInterfaces({ ...before, exports: wanted }, after)).toBeUndefined()
  })

  it('returns the very bytes where the list names all', () => {
    const bytes = wat(MATHS)
    const pruned = pruneExports(bytes, ['answer', 'cube', 'seven', 'shout'])
    expect(pruned.bytes).toBe(bytes)
    expect(pruned.pruned).toEqual([])
  })

  it('says which names of the list the module does not have', () => {
    expect(pruneExports(wat(MATHS), ['cube', 'cub', 'sevn']).unknown).toEqual(['cub', 'sevn'])
  })

  it('keeps memories, tables and what runtimes call, and says so', () => {
    const names = [
      '_start',
      '_initialize',
      '__wasm_call_ctors',
      '__wbindgen_malloc',
      '__wbindgen_start',
      '__externref_table_alloc',
    ]
    const source = `(module (memory (export "heap") 1) (table (export "tab") 1 funcref) (func (export "a"))
      ${names.map((name) => `(func (export "${name}"))`).join('')})`
    const { bytes, pruned, kept } = pruneExports(wat(source), [])
    expect(pruned).toEqual(['a'])
    expect(kept).toEqual(['heap', 'tab', ...names])
    expect(exportsOf(bytes)).toEqual(kept)
    expect(pruneExports(wat(source), ['heap', 'a']).kept).toEqual(['tab', ...names])
  })

  it('keeps an export without which a reference in code would be invalid', () => {
    const source = (declaration: string) => `(module (func $f (export "f")) ${declaration}
      (func $g (export "g")) (func (export "run") (drop (ref.func $f))))`
    const undeclared = pruneExports(wat(source('')), ['run'])
    expect(undeclared).toMatchObject({ pruned: ['g'], kept: ['f'] })
    expect(WebAssembly.validate(new Uint8Array(undeclared.bytes))).toBe(true)
    expect(WebAssembly.validate(new Uint8Array(pruneExports(wat(source('(start $f)')), ['run']).bytes))).toBe(
      true,
    )
    expect(pruneExports(wat(source('(elem declare func $f)')), ['run'])).toMatchObject({
      pruned: ['f', 'g'],
      kept: [],
    })
  })

  it('leaves functions of tables, of which nobody knows who calls them', () => {
    const source =
      '(module (table 1 funcref) (elem (i32.const 0) func $a) (func $a (export "a")) (func (export "b")))'
    const { bytes, pruned } = pruneExports(wat(source), [])
    expect(pruned).toEqual(['a', 'b'])
    expect(readModule(bytes).bodies.count).toBe(1)
  })

  it('leaves a module alone of which an instruction is unknown', () => {
    expect(() => pruneExports(functions([0, 0xfb, 0x82, 0x01, 0x0b]), [])).toThrow(WasmParseError)
  })

  it.each(['rust196-rxnu_sizez.wasm', 'emscripten3.1.6-O3.wasm', 'assemblyscript0.28.20-program.wasm'])(
    'makes a smaller module of %s that is valid',
    (path) => {
      const before = readFixture(path)
      const { bytes, pruned, kept, unproved } = pruneExports(before, [])
      expect(unproved).toBeUndefined()
      expect(bytes.length).toBeLessThan(before.length * 0.9)
      expect(WebAssembly.validate(new Uint8Array(bytes))).toBe(true)
      expect([...pruned, ...kept].sort()).toEqual(exportsOf(before).sort())
    },
  )
})
