import { describe, expect, it } from 'vitest'
import { compareInterfaces, describeInterface } from '../../src/wasm/interface.ts'
import { readModule } from '../../src/wasm/module.ts'
import { FIXTURES, readFixture } from '../support/fixtures.ts'
import { custom, leb, section, text, vector, wasm } from '../support/wasm-builder.ts'
import { wat } from '../support/wat.ts'

const interfaceOf = (bytes: Uint8Array) => describeInterface(readModule(bytes))
const inText = (fields: string) => interfaceOf(wat(`(module ${fields})`))

/** The same difference is found in both directions, or none in both. */
const differ = (before: string, after: string) => {
  const forth = compareInterfaces(inText(before), inText(after))
  const back = compareInterfaces(inText(after), inText(before))
  expect(back === undefined).toBe(forth === undefined)
  return forth !== undefined
}

describe('interfaces that are equal', () => {
  it.each(FIXTURES)('%s and itself', (path) => {
    const module = interfaceOf(readFixture(path))
    expect(compareInterfaces(module, module)).toBeUndefined()
  })

  it.each([
    {
      what: 'type indices',
      before:
        '(type (func (param i32))) (type (func)) (import "m" "f" (func (type 0))) (func (export "g") (type 1))',
      after:
        '(type (func)) (type (func (param i32))) (import "m" "f" (func (type 1))) (func (export "g") (type 0))',
    },
    {
      what: 'function indices',
      before: '(func $a (param i32)) (func $b) (export "a" (func $a)) (export "b" (func $b))',
      after: '(func $b) (func $unused) (func $a (param i32)) (export "a" (func $a)) (export "b" (func $b))',
    },
    {
      what: 'the order of imports',
      before: '(import "m" "a" (func)) (import "m" "b" (func (param i32)))',
      after: '(import "m" "b" (func (param i32))) (import "m" "a" (func))',
    },
    {
      what: 'what is not exported',
      before: '(memory 1) (global i32 (i32.const 1)) (func (export "f"))',
      after: '(func (export "f"))',
    },
    {
      what: 'the value of a global',
      before: '(global (export "g") i32 (i32.const 1))',
      after: '(global (export "g") i32 (i32.const 2))',
    },
  ])('$what may differ', ({ before, after }) => {
    expect(differ(before, after)).toBe(false)
  })
})

describe('interfaces that differ', () => {
  it.each([
    { what: 'an export is gone', before: '(func (export "f"))', after: '(func)' },
    { what: 'an export has another name', before: '(func (export "f"))', after: '(func (export "g"))' },
    {
      what: 'exports have another order',
      before: '(func (export "f")) (func (export "g"))',
      after: '(func (export "g")) (func (export "f"))',
    },
    {
      what: 'an export has another kind',
      before: '(func (export "f"))',
      after: '(global (export "f") i32 (i32.const 0))',
    },
    {
      what: 'a parameter has another type',
      before: '(func (export "f") (param i32))',
      after: '(func (export "f") (param i64))',
    },
    {
      what: 'there is a parameter more',
      before: '(func (export "f"))',
      after: '(func (export "f") (param i32))',
    },
    {
      what: 'a parameter became a result',
      before: '(func (export "f") (param i32))',
      after: '(func (export "f") (result i32) (i32.const 0))',
    },
    { what: 'an import is gone', before: '(import "m" "f" (func))', after: '' },
    {
      what: 'an import comes from elsewhere',
      before: '(import "m" "f" (func))',
      after: '(import "n" "f" (func))',
    },
    {
      what: 'an import has another name',
      before: '(import "m" "f" (func))',
      after: '(import "m" "g" (func))',
    },
    {
      what: 'a name has moved over the border',
      before: '(import "a b" "c" (func))',
      after: '(import "a" "b c" (func))',
    },
    {
      what: 'an import has another type',
      before: '(import "m" "f" (func))',
      after: '(import "m" "f" (func (result i32)))',
    },
    {
      what: 'an import is there twice',
      before: '(import "m" "f" (func))',
      after: '(import "m" "f" (func)) (import "m" "f" (func))',
    },
    {
      what: 'a global is mutable',
      before: '(import "m" "g" (global i32))',
      after: '(import "m" "g" (global (mut i32)))',
    },
    {
      what: 'a global has another type',
      before: '(import "m" "g" (global i32))',
      after: '(import "m" "g" (global f32))',
    },
    {
      what: 'a memory has another minimum',
      before: '(memory (export "m") 1)',
      after: '(memory (export "m") 2)',
    },
    { what: 'a memory has a maximum', before: '(memory (export "m") 1)', after: '(memory (export "m") 1 1)' },
    {
      what: 'a memory is shared',
      before: '(memory (export "m") 1 2)',
      after: '(memory (export "m") 1 2 shared)',
    },
    { what: 'a memory has 64 bits', before: '(memory (export "m") 1)', after: '(memory (export "m") i64 1)' },
    {
      what: 'a table has another element type',
      before: '(table (export "t") 1 funcref)',
      after: '(table (export "t") 1 externref)',
    },
    {
      what: 'a table has another minimum',
      before: '(table (export "t") 1 funcref)',
      after: '(table (export "t") 2 funcref)',
    },
    {
      what: 'an imported tag has another type',
      before: '(import "m" "t" (tag))',
      after: '(import "m" "t" (tag (param i32)))',
    },
    {
      what: 'an imported memory is a table',
      before: '(import "m" "x" (memory 1))',
      after: '(import "m" "x" (table 1 funcref))',
    },
    { what: 'a tag has another type', before: '(tag (export "t"))', after: '(tag (export "t") (param i32))' },
  ])('$what', ({ before, after }) => {
    expect(differ(before, after)).toBe(true)
  })

  it('are told by the first difference, quoting names', () => {
    const before = inText('(func (export "f\\n"))')
    expect(compareInterfaces(before, inText(''))).toBe(
      String.raw`export "f\n" function ()->() became nothing`,
    )
    expect(compareInterfaces(inText(''), before)).toBe(String.raw`export "f\n" function ()->() is new`)
  })

  it('take the type of what is imported from its own index space', () => {
    const fields = `(import "m" "g" (global i64)) (import "m" "f" (func (param f32))) (import "m" "h" (global f64))
      (import "m" "t" (tag (param i32))) (func (export "own")) (export "f" (func 0)) (export "h" (global 1))`
    expect(inText(fields)).toMatchObject({
      imports: [
        '"m" "f" function (f32)->()',
        '"m" "g" global i64',
        '"m" "h" global f64',
        '"m" "t" tag (i32)->()',
      ],
      exports: ['"own" function ()->()', '"f" function (f32)->()', '"h" global f64'],
    })
  })

  it('say so where an export refers to nothing', () => {
    const dangling = wasm(section(7, vector([...text('f'), 0, 9])))
    expect(interfaceOf(dangling).exports).toEqual(['"f" function 9 out of range'])
  })
})

