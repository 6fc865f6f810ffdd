import binaryen from 'binaryen'
import { describe, expect, it } from 'vitest'
import { Cursor } from '../../src/wasm/cursor.ts'
import { checkExports, checkGlobals, readExports, readGlobals } from '../../src/wasm/definitions.ts'
import { collectFeatures } from '../../src/wasm/features.ts'
import { checkImports, readImports } from '../../src/wasm/imports.ts'
import { countImports, readModule, type WasmModule } from '../../src/wasm/module.ts'
import { checkTypes, readTypes } from '../../src/wasm/types.ts'
import { isAccepted } from '../../src/wasm/validate.ts'
import { FIXTURES, readFixture } from '../support/fixtures.ts'
import { custom, leb, section, text, vector, wasm } from '../support/wasm-builder.ts'
import { wat } from '../support/wat.ts'

/** Its own declarations are wrong in places (132). */
interface BinaryenModule {
  getNumFunctions(): number
  getNumExports(): number
  getNumGlobals(): number
  getNumTables(): number
  getNumDataSegments(): number
  getNumElementSegments(): number
  dispose(): void
}

const readWithBinaryen = binaryen.readBinary as unknown as (
  bytes: Uint8Array,
  features: number,
) => BinaryenModule

// wabt 1.0.39 drops the memory index of a data segment, so its file is malformed; what counts is that it is refused or read.
const MALFORMED = 'probes/wabt1.0.39-multimemory.wasm'

describe.each(FIXTURES.filter((path) => path !== MALFORMED))('%s', (path) => {
  const bytes = readFixture(path)
  const module = readModule(bytes)

  it('has as many of everything as binaryen finds', () => {
    const theirs = readWithBinaryen(bytes, binaryen.Features.All)
    const total = (kind: 'function' | 'global' | 'table', defined: number) =>
      countImports(module, kind) + defined
    expect({
      functions: total('function', module.bodies.count),
      exports: module.exports.length,
      globals: total('global', module.globals.length),
      tables: total('table', module.tables.length),
      data: module.data.count,
    }).toEqual({
      functions: theirs.getNumFunctions(),
      exports: theirs.getNumExports(),
      globals: theirs.getNumGlobals(),
      tables: theirs.getNumTables(),
      data: theirs.getNumDataSegments(),
    })
    // Binaryen drops declarative segments, which only say which functions may be referred to.
    const declarative = module.elements.flags.filter((flags) => (flags & 3) === 3).length
    expect(module.elements.count - declarative).toBe(theirs.getNumElementSegments())
    theirs.dispose()
  })

  it('is decoded to its last instruction, unless it is of the stringref proposal', () => {
    if (path.includes('stringref')) {
      expect(() => collectFeatures(module)).toThrow(expect.objectContaining({ name: 'WasmParseError' }))
    } else {
      expect(() => collectFeatures(module)).not.toThrow()
    }
  })
})

it.each(FIXTURES.filter((path) => isAccepted(readFixture(path))))(
  '%s has the imports, exports and custom sections that V8 sees',
  (path) => {
    const bytes = readFixture(path)
    const module = readModule(bytes)
    const compiled = new WebAssembly.Module(bytes)
    expect(
      module.imports.map(({ module: from, name, type }) => ({ module: from, name, kind: type.kind })),
    ).toEqual(WebAssembly.Module.imports(compiled))
    expect(module.exports.map(({ name, kind }) => ({ name, kind }))).toEqual(
      WebAssembly.Module.exports(compiled),
    )
    for (const { name } of module.sections.filter(({ id }) => id === 0)) {
      const lengths = module.sections
        .filter((section) => section.id === 0 && section.name === name)
        .map(({ contentOffset, endOffset }) => endOffset - contentOffset)
      const seen = WebAssembly.Module.customSections(compiled, name)
      expect(seen.map(({ byteLength }) => byteLength)).toEqual(lengths)
    }
  },
)

const everything = () =>
  wat(`(module
    (import "env" "log" (func $log (param i32)))
    (import "env" "base" (global $base i32))
    (import "env" "table" (table 1 funcref))
    (memory (export "memory") 1 4)
    (global $counter (mut i32) (i32.const 7))
    (tag $oops (param i32))
    (table $own 2 funcref)
    (export "run" (func $run))
    (start $init)
    (elem (table $own) (i32.const 0) func $run $init)
    (func $run (result i32) (global.get $counter))
    (func $init (call $log (i32.const 1)))
    (data (i32.const 8) "hello")
    (data $lazy "world"))`)

