import { describe, expect, it } from 'vitest'
import { collectFeatures } from '../../src/wasm/features.ts'
import { readModule } from '../../src/wasm/module.ts'
import { WasmParseError } from '../../src/wasm/parse-error.ts'
import { isComponent, isWasm, readSections, SECTION_NAMES } from '../../src/wasm/sections.ts'
import { readFixture } from '../support/fixtures.ts'
import { custom, section, wasm } from '../support/wasm-builder.ts'

const offsetOfFailure = (bytes: Uint8Array): number => {
  try {
    readSections(bytes)
  } catch (error) {
    expect(error).toBeInstanceOf(WasmParseError)
    const { offset, message } = error as WasmParseError
    expect(message.endsWith(` (at offset 0x${offset.toString(16)})`)).toBe(true)
    return offset
  }
  throw new Error('it did not fail')
}

/** Ids in the order that the specification and the proposals demand. */
const ORDER = [1, 2, 3, 4, 5, 13, 14, 6, 7, 8, 9, 12, 10, 11]

describe('readSections', () => {
  it('finds nothing in a module of a header only', () => {
    expect(readSections(wasm())).toEqual([])
  })

  it('says where a section and its contents begin and end', () => {
    const bytes = wasm(section(1, [0]), custom('ab', [7, 7, 7]))
    expect(readSections(bytes)).toEqual([
      { id: 1, name: 'type', offset: 8, payloadOffset: 10, contentOffset: 10, endOffset: 11 },
      { id: 0, name: 'ab', offset: 11, payloadOffset: 13, contentOffset: 16, endOffset: 19 },
    ])
  })

  it('reads sizes that are padded to five bytes', () => {
    const bytes = wasm(section(1, [0], 5), section(3, [0], 5))
    expect(readSections(bytes)).toMatchObject([
      { name: 'type', offset: 8, payloadOffset: 14, endOffset: 15 },
      { name: 'function', offset: 15, payloadOffset: 21, endOffset: 22 },
    ])
  })

  it('accepts every known section in its order, and names it', () => {
    const sections = readSections(wasm(...ORDER.map((id) => section(id, []))))
    expect(sections.map(({ name }) => name)).toEqual([
      'type',
      'import',
      'function',
      'table',
      'memory',
      'tag',
      'stringrefs',
      'global',
      'export',
      'start',
      'element',
      'datacount',
      'code',
      'data',
    ])
  })

  it.each(ORDER.slice(1).map((id, at) => ({ name: SECTION_NAMES[id], id, before: ORDER[at] as number })))(
    'refuses $name before what must precede it, and twice',
    ({ id, before }) => {
      expect(offsetOfFailure(wasm(section(id, []), section(before, [])))).toBe(10)
      expect(offsetOfFailure(wasm(section(id, []), section(id, [])))).toBe(10)
    },
  )

  it('accepts custom sections anywhere and as often as they like', () => {
    const sections = readSections(
      wasm(custom('a'), section(1, [0]), custom('a'), section(3, [0]), custom('')),
    )
    expect(sections.map(({ name }) => name)).toEqual(['a', 'type', 'a', 'function', ''])
  })

  it('does not let a custom section borrow the name of a known one', () => {
    expect(readSections(wasm(custom('type'), section(1, [0])))).toMatchObject([
      { id: 0, name: 'type' },
      { id: 1, name: 'type' },
    ])
  })

  it.each([15, 16, 0x40, 0x7f, 0xff])('refuses the unknown id %i', (id) => {
    expect(offsetOfFailure(wasm(section(1, [0]), section(id, [])))).toBe(11)
  })

  it('refuses a section that goes beyond the end, by one byte or by gigabytes', () => {
    expect(offsetOfFailure(wasm([1, 2, 0]))).toBe(8)
    expect(offsetOfFailure(wasm([1, 0xff, 0xff, 0xff, 0xff, 0x0f]))).toBe(8)
  })

  it('refuses a custom section whose name goes beyond it', () => {
    expect(offsetOfFailure(wasm(section(0, [5, 0x61]), section(1, [0])))).toBe(11)
  })

  it('replaces what is not UTF-8 in the name of a custom section', () => {
    expect(readSections(wasm(section(0, [2, 0xff, 0x61])))).toMatchObject([{ name: '\ufffda' }])
  })
})

describe('a file that is no core module', () => {
  const component = Uint8Array.of(0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0, 7, 1, 0)

  it.each([
    { what: 'nothing', bytes: [], offset: 0 },
    { what: 'half a magic', bytes: [0, 0x61], offset: 0 },
    { what: 'JavaScript', bytes: [...Buffer.from('export default 1')], offset: 0 },
    { what: 'a magic alone', bytes: [0, 0x61, 0x73, 0x6d], offset: 4 },
    { what: 'a cut version', bytes: [0, 0x61, 0x73, 0x6d, 1, 0, 0], offset: 7 },
    { what: 'another version', bytes: [0, 0x61, 0x73, 0x6d, 2, 0, 0, 0], offset: 4 },
    { what: 'the version of the drafts', bytes: [0, 0x61, 0x73, 0x6d, 0x0d, 0, 0, 0], offset: 4 },
    { what: 'a component', bytes: [...component], offset: 4 },
    { what: 'garbage behind the header', bytes: [...wasm(), 0xde, 0xad, 0xbe, 0xef], offset: 12 },
  ])('$what is refused at $offset', ({ bytes, offset }) => {
    expect(offsetOfFailure(Uint8Array.from(bytes))).toBe(offset)
  })

  it('is called a component where it is one', () => {
    expect(isWasm(component)).toBe(true)
    expect(isComponent(component)).toBe(true)
    expect(isComponent(wasm())).toBe(false)
    expect(() => readSections(component)).toThrow(/component/)
  })

  it('reads the version of a view that begins within its buffer', () => {
    const buffer = new Uint8Array([...Buffer.from('xxx'), ...wasm(section(1, [0]))])
    expect(readSections(buffer.subarray(3))).toMatchObject([{ name: 'type', offset: 8 }])
  })
})

describe('a module that is cut', () => {
  const FIXTURE_NAMES = [
    'clang19-O0_g.wasm',
    'moonc0.1.202605-moonbit-wasm-gc-debug.wasm',
    'clang19-threads.wasm',
  ]

  it.each(FIXTURE_NAMES)('%s is read or refused with an offset within it, wherever it is cut', (name) => {
    const whole = readFixture(name)
    const sectionEnds = new Set([8, ...readSections(whole).map(({ endOffset }) => endOffset)])
    for (let length = 0; length < whole.length; length++) {
      const cut = whole.slice(0, length)
      let failure: unknown
      try {
        collectFeatures(readModule(cut))
      } catch (error) {
        failure = error
      }
      if (failure !== undefined) {
        expect(failure, `cut at ${length}`).toBeInstanceOf(WasmParseError)
        expect((failure as WasmParseError).offset, `cut at ${length}`).toBeLessThanOrEqual(length)
      } else {
        // Only between two sections can less than the whole be a module.
        expect(sectionEnds.has(length), `cut at ${length}`).toBe(true)
      }
    }
  })

  it.each(FIXTURE_NAMES)('%s with one byte changed is read or refused, and nothing else', (name) => {
    const whole = readFixture(name)
    for (let at = 0; at < whole.length; at++) {
      const changed = whole.slice()
      changed[at] = (changed[at] as number) ^ 0xff
      try {
        collectFeatures(readModule(changed))
      } catch (error) {
        if (!(error instanceof WasmParseError)) throw new Error(`byte ${at}`, { cause: error })
      }
    }
  })
})
