import { describe, expect, it } from 'vitest'
import { findDuplicates, identicalModules } from '../../src/analysis/duplicates.ts'
import { DistinctRanges } from '../../src/analysis/duplicates/distinct-ranges.ts'
import { readModule } from '../../src/wasm/module.ts'
import { FIXTURES, readFixture } from '../support/fixtures.ts'
import { functions, leb, nameMap, nameSection, section, vector, wasm } from '../support/wasm-builder.ts'

const NOP = 0x01
const END = 0x0b
const body = (length: number) => [0, ...Array.from({ length: length - 2 }, () => NOP), END]

const text = (value: string) => [...new TextEncoder().encode(value)]

/** A module with passive data segments of these contents. */
const withData = (...segments: readonly (readonly number[])[]) =>
  readModule(
    wasm(section(11, vector(...segments.map((contents) => [1, ...leb(contents.length), ...contents])))),
  )

describe('findDuplicates', () => {
  it('finds functions whose bodies are the same', () => {
    const module = readModule(functions(body(10), body(20), body(10), body(11), body(20), body(20)))
    expect(findDuplicates(module).functions).toEqual({
      largest: [
        { functions: [1, 4, 5], names: [], count: 3, sizeBytes: 21, wastedBytes: 42 },
        { functions: [0, 2], names: [], count: 2, sizeBytes: 11, wastedBytes: 11 },
      ],
      count: 2,
      wastedBytes: 53,
    })
  })

  it('tells functions of other types apart, and counts imports', () => {
    const module = readModule(
      wasm(
        section(1, vector([0x60, 0, 0], [0x60, 1, 0x7f, 0])),
        section(2, vector([1, 0x6d, 1, 0x66, 0, 0])),
        section(3, vector([0], [1], [1])),
        section(10, vector(...[body(8), body(8), body(8)].map((code) => [...leb(code.length), ...code]))),
        nameSection(nameMap(1, [[2, 'two']])),
      ),
    )
    expect(findDuplicates(module).functions.largest).toEqual([
      { functions: [2, 3], names: ['two'], count: 2, sizeBytes: 9, wastedBytes: 9 },
    ])
    const symbols = { functions: new Map([[3, 'three']]) }
    expect(findDuplicates(module, symbols).functions.largest[0]?.names).toEqual(['three'])
  })

  it('finds strings of 16 characters and more that repeat, in one segment or several', () => {
    const [long, short] = ['a string of twenty-six chars', 'fifteen letters']
    const module = withData(
      text(`${long}\0${short}\0${long}\0alone: sixteen chars`),
      text(`${short}\0${long}`),
      text('exactly 16 chars\n'),
      text('exactly 16 chars'),
    )
    expect(findDuplicates(module).strings).toEqual({
      largest: [
        { text: long, count: 3, sizeBytes: 28, wastedBytes: 56 },
        { text: 'exactly 16 chars', count: 2, sizeBytes: 16, wastedBytes: 16 },
      ],
      count: 2,
      wastedBytes: 72,
    })
  })

  it('shows the beginning of long strings, and tells apart those that begin alike', () => {
    const long = 'x'.repeat(300)
    const module = withData(text(`${long}\0${long}\0${long}y\0${long}y`))
    const { strings } = findDuplicates(module)
    expect(strings.largest.map(({ text: shown, sizeBytes }) => [shown, sizeBytes])).toEqual([
      ['x'.repeat(200), 301],
      ['x'.repeat(200), 300],
    ])
  })

  it('finds runs of 16 zeros and more, and says which end a segment', () => {
    const zeros = (count: number) => Array.from({ length: count }, () => 0)
    const module = withData([...zeros(15), 1, ...zeros(16), 1], [1, ...zeros(40)], zeros(17))
    const { zeroRuns } = findDuplicates(module)
    expect(zeroRuns).toMatchObject({ count: 3, wastedBytes: 73 })
    expect(
      zeroRuns.largest.map(({ segment, sizeBytes, isTrailing }) => [segment, sizeBytes, isTrailing]),
    ).toEqual([
      [1, 40, true],
      [2, 17, true],
      [0, 16, false],
    ])
    for (const { offset, sizeBytes } of zeroRuns.largest)
      expect([...module.bytes.subarray(offset, offset + sizeBytes)]).toEqual(zeros(sizeBytes))
  })

  it('lists 100 at most and counts all', () => {
    const pairs = Array.from({ length: 150 }, (_, at) => [body(10 + at), body(10 + at)]).flat()
    const { functions: found } = findDuplicates(readModule(functions(...pairs)))
    expect(found.largest).toHaveLength(100)
    expect(found.count).toBe(150)
    const sizeFields = Array.from({ length: 150 }, (_, at) => leb(10 + at).length)
    const expected = sizeFields.reduce((sum, size, at) => sum + size + 10 + at, 0)
    expect(found.wastedBytes).toBe(expected)
  })

  it('takes ten thousand functions that differ in one constant', () => {
    const many = functions(
      ...Array.from({ length: 10_000 }, (_, at) => [
        0,
        0x41,
        ...leb(at, 3).map((b, i) => (i === 2 ? b & 0x3f : b)),
        0x1a,
        END,
      ]),
    )
    expect(findDuplicates(readModule(many)).functions).toMatchObject({ count: 0, wastedBytes: 0 })
  })

  it.each(FIXTURES)('wastes no more than there is in %s', (path) => {
    const bytes = readFixture(path)
    let module
    try {
      module = readModule(bytes)
    } catch {
      return
    }
    const { functions: found, strings, zeroRuns } = findDuplicates(module)
    for (const list of [found, strings, zeroRuns]) expect(list.wastedBytes).toBeLessThan(bytes.length)
    for (const { count, sizeBytes, wastedBytes } of [...found.largest, ...strings.largest])
      expect(wastedBytes).toBe(sizeBytes * (count - 1))
  })
})