describe('readModule', () => {
  it('reads one of everything', () => {
    const module = readModule(everything())
    expect(module.imports.map(({ name, type }) => [name, type.kind])).toEqual([
      ['log', 'function'],
      ['base', 'global'],
      ['table', 'table'],
    ])
    expect([module.tables, module.memories, module.globals, module.tags].map(({ length }) => length)).toEqual(
      [1, 1, 1, 1],
    )
    expect(module.exports).toMatchObject([
      { name: 'memory', kind: 'memory', index: 0 },
      { name: 'run', kind: 'function', index: 1 },
    ])
    expect(module.bodies.count).toBe(2)
    expect(module.elements.count).toBe(1)
    expect(module.data.count).toBe(2)
    expect(module.start).toBe(2)
  })

  it('has no start where the module has none', () => {
    expect(readModule(wasm())).not.toHaveProperty('start')
  })

  it.each([
    { kind: 'function', count: 1 },
    { kind: 'global', count: 1 },
    { kind: 'table', count: 1 },
    { kind: 'memory', count: 0 },
    { kind: 'tag', count: 0 },
  ] as const)('counts $count imports of kind $kind', ({ kind, count }) => {
    expect(countImports(readModule(everything()), kind)).toBe(count)
  })

  it('reads an empty module', () => {
    const module: WasmModule = readModule(wasm())
    expect([module.bodies.count, module.data.count, module.elements.count]).toEqual([0, 0, 0])
    expect(module.sections).toEqual([])
  })

  it('refuses bytes behind the last entry of a section', () => {
    expect(() => readModule(wasm(section(1, [0, 9])))).toThrow(expect.objectContaining({ offset: 11 }))
    expect(() => readModule(wasm(section(8, [0, 9])))).toThrow(expect.objectContaining({ offset: 11 }))
  })

  it('refuses an entry that leaves its section, though the file goes on', () => {
    const bytes = wasm(section(2, [1, ...text('m'), 9, 0x61]), custom('behind', [1, 2, 3, 4]))
    expect(() => readModule(bytes)).toThrow(expect.objectContaining({ offset: 14 }))
  })

  it('refuses functions without bodies and bodies without functions', () => {
    const types = section(1, vector([0x60, 0, 0]))
    const declared = section(3, vector([0]))
    const code = section(10, vector([2, 0, 0x0b]))
    expect(() => readModule(wasm(types, declared))).toThrow(/0 function bodies for 1/)
    expect(() => readModule(wasm(types, code))).toThrow(/1 function bodies for 0/)
    expect(readModule(wasm(types, declared, code)).bodies.count).toBe(1)
  })

  it('reads padded integers wherever they stand', () => {
    const bytes = wasm(
      section(1, [...leb(1, 5), 0x60, ...leb(0, 5), ...leb(0, 3)], 5),
      section(3, [...leb(1, 5), ...leb(0, 5)], 5),
      section(7, [...leb(1, 5), ...leb(1, 5), 0x61, 0, ...leb(0, 5)], 5),
      section(10, [...leb(1, 5), ...leb(2, 5), 0, 0x0b], 5),
    )
    expect(isAccepted(bytes)).toBe(true)
    expect(readModule(bytes)).toMatchObject({ exports: [{ name: 'a', index: 0 }], bodies: { count: 1 } })
  })

  it('leaves contents of custom sections alone', () => {
    const bytes = wasm(custom('anything', [0xff, 0xff, 0xff]))
    expect(readModule(bytes).sections).toMatchObject([{ name: 'anything' }])
  })
})

describe.each([
  { what: 'types', id: 1, check: checkTypes, read: readTypes },
  { what: 'imports', id: 2, check: checkImports, read: readImports },
  { what: 'globals', id: 6, check: checkGlobals, read: readGlobals },
  { what: 'exports', id: 7, check: checkExports, read: readExports },
])('what is made of $what later', ({ id, check, read }) => {
  const FILES = [
    'rust196-rx_sizez.wasm',
    'moonc0.1.202605-moonbit-wasm-gc-debug.wasm',
    'clang19-threads.wasm',
  ]
  const files = FILES.map((path) => {
    const bytes = readFixture(path)
    return { path, bytes, section: readModule(bytes).sections.find((section) => section.id === id) }
  })
  const outcome = (walk: (cursor: Cursor) => unknown, bytes: Uint8Array, offset: number, end: number) => {
    const cursor = new Cursor(bytes, offset, end)
    try {
      walk(cursor)
      return `ends at ${cursor.offset}`
    } catch (error) {
      return String(error)
    }
  }

  it.each(files.flatMap(({ path, bytes, section }) => (section ? [{ path, bytes, section }] : [])))(
    'is refused at once where reading it would fail, in the same words: $path',
    ({ bytes, section }) => {
      const offset = section.payloadOffset
      // The beginning says enough, and reading it takes the square of its length.
      const end = Math.min(section.endOffset, offset + 500)
      const changed = bytes.slice(0, section.endOffset)
      const differing: string[] = []
      const compare = (until: number, why: string) => {
        const [checked, made] = [check, read].map((walk) => outcome(walk, changed, offset, until))
        if (checked !== made) differing.push(`${why}: ${checked}, but ${made}`)
      }
      compare(section.endOffset, 'as it is')
      for (let at = offset; at < end; at++) {
        compare(at, `cut at ${at}`)
        for (const value of [0, 1, 0x0b, 0x41, 0x4e, 0x60, 0x7f, 0x80, 0xff]) {
          changed[at] = value
          compare(end, `${value} at ${at}`)
        }
        changed[at] = bytes[at] as number
      }
      expect(differing).toEqual([])
    },
  )
})

it('reads a list when it is first asked for, and once', () => {
  const module = readModule(everything())
  expect(module.types).toBe(module.types)
  expect(module.imports).toBe(module.imports)
  expect(module.globals).toBe(module.globals)
  expect(module.exports).toBe(module.exports)
  expect(module.producers).toBe(module.producers)
})
