import { describe, expect, it } from 'vitest'
import { decodeModule } from '../../../src/optimize/rewrite/decode-module.ts'
import { encodeModule } from '../../../src/optimize/rewrite/encode-module.ts'
import { mergeData } from '../../../src/optimize/rewrite/merge-data.ts'
import { leb, section, vector, wasm } from '../../support/wasm-builder.ts'
import { wat } from '../../support/wat.ts'

const merge = (bytes: Uint8Array, gapBytes: number) => mergeData(decodeModule(bytes), gapBytes)

/** Segments after merging as `[address, text]`, zeros written as dots. */
const segments = (source: string, gapBytes: number) =>
  merge(wat(source), gapBytes)?.data?.map(({ address, bytes }) => [
    address,
    String.fromCharCode(...bytes).replaceAll('\0', '.'),
  ])

const memoryOf = (bytes: Uint8Array<ArrayBuffer>) => {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes))
  return new Uint8Array((exports['memory'] as WebAssembly.Memory).buffer)
}

const THREE = `(module (memory (export "memory") 1)
  (data (i32.const 1024) "abc") (data (i32.const 1031) "def") (data (i32.const 1044) "ghi"))`

describe('mergeData', () => {
  it.each([
    { gapBytes: 3, expected: undefined },
    {
      gapBytes: 4,
      expected: [
        [1024, 'abc....def'],
        [1044, 'ghi'],
      ],
    },
    {
      gapBytes: 9,
      expected: [
        [1024, 'abc....def'],
        [1044, 'ghi'],
      ],
    },
    { gapBytes: 10, expected: [[1024, 'abc....def..........ghi']] },
  ])('merges over at most $gapBytes bytes', ({ gapBytes, expected }) => {
    expect(segments(THREE, gapBytes)).toEqual(expected)
  })

  it('leaves the same memory', () => {
    const before = wat(THREE)
    const after = new Uint8Array(encodeModule(merge(before, 4)!))
    expect(new WebAssembly.Module(after)).toBeInstanceOf(WebAssembly.Module)
    expect(memoryOf(after)).toEqual(memoryOf(before))
    expect(decodeModule(after).module.data.count).toBe(2)
  })

  it('merges what was merged before', () => {
    const once = merge(wat(THREE), 4)!
    expect(mergeData(once, 4)).toBeUndefined()
    expect(mergeData(once, 10)?.data).toHaveLength(1)
  })

  it('takes segments in any order as long as none overwrites another', () => {
    const source = `(module (memory 1) (data (i32.const 8) "def") (data (i32.const 4) "abc"))`
    expect(segments(source, 1)).toEqual([[4, 'abc.def']])
  })

  it('takes addresses from 2 GiB on as unsigned', () => {
    const source = `(module (memory 65536) (data (i32.const 0xfffffff0) "abc") (data (i32.const 0xfffffff4) "def"))`
    expect(segments(source, 1)).toEqual([[0xfffffff0, 'abc.def']])
  })

  it('keeps an empty segment harmless', () => {
    const source = `(module (memory 1) (data (i32.const 8) "") (data (i32.const 8) "def"))`
    expect(segments(source, 0)).toEqual([[8, 'def']])
  })

  const NEAR = '(data (i32.const 4) "abc") (data (i32.const 8) "def")'
  it.each([
    ['an imported memory', `(module (import "a" "memory" (memory 1)) ${NEAR})`],
    ['a memory of 64 bits', '(module (memory i64 1) (data (i64.const 4) "abc") (data (i64.const 8) "def"))'],
    ['no memory', '(module)'],
    ['one segment', '(module (memory 1) (data (i32.const 4) "abc"))'],
    ['segments that overlap', '(module (memory 1) (data (i32.const 4) "abc") (data (i32.const 6) "def"))'],
    ['a segment outside', `(module (memory 1) ${NEAR} (data (i32.const 65534) "ghi"))`],
    ['an empty segment outside', `(module (memory 1) ${NEAR} (data (i32.const 65537) ""))`],
    [
      'an address that is no constant',
      `(module (import "a" "base" (global i32)) (memory 1) ${NEAR} (data (global.get 0) "ghi"))`,
    ],
    ['a passive segment', `(module (memory 1) ${NEAR} (data "ghi"))`],
    [
      'memory.init',
      `(module (memory 1) ${NEAR} (func (memory.init 0 (i32.const 0) (i32.const 0) (i32.const 0))))`,
    ],
    ['data.drop', `(module (memory 1) ${NEAR} (func (data.drop 0)))`],
  ])('declines %s', (_, source) => {
    expect(merge(wat(source), 1)).toBeUndefined()
  })

  const I32_CONST = 0x41
  const END = 0x0b
  const active = (flag: readonly number[], address: number, byte: number) => [
    ...flag,
    I32_CONST,
    address,
    END,
    1,
    byte,
  ]
  const ONE_PAGE = [0, 1]

  it('takes a segment that names memory 0', () => {
    const data = section(11, vector(active([2, 0], 4, 7), active([0], 6, 8)))
    const merged = merge(wasm(section(5, vector(ONE_PAGE)), data), 1)
    expect(merged?.data).toEqual([{ address: 4, bytes: Uint8Array.of(7, 0, 8) }])
  })

  it('declines a second memory', () => {
    const data = section(11, vector(active([0], 4, 7), active([0], 6, 8)))
    expect(merge(wasm(section(5, vector(ONE_PAGE, ONE_PAGE)), data), 1)).toBeUndefined()
  })

  it('bounds a memory of small pages by its bytes', () => {
    const onePageOf8 = [8, 1, 3]
    const fits = section(11, vector(active([0], 4, 7), active([0], 6, 8)))
    const reachesOut = section(11, vector(active([0], 4, 7), active([0], 8, 8)))
    const memory = section(5, vector(onePageOf8))
    expect(merge(wasm(memory, fits), 8)?.data).toHaveLength(1)
    expect(merge(wasm(memory, reachesOut), 8)).toBeUndefined()
  })

  it.each([
    ['array.new_data', [0xfb, 0x09, 0, 0]],
    ['array.init_data', [0xfb, 0x12, 0, 0]],
  ])('declines %s', (_, instruction) => {
    const body = [0, ...instruction, END]
    const module = wasm(
      section(1, vector([0x60, 0, 0])),
      section(3, vector([0])),
      section(5, vector(ONE_PAGE)),
      section(10, vector([...leb(body.length), ...body])),
      section(11, vector(active([0], 4, 7), active([0], 6, 8))),
    )
    expect(merge(module, 1)).toBeUndefined()
  })
})
