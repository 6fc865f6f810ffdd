import { describe, expect, it } from 'vitest'
import { decodeModule } from '../../../../src/optimize/rewrite/decode-module.ts'
import { encodeModule } from '../../../../src/optimize/rewrite/encode-module.ts'
import { mergeData } from '../../../../src/optimize/rewrite/merge-data.ts'
import { proveData } from '../../../../src/optimize/rewrite/proofs/data.ts'
import { Cursor } from '../../../../src/wasm/cursor.ts'
import { readModule } from '../../../../src/wasm/module.ts'
import { removeSections } from '../../../../src/wasm/strip.ts'
import { FIXTURES, readFixture } from '../../../support/fixtures.ts'
import { leb, nameMap, nameSection, section, wasm } from '../../../support/wasm-builder.ts'
import { wat } from '../../../support/wat.ts'
import { below, payloadOf, pick, randomNumbers, vectorOf, withSections } from './edit-module.ts'
import { expectRefusals } from './refusals.ts'

const prove = (before: string, after: string) =>
  proveData(wat(`(module ${before})`), wat(`(module ${after})`))

describe('proveData', () => {
  it.each(FIXTURES.filter((path) => !path.includes('stringref')))(
    'accepts %s as it is, and merged',
    (path) => {
      expect(proveData(readFixture(path), readFixture(path))).toBeUndefined()
      const bytes = removeSections(encodeModule(decodeModule(readFixture(path))), ({ id }) => id === 0)
      for (const gapBytes of [8, 1000]) {
        const merged = mergeData(decodeModule(bytes), gapBytes)
        if (merged !== undefined) expect(proveData(bytes, encodeModule(merged))).toBeUndefined()
      }
    },
  )

  it.each([
    {
      what: 'segments that became one over zeros',
      before: '(memory 1) (data (i32.const 8) "ab") (data (i32.const 12) "cd")',
      after: '(memory 1) (data (i32.const 8) "ab\\00\\00cd")',
    },
    {
      what: 'another order of segments that do not overlap',
      before: '(memory 1) (data (i32.const 8) "ab") (data (i32.const 12) "cd")',
      after: '(memory 1) (data (i32.const 12) "cd") (data (i32.const 8) "ab")',
    },
    {
      what: 'what later segments leave of earlier ones',
      before:
        '(memory 1) (data (i32.const 8) "abcdef") (data (i32.const 9) "xyz") (data (i32.const 7) "12") (data (i32.const 10) "!")',
      after: '(memory 1) (data (i32.const 7) "12x!zef")',
    },
    {
      what: 'zeros at either end, and nothing at all',
      before: '(memory 1) (data (i32.const 8) "\\00\\00a\\00") (data (i32.const 100) "\\00\\00")',
      after: '(memory 1) (data (i32.const 10) "a") (data (i32.const 65536) "")',
    },
    {
      what: 'a section that is gone',
      before: '(memory 1) (data (i32.const 8) "\\00")',
      after: '(memory 1)',
    },
    {
      what: 'addresses 4 GiB apart, as unsigned',
      before: '(memory 65536) (data (i32.const -2) "ab") (data (i32.const 0) "c")',
      after: '(memory 65536) (data (i32.const 0) "c") (data (i32.const 0xfffffffe) "ab")',
    },
    {
      what: 'passive segments under their indices',
      before:
        '(memory 1) (data $p "p") (data (i32.const 8) "a") (data (i32.const 9) "b") (func (memory.init $p (i32.const 0) (i32.const 0) (i32.const 1)) data.drop $p)',
      after:
        '(memory 1) (data $p "p") (data (i32.const 8) "ab") (func (memory.init $p (i32.const 0) (i32.const 0) (i32.const 1)) data.drop $p)',
    },
  ])('accepts $what', ({ before, after }) => {
    expect(prove(before, after)).toBeUndefined()
  })

  it.each([
    {
      what: 'another byte',
      before: '(memory 1) (data (i32.const 8) "ab")',
      after: '(memory 1) (data (i32.const 8) "ac")',
      problem: 'address 9',
    },
    {
      what: 'another address',
      before: '(memory 1) (data (i32.const 8) "ab")',
      after: '(memory 1) (data (i32.const 9) "ab")',
      problem: 'address 8',
    },
    {
      what: 'a missing end',
      before: '(memory 1) (data (i32.const 8) "ab")',
      after: '(memory 1) (data (i32.const 8) "a")',
      problem: 'address 9',
    },
    {
      what: 'another order of segments that overlap',
      before: '(memory 1) (data (i32.const 8) "ab") (data (i32.const 9) "cd")',
      after: '(memory 1) (data (i32.const 9) "cd") (data (i32.const 8) "ab")',
      problem: 'address 9',
    },
    {
      what: 'a memory that may hold something',
      before: '(import "" "" (memory 1)) (data (i32.const 8) "ab") (data (i32.const 11) "c")',
      after: '(import "" "" (memory 1)) (data (i32.const 8) "ab\\00c")',
      problem: 'imported',
    },
    {
      what: 'a trap that is gone',
      before: '(memory 1) (data (i32.const 8) "a") (data (i32.const 65536) "\\00")',
      after: '(memory 1) (data (i32.const 8) "a")',
      problem: 'leaves the memory',
    },
    {
      what: 'a trap of nothing that is gone',
      before: '(memory 1) (data (i32.const 8) "a") (data (i32.const 65537) "")',
      after: '(memory 1) (data (i32.const 8) "a")',
      problem: 'leaves the memory',
    },
    {
      what: 'a trap that is new',
      before: '(memory 1) (data (i32.const 8) "a")',
      after: '(memory 1) (data (i32.const 8) "a") (data (i32.const 65536) "\\00")',
      problem: 'leaves the memory',
    },
    {
      what: 'an address that is not known',
      before: '(import "" "" (global i32)) (memory 1) (data (global.get 0) "ab")',
      after: '(import "" "" (global i32)) (memory 1) (data (global.get 0) "ac")',
      problem: 'no constant',
    },
    {
      what: 'another passive segment',
      before: '(memory 1) (data $p "p") (func data.drop $p)',
      after: '(memory 1) (data $p "q") (func data.drop $p)',
      problem: 'uses data segment 0',
    },
    {
      what: 'a passive segment under another index',
      before:
        '(memory 1) (data (i32.const 8) "a") (data (i32.const 9) "b") (data $p "p") (data "p") (func data.drop $p)',
      after: '(memory 1) (data (i32.const 8) "ab") (data "p") (data "p") (func data.drop 2)',
      problem: undefined,
    },
    {
      what: 'a use of an active segment',
      before: '(memory 1) (data (i32.const 8) "ab") (func data.drop 0)',
      after: '(memory 1) (data (i32.const 8) "ab\\00") (func data.drop 0)',
      problem: 'uses data segment 0',
    },
    {
      what: 'another memory',
      before: '(memory 1) (data (i32.const 8) "a")',
      after: '(memory 2) (data (i32.const 8) "a\\00")',
      problem: 'memory section',
    },
    {
      what: 'another body',
      before: '(memory 1) (data (i32.const 8) "a") (func)',
      after: '(memory 1) (data (i32.const 8) "a\\00") (func unreachable)',
      problem: 'function 0',
    },
  ])('refuses $what', ({ before, after, problem }) => {
    if (problem === undefined) expect(prove(before, after)).toBeUndefined()
    else expect(prove(before, after)).toContain(problem)
  })

  it('wants a data count right, and only where there was one', () => {
    const bytes = wat(
      '(module (memory 1) (data (i32.const 8) "a") (data (i32.const 9) "b") (data "p") (func data.drop 2))',
    )
    const merged = vectorOf([[[0, 0x41, 8, 0x0b, 2, 0x61, 0x62]], [[1, 1, 0x71]], [[1, 1, 0x70]]])
    expect(proveData(bytes, withSections(bytes, { 11: merged }))).toBeUndefined()
    expect(proveData(bytes, withSections(bytes, { 11: merged, 12: [4] }))).toBe('the data count')
    expect(proveData(bytes, withSections(bytes, { 11: merged, 12: undefined }))).toBe('the data count')
  })

  it('wants names of segments gone', () => {
    const module = (segments: string) => wat(`(module (memory 1) ${segments})`)
    const names = nameSection(nameMap(0, []), nameMap(9, [[1, 'b']]))
    const before = module('(data (i32.const 8) "a") (data (i32.const 9) "b")')
    const after = module('(data (i32.const 8) "ab")')
    const without = nameSection(nameMap(0, []))
    expect(proveData(Uint8Array.of(...before, ...names), Uint8Array.of(...after, ...names))).toContain(
      'names',
    )
    expect(proveData(Uint8Array.of(...before, ...names), Uint8Array.of(...after, ...without))).toBeUndefined()
  })

  const modules = [
    'emscripten3.1.6-O3.wasm',
    'emscripten3.1.6-Oz_names.wasm',
    'rust196-base_stripped.wasm',
    'assemblyscript0.28.20-as_debug.wasm',
    'clang19-O2.wasm',
  ].map((path) => {
    const whole = removeSections(encodeModule(decodeModule(readFixture(path))), ({ id }) => id === 0)
    // No more memory than the segments need, so that there is little to compare.
    const before = withSections(whole, { 5: [1, 0, pagesFor(whole)] })
    const merged = mergeData(decodeModule(before), 32)
    return {
      path,
      before,
      after: merged === undefined ? before : encodeModule(merged),
      image: paint(segmentsOf(before), pagesFor(whole) * PAGE_BYTES),
    }
  })

  it.each(modules)('paints the memory that an engine makes of $path', ({ before, after, image }) => {
    expect(memoryOf(before).equals(image as Buffer)).toBe(true)
    expect(memoryOf(after).equals(image as Buffer)).toBe(true)
  })

  // Painting is the oracle: what leaves the same memory is not wrong.
  it('refuses 2,000 segments that make another memory', () => {
    const random = randomNumbers(10)
    expectRefusals(2000, () => {
      const { path, before, after, image } = pick(random, modules)
      const segments = segmentsOf(after)
      const [what, mutate] = pick(random, MUTATIONS)
      mutate(segments, random)
      const mutated = withSections(after, {
        11: vectorOf(
          segments.map(({ address, bytes }) => [[0, 0x41], sleb(address), [0x0b], leb(bytes.length), bytes]),
        ),
      })
      const changed = paint(segments, image.length)
      if (changed instanceof Buffer && changed.equals(image as Buffer)) return undefined
      return { what: `${path}: ${what}`, proof: proveData(before, mutated) }
    })
  })
})

