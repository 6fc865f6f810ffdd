import binaryen from 'binaryen'
import { describe, expect, it } from 'vitest'
import { wasmOptFeatures } from '../../src/optimize/engines/feature-flags.ts'
import { collectFeatures, withImpliedFeatures } from '../../src/wasm/features.ts'
import { readModule } from '../../src/wasm/module.ts'
import { readTargetFeatures } from '../../src/wasm/target-features.ts'
import { FIXTURES, PROBES, readFixture } from '../support/fixtures.ts'
import { functions, leb, section, text, vector, wasm } from '../support/wasm-builder.ts'
import { wat } from '../support/wat.ts'

const featuresOf = (bytes: Uint8Array) => [...collectFeatures(readModule(bytes))].sort()

const inText = (fields: string) => featuresOf(wat(`(module ${fields})`))

/** A body that is decoded but need not be valid: no locals, the instructions, the end. */
const inBody = (...instructions: number[]) => featuresOf(functions([0, ...instructions, 0x0b]))

describe('a module of the MVP', () => {
  it('uses no feature', () => {
    expect(
      inText(`
        (import "m" "f" (func $f (param i32 i64 f32 f64) (result i32)))
        (import "m" "g" (global $g i32))
        (memory 1 2) (table 1 funcref) (global $own (mut i32) (global.get $g))
        (elem (i32.const 0) $f)
        (data (i32.const 0) "a")
        (func (export "e") (param i32) (result i32) (local f64 i32)
          (block (result i32) (loop (br_if 0 (local.get 0)) (br_table 0 1 (i32.const 1) (i32.const 0))) (unreachable))
          (if (then (nop)) (else (return (i32.const 1))))
          (drop (i32.load offset=4 align=2 (i32.const 0)))
          (i64.store8 (i32.const 0) (i64.const -1))
          (drop (i32.trunc_f64_s (f64.const 1)))
          (global.set $own (select (i32.const 1) (i32.const 2) (memory.size)))
          (drop (call_indirect (param i32 i64 f32 f64) (result i32)
            (i32.const 0) (i64.const 0) (f32.const 0) (f64.const 0) (i32.const 0)))
          (memory.grow (i32.const 1)))`),
    ).toEqual([])
  })
})

