import { describe, expect, it } from 'vitest'
import { exportImports, removeExports } from '../../../src/optimize/engines/imports-as-exports.ts'
import { describeInterface } from '../../../src/wasm/interface.ts'
import { readModule } from '../../../src/wasm/module.ts'
import { FIXTURES, readFixture } from '../../support/fixtures.ts'
import { section, text, vector, wasm } from '../../support/wasm-builder.ts'
import { wat } from '../../support/wat.ts'

const exportsOf = (bytes: Uint8Array) =>
  readModule(bytes).exports.map(({ name, kind, index }) => `${name} ${kind} ${index}`)

const EVERY_KIND = wat(`(module
  (import "m" "f" (func)) (import "m" "g" (func))
  (import "m" "t" (table 1 funcref))
  (import "m" "e" (memory 1))
  (import "m" "i" (global i32))
  (import "m" "x" (tag))
  (func (export "own")) (export "memory" (memory 0)))`)

describe('imports', () => {
  it('of every kind become exports behind the own ones', () => {
    const { bytes } = exportImports(EVERY_KIND)
    expect(exportsOf(bytes)).toEqual([
      'own function 2',
      'memory memory 0',
      'wasm-budget:function0 function 0',
      'wasm-budget:function1 function 1',
      'wasm-budget:table0 table 0',
      'wasm-budget:memory0 memory 0',
      'wasm-budget:global0 global 0',
      'wasm-budget:tag0 tag 0',
    ])
    expect(
      WebAssembly.validate(exportImports(wat('(module (import "m" "f" (func)) (func))')).bytes as never),
    ).toBe(true)
  })

  it('become exports where there was no section of them, in front of what must follow it', () => {
    const source = wat(`(module (import "m" "f" (func)) (table 1 funcref) (global i32 (i32.const 0))
      (start 0) (elem (i32.const 0) 0) (data "x") (func))`)
    const { bytes, prefix } = exportImports(source)
    expect(exportsOf(bytes)).toEqual(['wasm-budget:function0 function 0'])
    expect(WebAssembly.validate(bytes as never)).toBe(true)
    expect(removeExports(bytes, prefix)).toEqual(source)
  })

  it('become the only exports behind the header of a module that has nothing else', () => {
    const onlyImports = wasm(
      section(1, vector([0x60, 0, 0])),
      section(2, vector([...text('m'), ...text('f'), 0, 0])),
    )
    const { bytes, prefix } = exportImports(onlyImports)
    expect(exportsOf(bytes)).toEqual(['wasm-budget:function0 function 0'])
    expect(removeExports(bytes, prefix)).toEqual(onlyImports)
  })

  it('are left alone where there are none', () => {
    const none = wat('(module (func (export "f")))')
    expect(exportImports(none).bytes).toBe(none)
    expect(removeExports(none, exportImports(none).prefix)).toBe(none)
  })

  it('get names that no export of the module has or begins with', () => {
    const source = wat(`(module (import "m" "f" (func))
      (func (export "wasm-budget:function0")) (func (export "wasm-budget::mine")))`)
    const { bytes, prefix } = exportImports(source)
    expect(prefix).toBe('wasm-budget:::')
    expect(exportsOf(removeExports(bytes, prefix))).toEqual(exportsOf(source))
  })

  it.each(FIXTURES)('of %s are exports and then no more', (path) => {
    const source = readFixture(path)
    const { bytes, prefix } = exportImports(source)
    const module = readModule(source)
    expect(readModule(bytes).exports).toHaveLength(module.exports.length + module.imports.length)
    expect(describeInterface(readModule(removeExports(bytes, prefix)))).toEqual(describeInterface(module))
  })
})
