import { describe, expect, it } from 'vitest'
import { mergeIdenticalFunctions } from '../../../../src/optimize/rewrite/clean/merge-identical.ts'
import { decodeModule } from '../../../../src/optimize/rewrite/decode-module.ts'
import { encodeModule } from '../../../../src/optimize/rewrite/encode-module.ts'
import { proveMerged, REMOVED } from '../../../../src/optimize/rewrite/proofs/merged.ts'
import { removeSections } from '../../../../src/wasm/strip.ts'
import { FIXTURES, readFixture } from '../../../support/fixtures.ts'
import { wat } from '../../../support/wat.ts'
import { randomNumbers } from './edit-module.ts'
import { mutateFunctions, mutateIndices } from './function-mutations.ts'
import { expectRefusals } from './refusals.ts'

const prove = (before: string, after: string, ...indices: number[]) =>
  proveMerged(wat(`(module ${before})`), wat(`(module ${after})`), Uint32Array.from(indices))

describe('proveMerged', () => {
  it.each(FIXTURES.filter((path) => !path.includes('stringref')))(
    'accepts what the pass makes of %s',
    (path) => {
      const bytes = encodeModule(
        decodeModule(removeSections(readFixture(path), ({ name }) => /debug|source|linking/.test(name))),
      )
      const merged = mergeIdenticalFunctions(decodeModule(bytes))
      if (merged !== undefined)
        expect(proveMerged(bytes, encodeModule(merged), merged.functionIndices!)).toBeUndefined()
    },
  )

  it('accepts functions that became one', () => {
    const before = '(func $a nop) (func $b nop) (func (export "f") call $a call $b)'
    expect(prove(before, '(func $a nop) (func (export "f") call $a call $a)', 0, 0, 1)).toBeUndefined()
  })

  it('accepts functions that are the same if those they call are, and if they call themselves', () => {
    const before = `(func $a call $a) (func $b call $b) (func $c call $a nop) (func $d call $b nop) (func (export "f") call $c call $d)`
    const after = `(func $a call $a) (func $c call $a nop) (func (export "f") call $c call $c)`
    expect(prove(before, after, 0, 0, 1, 1, 2)).toBeUndefined()
  })

  it('accepts functions that are gone, and those that only these call', () => {
    expect(
      prove('(func call 1) (func nop) (func (export "f"))', '(func (export "f"))', REMOVED, REMOVED, 0),
    ).toBeUndefined()
    expect(prove('(type (func)) (func nop)', '(type (func))', REMOVED)).toBeUndefined()
  })

  it('accepts one visible function among those that became one', () => {
    const before = '(func $a (export "a") nop) (func $b nop) (func (export "f") call $b)'
    expect(prove(before, '(func $a (export "a") nop) (func (export "f") call $a)', 0, 0, 1)).toBeUndefined()
  })

  it('accepts functions of a table that nobody but the module sees', () => {
    const before = '(type $t (func)) (table 2 funcref) (elem (i32.const 0) 0 1) (func nop) (func nop)'
    const after = '(type $t (func)) (table 2 funcref) (elem (i32.const 0) 0 0) (func nop)'
    expect(prove(before, after, 0, 0)).toBeUndefined()
  })

  it.each([
    {
      what: 'exports that would be one object',
      before: '(func (export "a")) (func (export "b"))',
      after: '(func $a (export "a") (export "b"))',
      indices: [0, 0],
      problem: 'can be told apart',
    },
    {
      what: 'elements of an exported table',
      before: '(table (export "t") 2 funcref) (elem (i32.const 0) 0 1) (func nop) (func nop)',
      after: '(table (export "t") 2 funcref) (elem (i32.const 0) 0 0) (func nop)',
      indices: [0, 0],
      problem: 'can be told apart',
    },
    {
      what: 'elements of an imported table',
      before: '(import "" "t" (table 2 funcref)) (elem (i32.const 0) 0 1) (func nop) (func nop)',
      after: '(import "" "t" (table 2 funcref)) (elem (i32.const 0) 0 0) (func nop)',
      indices: [0, 0],
      problem: 'can be told apart',
    },
    {
      what: 'elements of a table that code reads',
      before:
        '(table 2 funcref) (elem (i32.const 0) 0 1) (func nop) (func nop) (func (export "f") (result funcref) i32.const 0 table.get 0)',
      after:
        '(table 2 funcref) (elem (i32.const 0) 0 0) (func nop) (func (export "f") (result funcref) i32.const 0 table.get 0)',
      indices: [0, 0, 1],
      problem: 'can be told apart',
    },
    {
      what: 'functions of which code makes references',
      before:
        '(elem declare func 0 1) (func nop) (func nop) (func (result funcref) ref.func 0) (func (result funcref) ref.func 1)',
      after: '(elem declare func 0 0) (func nop) (func (result funcref) ref.func 0)',
      indices: [0, 0, 1, 1],
      problem: 'can be told apart',
    },
    {
      what: 'functions of another type',
      before: '(type (func)) (type (func (param i32))) (func (type 0) nop) (func (type 1) nop)',
      after: '(type (func)) (type (func (param i32))) (func (type 0) nop)',
      indices: [0, 0],
      problem: 'type of function 1',
    },
    {
      what: 'functions with other locals',
      before: '(func (local i32) nop) (func (local i64) nop)',
      after: '(func (local i32) nop)',
      indices: [0, 0],
      problem: 'function 1: local declarations',
    },
    {
      what: 'functions that do something else',
      before: '(func nop) (func unreachable)',
      after: '(func nop)',
      indices: [0, 0],
      problem: 'function 1',
    },
    {
      what: 'a function that is called and gone',
      before: '(func call 1) (func nop)',
      after: '(func call 0)',
      indices: [0, REMOVED],
      problem: 'function 0',
    },
    {
      what: 'a function that is exported and gone',
      before: '(func (export "f")) (func)',
      after: '(func (export "f"))',
      indices: [REMOVED, 0],
      problem: 'export section',
    },
    {
      what: 'a start function that is gone',
      before: '(start 0) (func) (func)',
      after: '(start 0) (func)',
      indices: [REMOVED, 0],
      problem: 'start section',
    },
    {
      what: 'a function that comes from nowhere',
      before: '(func nop)',
      after: '(func nop) (func nop)',
      indices: [0],
      problem: 'function 1 after was none before',
    },
    {
      what: 'a function that became an import',
      before: '(import "" "f" (func)) (func nop)',
      after: '(import "" "f" (func))',
      indices: [0, 0],
      problem: 'index 0 of function 1',
    },
    {
      what: 'an import that is gone',
      before: '(import "" "f" (func)) (func nop)',
      after: '(import "" "f" (func)) (func nop)',
      indices: [REMOVED, 1],
      problem: 'of function 0',
    },
    {
      what: 'an index that there is not',
      before: '(func nop) (func nop)',
      after: '(func nop)',
      indices: [0, 1],
      problem: 'index 1 of function 1',
    },
  ])('refuses $what', ({ before, after, indices, problem }) => {
    expect(prove(before, after, ...indices)).toContain(problem)
  })

  it('lets a function keep the name of any that it was made of, and no other', () => {
    const named = (source: string) => wat(`(module ${source})`, { names: true })
    const before = named('(func $a nop) (func $b nop) (func $c unreachable)')
    const indices = Uint32Array.of(0, 0, 1)
    for (const name of ['$a', '$b']) {
      expect(proveMerged(before, named(`(func ${name} nop) (func $c unreachable)`), indices)).toBeUndefined()
    }
    expect(proveMerged(before, named('(func $c nop) (func $a unreachable)'), indices)).toContain('names')
    expect(proveMerged(before, wat('(module (func nop) (func unreachable))'), indices)).toBeUndefined()
  })

  const modules = [
    'rust196-base_stripped.wasm',
    'assemblyscript0.28.20-as_debug.wasm',
    'emscripten3.1.6-mainmodule.wasm',
    'moonc0.1.202605-moonbit-wasm-debug.wasm',
  ].flatMap((path) => {
    const before = encodeModule(decodeModule(removeSections(readFixture(path), ({ id }) => id === 0)))
    const merged = mergeIdenticalFunctions(decodeModule(before))
    return merged === undefined
      ? []
      : [{ path, before, after: encodeModule(merged), indices: merged.functionIndices! }]
  })

  it('refuses 2,000 faults in a right rewrite', () => {
    const random = randomNumbers(14)
    expectRefusals(2000, () => {
      const fault = mutateFunctions(modules, random)
      return fault && { what: fault.what, proof: proveMerged(fault.before, fault.after, fault.indices) }
    })
  })

  it('refuses 1,000 wrong claims of a right rewrite', () => {
    const random = randomNumbers(15)
    expectRefusals(1000, () => {
      const fault = mutateIndices(modules, random)
      return fault && { what: fault.what, proof: proveMerged(fault.before, fault.after, fault.indices) }
    })
  })
})