describe('custom sections', () => {
  const withCustom = (...sections: number[][]) => interfaceOf(wasm(...sections))

  it('belong to the interface, unless they may be stripped', () => {
    expect(
      withCustom(custom('b', [1, 2]), custom('name', [1]), custom('producers', [0]), custom('a'))
        .customSections,
    ).toEqual(['"a" 0', '"b" 2'])
  })

  it.each([
    { what: 'is gone', after: [] },
    { what: 'has another length', after: [custom('a', [1, 2])] },
    { what: 'is there twice', after: [custom('a', [1]), custom('a', [1])] },
  ])('differ where one $what', ({ after }) => {
    expect(compareInterfaces(withCustom(custom('a', [1])), withCustom(...after))).toBeDefined()
  })
})

describe('types of garbage collection', () => {
  /** A module of these types that exports an immutable global of a nullable reference to one of them. */
  const exporting = (index: number, ...types: number[][]) =>
    interfaceOf(
      wasm(
        section(1, vector(...types)),
        section(6, vector([0x63, index, 0, 0xd0, index, 0x0b])),
        section(7, vector([...text('g'), 3, 0])),
      ),
    )

  const UNUSED = [0x60, 0, 0]
  const list = (self: number) => [0x4e, 1, 0x5f, 2, 0x7f, 0, 0x63, self, 1]

  it('are spelled without their indices, recursive ones too', () => {
    expect(exporting(0, list(0)).exports).toEqual(exporting(1, UNUSED, list(1)).exports)
  })

  it('end, however types refer to one another', () => {
    const even = [0x5f, 1, 0x63, 1, 0]
    const odd = [0x5f, 1, 0x63, 0, 0]
    const array = [0x5e, 0x63, 2, 0]
    expect(exporting(0, [0x4e, 2, ...even, ...odd]).exports).toHaveLength(1)
    expect(exporting(2, UNUSED, UNUSED, array).exports).toHaveLength(1)
  })

  it('are no longer than the types, however often they are referred to', () => {
    // Each of 200 structs refers twice to the next: spelled out at every place, they would never end.
    const chain = Array.from({ length: 200 }, (_, at) => {
      const next = Math.min(at + 1, 199)
      return [0x5f, 2, 0x63, ...leb(next, 2), 0, 0x63, ...leb(next, 2), 0]
    })
    const [line] = exporting(0, [0x4e, ...leb(200), ...chain.flat()]).exports
    expect(line?.length).toBeLessThan(20_000)
  })

  it.each([
    { what: 'a field', type: [0x4e, 1, 0x5f, 2, 0x7e, 0, 0x63, 0, 1] },
    { what: 'mutability', type: [0x4e, 1, 0x5f, 2, 0x7f, 1, 0x63, 0, 1] },
    { what: 'nullability', type: [0x4e, 1, 0x5f, 2, 0x7f, 0, 0x64, 0, 1] },
    { what: 'what the recursion goes back to', type: [0x4e, 1, 0x5f, 2, 0x7f, 0, 0x63, 0x6b, 1] },
    { what: 'being open to subtypes', type: [0x4e, 1, 0x50, 0, 0x5f, 2, 0x7f, 0, 0x63, 0, 1] },
    { what: 'being an array', type: [0x5e, 0x7f, 0] },
    { what: 'being a function', type: [0x60, 0, 0] },
  ])('differ by $what', ({ type }) => {
    expect(compareInterfaces(exporting(0, list(0)), exporting(0, type))).toBeDefined()
  })

  it('differ by their supertype', () => {
    const base = [0x50, 0, 0x5f, 0]
    const other = [0x50, 0, 0x5f, 1, 0x7f, 0]
    const child = [0x4f, 1, 0, 0x5f, 1, 0x7f, 0]
    expect(compareInterfaces(exporting(1, base, child), exporting(1, other, child))).toBeDefined()
  })

  it('say so where a type index leads nowhere', () => {
    expect(exporting(7, UNUSED).exports[0]).toContain('type 7 out of range')
  })
})