describe('DistinctRanges', () => {
  it('numbers contents by first occurrence, through all its growing', () => {
    const bytes = new Uint8Array(new Uint32Array(6000).map((_, at) => at % 3000).buffer)
    const distinct = new DistinctRanges(bytes)
    const ids = Array.from({ length: 6000 }, (_, at) => distinct.add(at * 4, at * 4 + 4))
    expect(ids).toEqual(Array.from({ length: 6000 }, (_, at) => at % 3000))
    expect(distinct.count).toBe(3000)
    expect(distinct.offsetOf(2999)).toBe(2999 * 4)
  })

  it('tells apart what differs in its last byte, its length or its tag', () => {
    const distinct = new DistinctRanges(Uint8Array.of(1, 2, 3, 1, 2, 4, 1, 2, 3))
    expect([
      distinct.add(0, 3),
      distinct.add(3, 6),
      distinct.add(0, 2),
      distinct.add(6, 9, 7),
      distinct.add(6, 9),
    ]).toEqual([0, 1, 2, 3, 0])
  })
})

describe('identicalModules', () => {
  it('groups files by their contents, those that waste most first', () => {
    const file = (name: string, sha256: string, sizeBytes: number) => ({ name, sha256, sizeBytes })
    expect(
      identicalModules([
        file('a.wasm', 'one', 10),
        file('b.wasm', 'two', 50),
        file('c.wasm', 'one', 10),
        file('d.wasm', 'three', 9),
        file('e.wasm', 'two', 50),
        file('f.wasm', 'one', 10),
      ]),
    ).toEqual([
      { sha256: 'two', names: ['b.wasm', 'e.wasm'], sizeBytes: 50, wastedBytes: 50 },
      { sha256: 'one', names: ['a.wasm', 'c.wasm', 'f.wasm'], sizeBytes: 10, wastedBytes: 20 },
    ])
  })
})
