import { describe, expect, it } from 'vitest'
import { readModule } from '../../../src/wasm/module.ts'
import { removeSections } from '../../../src/wasm/strip.ts'
import { WasmParseError } from '../../../src/wasm/parse-error.ts'
import { decodeModule } from '../../../src/optimize/rewrite/decode-module.ts'
import { encodeModule } from '../../../src/optimize/rewrite/encode-module.ts'
import { provePadding } from '../../../src/optimize/rewrite/proofs/padding.ts'
import { FIXTURES, readFixture } from '../../support/fixtures.ts'
import { functions, leb } from '../../support/wasm-builder.ts'
import { wat } from '../../support/wat.ts'

/** Linked with room for relocations, and no optimiser after it. */
const PADDED = new Set([
  'clang19-O0_g.wasm',
  'emscripten3.1.6-mainmodule.wasm',
  'rust196-app_sizez.wasm',
  'rust196-base_sizez.wasm',
  'rust196-base_stripped.wasm',
  'rust196-rx_sizez.wasm',
  'rust196-rxnu_sizez.wasm',
])

/** Of the stringref proposal, whose opcodes are not known here. */
const UNKNOWN = new Set(['probes/binaryen132-stringref.wasm'])

const roundTrip = (bytes: Uint8Array) => encodeModule(decodeModule(bytes), { exact: true })

describe('a module taken apart and put together', () => {
  it.each(FIXTURES.filter((path) => !PADDED.has(path) && !UNKNOWN.has(path)))(
    '%s is the same bytes',
    (path) => {
      const bytes = readFixture(path)
      expect(Buffer.compare(roundTrip(bytes), bytes)).toBe(0)
    },
  )

  it.each([...PADDED])('%s loses padding and nothing else', (path) => {
    // Offsets of debug information are wrong in either case.
    const bytes = removeSections(readFixture(path), ({ id, name }) => id === 0 && name !== 'name')
    const shorter = roundTrip(bytes)
    expect(shorter.length).toBeLessThan(bytes.length)
    expect(provePadding(bytes, shorter)).toBeUndefined()
    expect(Buffer.compare(roundTrip(shorter), shorter)).toBe(0)
  })

  it.each([...UNKNOWN])('%s is declined', (path) => {
    expect(() => decodeModule(readFixture(path))).toThrow(WasmParseError)
  })

  it('keeps numbers at the bounds of their types', () => {
    const values = ['-1', '-64', '-65', '63', '64', '127', '128', '-2147483648', '2147483647']
    const longs = [...values, '-9223372036854775808', '9223372036854775807', '-4294967297', '4294967296']
    const bytes = wat(`(module (memory 1) (func
      ${values.map((value) => `i32.const ${value} drop`).join(' ')}
      ${longs.map((value) => `i64.const ${value} drop`).join(' ')}
      f32.const nan:0x7fffff drop f64.const -0 drop
      i32.const 0 i32.load offset=4294967295 drop))`)
    expect(Buffer.compare(roundTrip(bytes), bytes)).toBe(0)
  })

  it('shortens every integer, of either sign, to what an assembler writes', () => {
    const i32Const = [0x41, 0xc0, 0x80, 0x80, 0x80, 0x00]
    const i32ConstNegative = [0x41, 0xff, 0xff, 0xff, 0xff, 0x7f]
    const i64Const = [0x42, 0x80, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]
    const padded = functions([
      ...leb(1, 5),
      ...leb(2, 5),
      0x7f,
      ...i32Const,
      0x21,
      ...leb(1, 3),
      ...i32ConstNegative,
      0x1a,
      ...i64Const,
      0x1a,
      0x0b,
    ])
    const expected = wat(`(module (func (local i32 i32)
      i32.const 64 local.set 1 i32.const -1 drop i64.const -128 drop))`)
    expect([...roundTrip(padded)]).toEqual([...expected])
  })
})

describe('what a pass changes', () => {
  const module = wat(
    `(module
      (import "m" "f" (func $imported))
      (table 4 funcref)
      (elem (i32.const 0) $a $b)
      (elem declare func $b)
      (global funcref (ref.func $b))
      (export "a" (func $a)) (export "imported" (func $imported))
      (start $b)
      (func $a call $b call $imported)
      (func $b (local $x i32) call $c ref.func $b drop)
      (func $c))`,
    { names: true },
  )

  it('follows the functions into every index space', () => {
    const code = decodeModule(module)
    const [a, b, c] = code.functions
    const swapped = encodeModule({
      ...code,
      functions: [c, b, a].filter((func) => func !== undefined),
      functionIndices: Uint32Array.of(0, 3, 2, 1),
    })
    const expected = wat(
      `(module
        (import "m" "f" (func $imported))
        (table 4 funcref)
        (elem (i32.const 0) $a $b)
        (elem declare func $b)
        (global funcref (ref.func $b))
        (export "a" (func $a)) (export "imported" (func $imported))
        (start $b)
        (func $c)
        (func $b (local $x i32) call $c ref.func $b drop)
        (func $a call $b call $imported))`,
    )
    const { names, sections } = readModule(swapped)
    const withoutNames = swapped.subarray(0, sections.find(({ name }) => name === 'name')?.offset)
    expect([...withoutNames]).toEqual([...expected])
    expect([0, 1, 2, 3].map((index) => names.functions.get(index))).toEqual(['imported', 'c', 'b', 'a'])
  })

  it('drops the names of locals, which are wrong then', () => {
    const kinds = (bytes: Uint8Array) => readModule(bytes).names.subsections.map(({ name }) => name)
    expect(kinds(module)).toContain('local')
    expect(kinds(encodeModule(decodeModule(module)))).toEqual(
      kinds(module).filter((kind) => kind !== 'local'),
    )
  })

  it('does not write a reference to a function that is gone', () => {
    const code = decodeModule(module)
    const functionIndices = Uint32Array.of(0, 1, 2, 0xffffffff)
    const kept = code.functions.slice(0, 2)
    expect(() => encodeModule({ ...code, functions: kept, functionIndices })).toThrow('function 3 is gone')
  })

  it('writes data segments anew', () => {
    const code = decodeModule(wat('(module (memory 1) (data (i32.const 8) "ab") (data (i32.const 12) "cd"))'))
    const data = [{ address: 8, bytes: new TextEncoder().encode('ab\0\0cd') }]
    const expected = wat('(module (memory 1) (data (i32.const 8) "ab\\00\\00cd"))')
    expect([...encodeModule({ ...code, data })]).toEqual([...expected])
  })
})