describe('features that declarations use', () => {
  it.each([
    { feature: 'multivalue', fields: '(type (func (result i32 i32)))' },
    { feature: 'simd128', fields: '(type (func (param v128)))' },
    { feature: 'simd128', fields: '(global (import "m" "g") v128)' },
    { feature: 'reference-types', fields: '(type (func (param externref)))' },
    { feature: 'reference-types', fields: '(table 1 externref)' },
    { feature: 'reference-types', fields: '(table 1 funcref) (table 1 funcref)' },
    { feature: 'mutable-globals', fields: '(import "m" "g" (global (mut i32)))' },
    { feature: 'mutable-globals', fields: '(global (export "g") (mut i32) (i32.const 0))' },
    { feature: 'atomics', fields: '(memory 1 2 shared)' },
    { feature: 'atomics', fields: '(import "m" "m" (memory 1 2 shared))' },
    { feature: 'memory64', fields: '(memory i64 1)' },
    { feature: 'exception-handling', fields: '(tag)' },
    { feature: 'exception-handling', fields: '(import "m" "t" (tag))' },
  ])('$feature: $fields', ({ feature, fields }) => {
    expect(inText(fields)).toEqual([feature])
  })

  it('mutable-globals counts imports when it looks up what is exported', () => {
    const imported = '(import "m" "a" (global i32))'
    expect(inText(`${imported} (global (mut i32) (i32.const 0)) (export "a" (global 0))`)).toEqual([])
    expect(inText(`${imported} (global (mut i32) (i32.const 0)) (export "a" (global 1))`)).toEqual([
      'mutable-globals',
    ])
  })

  const REF = 0x63
  const REF_NOT_NULL = 0x64
  const param = (...type: number[]) => wasm(section(1, vector([0x60, 1, ...type, 0])))

  it.each([
    { what: 'a struct', feature: 'gc', bytes: wasm(section(1, vector([0x5f, 0]))) },
    { what: 'an array', feature: 'gc', bytes: wasm(section(1, vector([0x5e, 0x7f, 0]))) },
    {
      what: 'an open function type with a supertype',
      feature: 'gc',
      bytes: wasm(section(1, vector([0x60, 0, 0], [0x50, 1, 0, 0x60, 0, 0]))),
    },
    {
      what: 'a recursion group',
      feature: 'gc',
      bytes: wasm(section(1, vector([0x4e, 2, 0x60, 0, 0, 0x60, 0, 0]))),
    },
    { what: 'anyref', feature: 'gc', bytes: param(0x6e) },
    { what: 'i31ref', feature: 'gc', bytes: param(0x6c) },
    { what: 'a reference to a type', feature: 'typed-function-references', bytes: param(REF, 0) },
    {
      what: 'a reference that is not null',
      feature: 'typed-function-references',
      bytes: param(REF_NOT_NULL, 0x70),
    },
    { what: 'exnref', feature: 'exnref', bytes: param(0x69) },
    { what: 'stringref', feature: 'strings', bytes: param(0x67) },
    {
      what: 'a continuation type',
      feature: 'stack-switching',
      bytes: wasm(section(1, vector([0x60, 0, 0], [0x5d, 0]))),
    },
    { what: 'contref', feature: 'stack-switching', bytes: param(0x68) },
    { what: 'a shared reference', feature: 'shared-everything', bytes: param(0x65, 0x6e) },
    { what: 'a page size', feature: 'custom-page-sizes', bytes: wasm(section(5, vector([8, 1, 0]))) },
    { what: 'two memories', feature: 'multimemory', bytes: wasm(section(5, vector([0, 1], [0, 1]))) },
    {
      what: 'an imported memory and an own one',
      feature: 'multimemory',
      bytes: wasm(section(2, vector([...text('m'), ...text('m'), 2, 0, 1])), section(5, vector([0, 1]))),
    },
    { what: 'a 64-bit table', feature: 'memory64', bytes: wasm(section(4, vector([0x70, 4, 1]))) },
  ])('$feature: $what', ({ feature, bytes }) => {
    expect(featuresOf(bytes)).toEqual([feature])
  })

  it('typed-function-references: a table with an initialiser', () => {
    const table = [0x40, 0, 0x70, 0, 1, 0xd0, 0x70, 0x0b]
    expect(featuresOf(wasm(section(4, vector(table))))).toEqual([
      'reference-types',
      'typed-function-references',
    ])
  })

  it('shared-everything: a shared struct, which is of GC too', () => {
    expect(featuresOf(wasm(section(1, vector([0x65, 0x5f, 0]))))).toEqual(['gc', 'shared-everything'])
  })
})

describe('features that segments use', () => {
  it.each([
    { what: 'a passive data segment', fields: '(memory 1) (data "a")', features: ['bulk-memory'] },
    { what: 'a passive element segment', fields: '(elem func)', features: ['bulk-memory'] },
    {
      what: 'an element segment of expressions',
      fields: '(elem funcref (ref.null func))',
      features: ['bulk-memory', 'reference-types'],
    },
    {
      what: 'a declarative element segment',
      fields: '(func $f) (elem declare func $f)',
      features: ['bulk-memory', 'reference-types'],
    },
    {
      what: 'extended constant arithmetic in an offset',
      fields: '(memory 1) (data (i32.add (i32.const 1) (i32.const 2)) "a")',
      features: ['extended-const'],
    },
    {
      what: 'extended constant arithmetic in a global',
      fields: '(global i64 (i64.mul (i64.const 1) (i64.const 2)))',
      features: ['extended-const'],
    },
  ])('$what', ({ fields, features }) => {
    expect(inText(fields)).toEqual(features)
  })

  it('bulk-memory: a data count section, though no segment is passive', () => {
    expect(featuresOf(wasm(section(12, [0])))).toEqual(['bulk-memory'])
  })

  it('call arithmetic in bodies nothing special', () => {
    expect(inText('(func (drop (i32.add (i32.const 1) (i32.const 2))))')).toEqual([])
  })
})

