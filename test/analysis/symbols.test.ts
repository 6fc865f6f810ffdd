import { describe, expect, it } from 'vitest'
import { collectSymbols, type Symbols } from '../../src/analysis/symbols.ts'
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

describe('collectSymbols', () => {
  it('takes the names of the module itself first', () => {
    const { functions, globals, data } = collectSymbols(readModule(wat(SOURCE, { names: true })))
    expect([...functions]).toEqual([
      [0, 'log'],
      [1, 'inner'],
      [2, 'outer'],
    ])
    expect([...globals]).toEqual([[0, 'own']])
    expect([...data]).toEqual([[0, 'text']])
  })

  it('falls back to the first name under which something is exported', () => {
    const { functions, globals, data } = collectSymbols(readModule(wat(SOURCE)))
    expect([...functions]).toEqual([[2, 'run']])
    expect([...globals]).toEqual([[0, 'counter']])
    expect([...data]).toEqual([])
  })

  it('prefers names from outside to exports', () => {
    const given = { ...NOTHING, functions: new Map([[2, 'outer']]), data: new Map([[0, '.rodata']]) }
    const { functions, data } = collectSymbols(readModule(wat(SOURCE)), given)
    expect(functions.get(2)).toBe('outer')
    expect(data.get(0)).toBe('.rodata')
  })

  it('leaves what it was given alone', () => {
    const given = { ...NOTHING, functions: new Map<number, string>() }
    collectSymbols(readModule(wat(SOURCE)), given)
    expect(given.functions.size).toBe(0)
  })
})