interface Segment {
  address: number
  bytes: Uint8Array
}

function segmentsOf(module: Uint8Array): Segment[] {
  const { data, bytes } = readModule(module)
  return Array.from({ length: data.count }, (_, index) => ({
    address: new Cursor(bytes, data.expressionOffsets[index]! + 1).s33(),
    bytes: bytes.slice(data.payloadOffsets[index], data.endOffsets[index]),
  }))
}

const PAGE_BYTES = 65536

function pagesFor(module: Uint8Array): number {
  const ends = segmentsOf(module).map(({ address, bytes }) => address + bytes.length)
  return Math.ceil(Math.max(...ends) / PAGE_BYTES)
}

function sleb(value: number): number[] {
  const bytes: number[] = []
  for (let rest = value; ; rest >>= 7) {
    if (rest >= -64 && rest < 64) return [...bytes, rest & 0x7f]
    bytes.push((rest & 0x7f) | 0x80)
  }
}

/** What segments make of a memory of some bytes; an error where one leaves it. */
function paint(segments: readonly Segment[], byteCount: number): Buffer | string {
  const memory = Buffer.alloc(byteCount)
  for (const { address, bytes } of segments) {
    if ((address >>> 0) + bytes.length > byteCount) return 'out of bounds'
    memory.set(bytes, address >>> 0)
  }
  return memory
}