describe('features that instructions use', () => {
  const MEMORY = '(memory 1)'

  it.each([
    { features: ['sign-ext'], code: '(drop (i32.extend8_s (i32.const 0)))' },
    { features: ['sign-ext'], code: '(drop (i64.extend32_s (i64.const 0)))' },
    { features: ['nontrapping-fptoint'], code: '(drop (i32.trunc_sat_f32_s (f32.const 0)))' },
    { features: ['bulk-memory-opt'], code: '(memory.copy (i32.const 0) (i32.const 0) (i32.const 0))' },
    { features: ['bulk-memory-opt'], code: '(memory.fill (i32.const 0) (i32.const 0) (i32.const 0))' },
    { features: ['simd128'], code: '(drop (v128.const i32x4 1 2 3 4))' },
    { features: ['simd128'], code: '(drop (i8x16.extract_lane_s 3 (v128.load (i32.const 0))))' },
    { features: ['simd128'], code: '(drop (v128.load8_lane 3 (i32.const 0) (v128.const i64x2 0 0)))' },
    {
      features: ['relaxed-simd', 'simd128'],
      code: '(drop (i8x16.relaxed_swizzle (v128.const i64x2 0 0) (v128.const i64x2 0 0)))',
    },
    { features: ['atomics'], code: '(atomic.fence)' },
    { features: ['atomics'], code: '(drop (i32.atomic.load (i32.const 0)))' },
    { features: ['tail-call'], code: '(return_call 0)' },
    { features: ['reference-types'], code: '(drop (ref.null func))' },
    { features: ['reference-types'], code: '(drop (ref.is_null (ref.null extern)))' },
    {
      features: ['reference-types'],
      code: '(drop (select (result i32) (i32.const 0) (i32.const 1) (i32.const 2)))',
    },
    { features: ['multivalue'], code: '(drop (drop (block (result i32 i32) (i32.const 0) (i32.const 1))))' },
    { features: ['multivalue'], code: '(i32.const 0) (block (param i32) (drop))' },
    { features: ['simd128'], code: '(drop (block (result v128) (unreachable)))' },
  ])('$features: $code', ({ features, code }) => {
    expect(inText(`${MEMORY} (func ${code})`)).toEqual(features)
  })

  it.each([
    {
      features: ['bulk-memory'],
      fields: '(memory 1) (data $d "a") (func (memory.init $d (i32.const 0) (i32.const 0) (i32.const 0)))',
    },
    { features: ['bulk-memory'], fields: '(memory 1) (data $d "a") (func (data.drop $d))' },
    {
      features: ['bulk-memory'],
      fields: '(table 1 funcref) (func (table.copy (i32.const 0) (i32.const 0) (i32.const 0)))',
    },
    { features: ['reference-types'], fields: '(table 1 funcref) (func (drop (table.size)))' },
    { features: ['reference-types'], fields: '(table 1 funcref) (func (drop (table.get 0 (i32.const 0))))' },
    {
      features: ['reference-types'],
      fields: '(table 1 funcref) (table $t 1 funcref) (func (call_indirect $t (i32.const 0)))',
    },
    { features: ['tail-call'], fields: '(table 1 funcref) (func (return_call_indirect (i32.const 0)))' },
    { features: ['exception-handling'], fields: '(tag $t) (func (throw $t))' },
    {
      features: ['exception-handling', 'exception-handling-legacy'],
      fields: '(tag $t) (func (try (do) (catch $t)))',
    },
    { features: ['exception-handling-legacy'], fields: '(func (try (do) (catch_all (rethrow 0))))' },
    {
      features: ['exception-handling-legacy'],
      fields: '(func (try (do (try (do) (delegate 0))) (catch_all)))',
    },
    { features: ['simd128'], fields: '(func (local v128))' },
    { features: ['reference-types'], fields: '(func (local externref))' },
  ])('$features: $fields', ({ features, fields }) => {
    expect(inText(fields)).toEqual(features)
  })

  it('reads on behind a try that delegates, which has no end of its own', () => {
    const body = '(try (do (try (do) (delegate 0))) (catch_all)) (drop (i32.extend8_s (i32.const 0)))'
    expect(inText(`(func ${body})`)).toEqual(['exception-handling-legacy', 'sign-ext'])
  })

  it.each([
    {
      what: 'try_table with every kind of catch',
      bytes: [0x1f, 0x40, 4, 0, 0, 0, 1, 0, 0, 2, 0, 3, 0, 0x0b],
      features: ['exnref'],
    },
    { what: 'throw_ref', bytes: [0x0a], features: ['exnref'] },
    { what: 'call_ref', bytes: [0x14, 0], features: ['typed-function-references'] },
    { what: 'return_call_ref', bytes: [0x15, 0], features: ['tail-call'] },
    { what: 'br_on_null', bytes: [0xd5, 0], features: ['typed-function-references'] },
    { what: 'ref.as_non_null', bytes: [0xd4], features: ['typed-function-references'] },
    { what: 'ref.eq', bytes: [0xd3], features: ['gc'] },
    { what: 'struct.get', bytes: [0xfb, 2, 0, 0], features: ['gc'] },
    { what: 'array.new_data', bytes: [0xfb, 9, 0, 0], features: ['gc'] },
    { what: 'array.len', bytes: [0xfb, 15], features: ['gc'] },
    { what: 'ref.cast to a type', bytes: [0xfb, 22, 0], features: ['gc'] },
    { what: 'br_on_cast', bytes: [0xfb, 24, 3, 0, 0x6e, 0x6c], features: ['gc'] },
    { what: 'i31.get_u', bytes: [0xfb, 30], features: ['gc'] },
    { what: 'i64.add128', bytes: [0xfc, 19], features: ['wide-arithmetic'] },
    { what: 'f32.load_f16', bytes: [0xfc, 0x30, 1, 0], features: ['fp16'] },
    { what: 'f16x8.splat', bytes: [0xfd, 0xa0, 0x02], features: ['fp16'] },
    { what: 'f16x8.replace_lane', bytes: [0xfd, 0xa2, 0x02, 7], features: ['fp16'] },
    { what: 'cont.new', bytes: [0xe0, 0], features: ['stack-switching'] },
    { what: 'resume with handlers', bytes: [0xe3, 0, 2, 0, 0, 0, 1, 0], features: ['stack-switching'] },
    { what: 'switch', bytes: [0xe6, 0, 0], features: ['stack-switching'] },
    {
      what: 'an indirect call with a padded table index',
      bytes: [0x11, 0, ...leb(0, 5)],
      features: ['call-indirect-overlong'],
    },
    { what: 'an indirect call with a plain table index', bytes: [0x11, 0, 0], features: [] },
    { what: 'an indirect call of a later table', bytes: [0x11, 0, 1], features: ['reference-types'] },
    { what: 'i32.atomic.rmw.cmpxchg', bytes: [0xfe, 0x48, 2, 0], features: ['atomics'] },
    { what: 'a block of a function type without parameters', bytes: [0x02, 0, 0x0b], features: [] },
  ])('$what uses $features', ({ bytes, features }) => {
    // What follows must be read too: an immediate of the wrong length would swallow or split it.
    expect(inBody(...bytes, 0xc0)).toEqual([...features, 'sign-ext'].sort())
  })

  it('a load from a memory by its index is read to its end', () => {
    expect(inBody(0x28, 0x42, 1, 4, 0xc0)).toEqual(['sign-ext'])
  })
})

