import { describe, expect, it } from 'vitest'
import { Cursor } from '../../src/wasm/cursor.ts'
import { NO_NAME_MAP, readNameMap, type NameMap } from '../../src/wasm/name-map.ts'
import { leb, text, vector } from '../support/wasm-builder.ts'

type Names = readonly (readonly [index: number, name: string])[]

/** A byte before and one behind, so that a relative offset would be noticed. */
function readEntries(entries: readonly (readonly number[])[], earlier: NameMap = NO_NAME_MAP) {
  const bytes = Uint8Array.from([0xff, ...vector(...entries), 0xff])
  return readNameMap(new Cursor(bytes, 1, bytes.length - 1), earlier)
}

const entriesOf = (names: Names) => names.map(([index, name]) => [...leb(index), ...text(name)])

const mapOf = (names: Names) => readEntries(entriesOf(names)).map

const DENSE: Names = [
  [0, 'a'],
  [1, ''],
  [2, 'größe'],
]
const SPARSE: Names = [
  [5, 'five'],
  [6, 'six'],
  [300, 'three hundred'],
  [2 ** 32 - 1, 'last'],
]

describe.each([
  { what: 'no name', names: [] },
  { what: 'names of all indices', names: DENSE },
  { what: 'names from an index on', names: DENSE.map(([index, name]) => [index + 200, name] as const) },
  { what: 'names of some indices', names: SPARSE },
])('a NameMap with $what', ({ names }) => {
  const map = mapOf(names)
  const like = new Map(names)

  it('says what a Map says', () => {
    expect(map.size).toBe(like.size)
    expect([...map]).toEqual([...like])
    expect([...map.entries()]).toEqual([...like.entries()])
    expect([...map.keys()]).toEqual([...like.keys()])
    expect([...map.values()]).toEqual([...like.values()])
    const visited: [string, number, boolean][] = []
    map.forEach((name, index, of) => visited.push([name, index, of === map]))
    expect(visited).toEqual(names.map(([index, name]) => [name, index, true]))
  })

  it('finds every name, and none beside them', () => {
    const around = names.flatMap(([index]) => [index - 1, index, index + 1])
    for (const index of [...around, -1, 0, 7, 1000, 0.5, Number.NaN]) {
      expect([index, map.has(index), map.get(index)]).toEqual([index, like.has(index), like.get(index)])
    }
  })

  it('says where the bytes of each name lie', () => {
    const ranges = names.map(([index]) => map.rawRange(index))
    const decoded = ranges.map((range) =>
      new TextDecoder().decode(map.bytes.subarray(range?.offset, range?.endOffset)),
    )
    expect(decoded).toEqual(names.map(([, name]) => name))
    expect(map.rawRange(1000)).toBeUndefined()
  })
})

describe('readNameMap', () => {
  it('sorts indices that are not in order', () => {
    const map = mapOf([SPARSE[2], SPARSE[0], SPARSE[3], SPARSE[1]].filter((name) => name !== undefined))
    expect([...map]).toEqual(SPARSE)
    expect([...map.indices]).toEqual(SPARSE.map(([index]) => index))
    expect(map.get(300)).toBe('three hundred')
  })

  it('takes the last of several names for one index', () => {
    const map = mapOf([
      [3, 'first'],
      [1, 'one'],
      [3, 'second'],
      [3, 'last'],
    ])
    expect([...map]).toEqual([
      [1, 'one'],
      [3, 'last'],
    ])
  })

  it('replaces what is not UTF-8, and says where it lies', () => {
    const { map, problem } = readEntries([[0, 2, 0xff, 0x61]])
    expect(map.get(0)).toBe('\ufffda')
    expect(map.rawRange(0)).toEqual({ offset: 4, endOffset: 6 })
    expect(problem).toBeUndefined()
  })

  it.each([
    { why: 'a name that is cut', bad: [1, 9, 0x61], offset: 7 },
    { why: 'an index that is cut', bad: [0x80], offset: 6 },
    { why: 'an entry that is not there', bad: [], offset: 5 },
  ])('ends in front of $why', ({ bad, offset }) => {
    const bytes = Uint8Array.from([2, 0, ...text('ok'), ...bad])
    const { map, problem } = readNameMap(new Cursor(bytes), NO_NAME_MAP)
    expect([...map]).toEqual([[0, 'ok']])
    expect(problem).toMatchObject({ name: 'WasmParseError', offset })
  })

  it('reads nothing behind a count that cannot fit', () => {
    const { map, problem } = readNameMap(new Cursor(Uint8Array.of(2, 0, 0, 0)), NO_NAME_MAP)
    expect(map.size).toBe(0)
    expect(problem).toMatchObject({ offset: 0 })
  })
})