/** What an engine makes of the memory and the segments of a module alone. */
function memoryOf(bytes: Uint8Array): Buffer {
  const [memories, data] = [5, 11].map((id) => payloadOf(readModule(bytes), id)) as [Uint8Array, Uint8Array]
  const bare = wasm(section(5, [...memories]), section(7, [1, 1, 0x6d, 2, 0]), section(11, [...data]))
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bare))
  return Buffer.from((exports['m'] as WebAssembly.Memory).buffer)
}

const MUTATIONS: readonly (readonly [
  what: string,
  mutate: (segments: Segment[], random: () => number) => void,
])[] = [
  [
    'another byte',
    (segments, random) => {
      const { bytes } = pick(random, segments)
      bytes[below(random, bytes.length)]! ^= 1 + below(random, 255)
    },
  ],
  ['another address', (segments, random) => void (pick(random, segments).address += 1 + below(random, 20))],
  [
    'an address that is not there',
    (segments, random) => void (pick(random, segments).address -= 2 ** 24 + below(random, 2 ** 24)),
  ],
  ['one less', (segments, random) => void segments.splice(below(random, segments.length), 1)],
  [
    'one more',
    (segments, random) => void segments.push({ ...pick(random, segments), address: below(random, 60000) }),
  ],
  [
    'a shorter one',
    (segments, random) => {
      const segment = pick(random, segments)
      segment.bytes = segment.bytes.subarray(below(random, 2), segment.bytes.length - 1)
    },
  ],
  [
    'two swapped',
    (segments, random) => {
      const [first, second] = [pick(random, segments), pick(random, segments)]
      ;[first.bytes, second.bytes] = [second.bytes, first.bytes]
    },
  ],
]