describe('a body that cannot be decoded', () => {
  // Header 8, type section 6, function section 4, then id, size and count of the code section and the size of the body.
  const BODY = 8 + 6 + 4 + 3 + 1

  it.each([
    { why: 'an unknown opcode', body: [0, 0x27, 0x0b], offset: BODY + 1 },
    { why: 'an unknown opcode behind a prefix', body: [0, 0xfc, 0x20, 0x0b], offset: BODY + 1 },
    { why: 'a prefix with a huge opcode', body: [0, 0xfd, 0xff, 0xff, 0x03, 0x0b], offset: BODY + 1 },
    { why: 'no end', body: [0, 0x01], offset: BODY + 2 },
    { why: 'code behind the end', body: [0, 0x0b, 0x01], offset: BODY + 2 },
    { why: 'an immediate that is cut', body: [0, 0x41, 0x80], offset: BODY + 3 },
    { why: 'a local of an unknown type', body: [1, 1, 0x10, 0x0b], offset: BODY + 2 },
  ])('$why is refused at its offset', ({ body, offset }) => {
    expect(() => featuresOf(functions(body))).toThrow(
      expect.objectContaining({ name: 'WasmParseError', offset }),
    )
  })
})

describe('withImpliedFeatures', () => {
  it.each([
    { features: [], all: [] },
    { features: ['atomics'], all: ['atomics'] },
    { features: ['bulk-memory'], all: ['bulk-memory', 'bulk-memory-opt'] },
    { features: ['reference-types'], all: ['call-indirect-overlong', 'reference-types'] },
    { features: ['relaxed-simd'], all: ['relaxed-simd', 'simd128'] },
    {
      features: ['gc'],
      all: ['call-indirect-overlong', 'gc', 'reference-types', 'typed-function-references'],
    },
  ])('$features comes to $all', ({ features, all }) => {
    expect([...withImpliedFeatures(new Set(features))].sort()).toEqual(all)
  })

  it('leaves the set that it was given alone', () => {
    const given = new Set(['gc'])
    withImpliedFeatures(given)
    expect([...given]).toEqual(['gc'])
  })
})

