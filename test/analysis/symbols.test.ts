import { describe, expect, it } from 'vitest'
import { collectNames, type Symbols } from '../../src/analysis/symbols.ts'
import { readModule } from '../../src/wasm/module.ts'
import { wat } from '../support/wat.ts'

const NOTHING: Symbols = { functions: new Map(), globals: new Map(), data: new Map() }

const SOURCE = `(module
  (import "env" "log" (func $log))
  (memory (export "memory") 1)
  (global $own (export "counter") i32 (i32.const 0))
  (func $inner)
  (func $outer (export "run") (export "alias"))
  (data $text "hello"))`

describe('collectNames', () => {
  it('takes the names of the module itself first', () => {
    const { functions, globals, data } = collectNames(readModule(wat(SOURCE, { names: true })))
    expect([functions, globals, data]).toEqual([['log', 'inner', 'outer'], ['own'], ['text']])
  })

  it('falls back to the first name under which something is exported', () => {
    const { functions, globals, data } = collectNames(readModule(wat(SOURCE)))
    expect([functions, globals, data]).toEqual([[undefined, undefined, 'run'], ['counter'], [undefined]])
  })

  it('prefers names from outside to exports', () => {
    const given = { ...NOTHING, functions: new Map([[2, 'outer']]), data: new Map([[0, '.rodata']]) }
    const { functions, data } = collectNames(readModule(wat(SOURCE)), given)
    expect(functions[2]).toBe('outer')
    expect(data[0]).toBe('.rodata')
  })

  it('prefers names from outside to those of the module', () => {
    const given = { ...NOTHING, functions: new Map([[1, 'other']]) }
    const { functions } = collectNames(readModule(wat(SOURCE, { names: true })), given)
    expect(functions).toEqual(['log', 'other', 'outer'])
  })

  it('leaves out names of what is not there', () => {
    const given = { ...NOTHING, functions: new Map([[3, 'nobody']]), globals: new Map([[9, 'nothing']]) }
    const { functions, globals } = collectNames(readModule(wat(SOURCE)), given)
    expect([functions.length, globals.length]).toEqual([3, 1])
  })
})
