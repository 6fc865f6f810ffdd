import { describe, expect, it } from 'vitest'
import { analyzeModule } from '../../src/analysis/analyze-module.ts'
import { wat } from '../support/wat.ts'

describe('items of a report', () => {
  it('are named as the module names them', () => {
    const { items } = analyzeModule(
      wat(
        `(module
          (import "env" "log" (func $log))
          (import "env" "table" (table 1 funcref))
          (memory (export "memory") 1)
          (global $counter (mut i32) (i32.const 7))
          (table 1 funcref)
          (start $init)
          (elem (i32.const 0) func $init)
          (func $init)
          (func (export "run"))
          (data $text (i32.const 8) "hello"))`,
        { names: true },
      ),
    )
    const named = items
      .filter(({ kind, name }) => kind !== 'section-overhead' && name !== undefined)
      .map(({ kind, index, name }) => [kind, index, name])
    expect(named).toEqual([
      ['import', 0, 'env.log'],
      ['import', 1, 'env.table'],
      ['global', 0, 'counter'],
      ['export', 0, 'memory'],
      ['export', 1, 'run'],
      ['function', 1, 'init'],
      ['function', 2, 'run'],
      ['data', 0, 'text'],
      ['name-subsection', undefined, 'function'],
      ['name-subsection', undefined, 'local'],
      ['name-subsection', undefined, 'global'],
      ['name-subsection', undefined, 'data'],
    ])
  })

  it('have only the fields of which something is known', () => {
    const { items } = analyzeModule(wat('(module (func) (func (export "f")))'))
    for (const item of items) expect(Object.values(item)).not.toContain(undefined)
    expect(items.filter(({ kind }) => kind === 'function').map((item) => Object.keys(item))).toEqual([
      ['kind', 'index', 'offset', 'sizeBytes', 'retainedBytes'],
      ['kind', 'index', 'name', 'offset', 'sizeBytes', 'retainedBytes'],
    ])
  })

  it('retain what only they keep', () => {
    const { items } = analyzeModule(
      wat('(module (func $a call $b) (func $b nop nop) (func (export "run") call $a))'),
    )
    const functions = items.filter(({ kind }) => kind === 'function')
    const sizes = functions.map(({ sizeBytes }) => sizeBytes) as [number, number, number]
    expect(functions.map(({ retainedBytes }) => retainedBytes)).toEqual([
      sizes[0] + sizes[1],
      sizes[1],
      sizes[0] + sizes[1] + sizes[2],
    ])
  })
})