describe('the probes', () => {
  const EXPECTED: Record<string, string[]> = {
    custom_page: ['custom-page-sizes'],
    eh_exnref: ['exception-handling', 'exnref'],
    eh_legacy: ['exception-handling', 'exception-handling-legacy'],
    empty: [],
    extconst: ['extended-const'],
    gc: ['gc', 'typed-function-references'],
    memory64: ['memory64'],
    multimemory: ['multimemory'],
    multivalue: ['multivalue'],
    passive_data: ['bulk-memory'],
    relaxedsimd: ['relaxed-simd', 'simd128'],
    stackswitching: [
      'bulk-memory',
      'exception-handling',
      'reference-types',
      'stack-switching',
      'typed-function-references',
    ],
    startonly: [],
    table_init: ['bulk-memory', 'reference-types'],
    tagimport: ['exception-handling'],
    tailcall: ['tail-call'],
    threads: ['atomics', 'bulk-memory'],
    typedfuncref: ['bulk-memory', 'reference-types', 'typed-function-references'],
    wide_arith: ['multivalue', 'wide-arithmetic'],
  }
  // Binaryen writes a data count section wherever there is data.
  const ALSO: Record<string, string[]> = {
    'probes/binaryen132-extconst.wasm': ['bulk-memory'],
    'probes/binaryen132-gc.wasm': ['bulk-memory'],
    'probes/binaryen132-multimemory.wasm': ['bulk-memory'],
  }

  it.each(PROBES.filter((path) => !path.includes('stringref')))(
    '%s use what they are named after',
    (path) => {
      const subject = /-(\w+)\.wasm$/.exec(path)?.[1] as string
      expect(featuresOf(readFixture(path))).toEqual(
        [...(EXPECTED[subject] as string[]), ...(ALSO[path] ?? [])].sort(),
      )
    },
  )
})

describe('what other tools say', () => {
  const withTargetFeatures = FIXTURES.filter((path) => {
    const module = readModule(readFixture(path))
    return readTargetFeatures(module.bytes, module.sections).size > 0
  })

  it('is there for several toolchains', () => {
    expect(withTargetFeatures.length).toBeGreaterThan(8)
  })

  it.each(withTargetFeatures)('target_features of %s allows what is found', (path) => {
    const module = readModule(readFixture(path))
    const built = withImpliedFeatures(readTargetFeatures(module.bytes, module.sections))
    const finer = new Set(['exception-handling-legacy', 'exnref'])
    expect([...collectFeatures(module)].filter((name) => !built.has(name) && !finer.has(name))).toEqual([])
  })

  interface BinaryenModule {
    validate(): number
    dispose(): void
  }
  const readWithBinaryen = binaryen.readBinary as unknown as (
    bytes: Uint8Array,
    features: number,
  ) => BinaryenModule
  const flags = Object.entries(binaryen.Features as unknown as Record<string, number>)
  const plain = (name: string) => name.replaceAll('-', '').toLowerCase()
  // The package has names of its own for these.
  const OTHERS: Readonly<Record<string, string>> = {
    threads: 'Atomics',
    simd: 'SIMD128',
    'nontrapping-float-to-int': 'NontrappingFPToInt',
  }
  const flagOf = (name: string): number => {
    const flag = flags.find(([known]) => plain(known) === plain(OTHERS[name] ?? name))?.[1]
    if (flag === undefined) throw new Error(`binaryen has no ${name}`)
    return name === 'bulk-memory' ? flag | flagOf('bulk-memory-opt') : flag
  }

  // The first is not decoded, the second is malformed.
  const UNREADABLE = ['stringref', 'wabt1.0.39-multimemory']

  it.each(FIXTURES.filter((path) => !UNREADABLE.some((name) => path.includes(name))))(
    'binaryen accepts %s with no more than what is found',
    (path) => {
      const bytes = readFixture(path)
      const features = [...withImpliedFeatures(collectFeatures(readModule(bytes)))]
      const allowed = wasmOptFeatures(features).reduce((sum, name) => sum | flagOf(name), 0)
      const module = readWithBinaryen(bytes, allowed)
      expect(module.validate()).toBe(1)
      module.dispose()
    },
  )
})
