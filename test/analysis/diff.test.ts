import { describe, expect, it } from 'vitest'
import { analyzeModule } from '../../src/analysis/analyze-module.ts'
import { diffReports, type ReportDiff } from '../../src/analysis/diff.ts'
import { matchSizes } from '../../src/analysis/diff/match-sizes.ts'
import type { SizeItem, SizeReport } from '../../src/analysis/size-report.ts'
import { readFixture } from '../support/fixtures.ts'

type Sketch = Omit<SizeItem, 'offset' | 'retainedBytes'>

function report(items: readonly Sketch[], more: Partial<SizeReport> = {}): SizeReport {
  let offset = 0
  const placed = items.map((item) => {
    const at = offset
    offset += item.sizeBytes
    return { ...item, offset: at, retainedBytes: item.sizeBytes }
  })
  return {
    version: 1,
    sizeBytes: offset,
    sections: [],
    items: placed,
    crates: [],
    generics: [],
    topics: [],
    code: {
      instructionCount: 0,
      callCount: 0,
      indirectCallCount: 0,
      paddingBytes: 0,
      undecodedCount: 0,
    },
    unattributedBytes: 0,
    functionCount: 0,
    namedFunctionCount: 0,
    imports: [],
    exports: [],
    producers: [],
    ...more,
  }
}

const fn = (name: string | undefined, sizeBytes: number, more: Partial<Sketch> = {}): Sketch => ({
  kind: 'function',
  ...(name === undefined ? {} : { name }),
  sizeBytes,
  ...more,
})

const deltas = ({ entries }: ReportDiff) =>
  entries.map(({ change, name, deltaBytes }) => [change, name, deltaBytes])

const sumOf = (entries: readonly { deltaBytes: number }[]) =>
  entries.reduce((sum, { deltaBytes }) => sum + deltaBytes, 0)

const FILES = [
  'rust196-base_sizez.wasm',
  'rust196-app_sizez.wasm',
  'rust196-base_stripped.wasm',
  'emscripten3.1.6-mainmodule.wasm',
  'moonc0.1.202605-moonbit-wasm-debug.wasm',
]
const pairs = FILES.flatMap((before) => FILES.map((after) => [before, after] as const))

describe.each(pairs)('from %s to %s', (before, after) => {
  const [old, now] = [analyzeModule(readFixture(before)), analyzeModule(readFixture(after))]
  const diff = diffReports(old, now)

  it('accounts for every byte of the change', () => {
    expect(diff.deltaBytes).toBe(now.sizeBytes - old.sizeBytes)
    expect(sumOf(diff.entries)).toBe(diff.deltaBytes)
    expect(sumOf(diff.sections)).toBe(diff.deltaBytes)
    if (before === after) expect(diff).toMatchObject({ entries: [], crates: [], generics: [], sections: [] })
  })

  it('is what it was the other way round, negated', () => {
    const back = diffReports(now, old)
    expect(back.deltaBytes + diff.deltaBytes).toBe(0)
    expect(back.crates.map(({ name, deltaBytes }) => [name, -deltaBytes])).toEqual(
      diff.crates.map(({ name, deltaBytes }) => [name, deltaBytes]),
    )
    expect(back.entries).toHaveLength(diff.entries.length)
  })

  it('survives JSON', () => {
    expect(JSON.parse(JSON.stringify(diff))).toEqual(diff)
  })
})

describe('diffReports', () => {
  it('says what grew in crates and functions', () => {
    const diff = diffReports(
      analyzeModule(readFixture('rust196-base_sizez.wasm')),
      analyzeModule(readFixture('rust196-app_sizez.wasm')),
    )
    expect(diff.crates.map(({ name }) => name)).toContain('hashbrown')
    expect(diff.entries.filter(({ kind, name }) => kind === 'function' && name === 'run')).toMatchObject([
      { change: 'added', beforeBytes: 0, afterBytes: 6743 },
    ])
    const sizes = diff.entries.map(({ deltaBytes }) => Math.abs(deltaBytes))
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a))
  })

  it.each([
    ['legacy', '_ZN4core3fmt5write17h0123456789abcdefE', '_ZN4core3fmt5write17hfedcba9876543210E'],
    [
      'v0',
      '_RNvNtCsjlzLdo0OUyc_4core9panicking18panic_bounds_check',
      '_RNvNtCsaxohpKZIvhs_4core9panicking18panic_bounds_check',
    ],
    [
      'LLVM',
      'core::fmt::write::h0123456789abcdef (.llvm.12)',
      'core::fmt::write::h0123456789abcdef (.llvm.34)',
    ],
  ])('sees no change in a rebuild with other %s hashes', (_, before, after) => {
    expect(diffReports(report([fn(before, 90)]), report([fn(after, 90)])).entries).toEqual([])
    const grown = diffReports(report([fn(before, 90)]), report([fn(after, 95)]))
    expect(grown.entries).toMatchObject([{ change: 'grown', beforeBytes: 90, afterBytes: 95, deltaBytes: 5 }])
  })

  it('sees no change in the names that a rebuild gives constants and imports', () => {
    const of = (hash: string): Sketch[] => [
      { kind: 'data', name: `.rodata..Lanon.${hash}${hash}.7`, sizeBytes: 50 },
      { kind: 'import', name: `wbg.__wbg_get_${hash}`, sizeBytes: 20 },
    ]
    const before = report(of('0123456789abcdef'))
    expect(diffReports(before, report(of('fedcba9876543210'))).entries).toEqual([])
  })

  it('loses nothing where names repeat, and takes equal sizes for the same', () => {
    const copies = (...sizes: number[]) => report(sizes.map((size) => fn('same', size)))
    const diff = diffReports(copies(10, 20, 30, 30), copies(500, 30, 20, 12, 30))
    expect(deltas(diff)).toEqual([
      ['grown', 'same', 490],
      ['added', 'same', 12],
    ])
  })

  it('matches copies of a generic by its key', () => {
    const copy = (type: string, sizeBytes: number) =>
      fn(`push<${type}>`, sizeBytes, { crate: 'alloc', generic: 'push::<_>' })
    const diff = diffReports(report([copy('a', 10), copy('b', 14)]), report([copy('c', 14)]))
    expect(diff.entries).toMatchObject([
      { change: 'removed', name: 'push::<_>', crate: 'alloc', deltaBytes: -10 },
    ])
    expect(diff.generics).toEqual([
      { name: 'push::<_>', beforeBytes: 24, afterBytes: 14, deltaBytes: -10, beforeCount: 2, afterCount: 1 },
    ])
    expect(diff.crates).toMatchObject([{ name: 'alloc', deltaBytes: -10 }])
  })

  it('names a group whose copies changed in number though not in size', () => {
    const copies = (...sizes: number[]) => report(sizes.map((size) => fn('f', size, { generic: 'f::<_>' })))
    expect(diffReports(copies(10, 10), copies(20)).generics).toMatchObject([
      { deltaBytes: 0, beforeCount: 2, afterCount: 1 },
    ])
  })

  it('matches functions without names by crate and size, whatever their indices', () => {
    const unnamed = (...sizes: number[]) =>
      report(sizes.map((sizeBytes, index) => fn(undefined, sizeBytes, { index })))
    expect(deltas(diffReports(unnamed(10, 20, 30), unnamed(7, 30, 20, 10)))).toEqual([
      ['added', undefined, 7],
    ])
    const inCrate = report([fn(undefined, 10, { crate: 'a' })])
    expect(diffReports(inCrate, unnamed(10)).entries).toHaveLength(2)
  })

  it('takes the inferred crate of a named function for no part of its identity', () => {
    const inferred = (crate: string) => report([fn('memcpy', 10, { crate, inferred: true })])
    const diff = diffReports(inferred('a'), inferred('b'))
    expect(diff.entries).toEqual([])
    expect(diff.crates.map(({ name, deltaBytes }) => [name, deltaBytes])).toEqual([
      ['a', -10],
      ['b', 10],
    ])
  })

  it('puts ranges of data together by crate and name', () => {
    const data = (sizeBytes: number, crate?: string): Sketch => ({
      kind: 'data',
      index: 0,
      name: '.rodata',
      sizeBytes,
      ...(crate === undefined ? {} : { crate }),
    })
    const diff = diffReports(report([data(5), data(6), data(7, 'a')]), report([data(11), data(9, 'a')]))
    expect(diff.entries).toMatchObject([{ kind: 'data', crate: 'a', beforeBytes: 7, afterBytes: 9 }])
  })

  it('has changes on the wire where both reports have, those of unchanged parts apart', () => {
    const build = (wires: readonly number[], sizes: readonly number[]) =>
      report(
        sizes.map((size, at) => fn(`f${at}`, size, { wireSizeBytes: wires[at] ?? 0 })),
        { wireSizeBytes: wires.reduce((sum, wire) => sum + wire, 0) },
      )
    const diff = diffReports(build([4, 5], [10, 20]), build([5, 9], [10, 28]))
    expect(diff).toMatchObject({ wireDeltaBytes: 5, unchangedWireDeltaBytes: 1 })
    expect(diff.entries).toMatchObject([{ name: 'f1', deltaBytes: 8, wireDeltaBytes: 4 }])
    const without = diffReports(report([fn('f', 1)]), build([5, 9], [10, 28]))
    expect(without).not.toHaveProperty('wireDeltaBytes')
    expect(without.entries[0]).not.toHaveProperty('wireDeltaBytes')
  })

  it('orders by the absolute change, then by name, in whatever order things come', () => {
    const items = [fn('c', 10), fn('a', 10), fn('b', 30)]
    const diff = diffReports(report([fn('gone', 20)]), report(items))
    expect(deltas(diff).map(([, name]) => name)).toEqual(['b', 'gone', 'a', 'c'])
    expect(diffReports(report([fn('gone', 20)]), report(items.toReversed()))).toEqual(diff)
  })

  it('tells a change of what no crate could be found for', () => {
    const unattributed = (unattributedBytes: number) => report([], { unattributedBytes })
    expect(diffReports(unattributed(10), unattributed(4)).unattributedDeltaBytes).toBe(-6)
  })
})

describe('matchSizes', () => {
  it('takes very long lists', () => {
    const sizes = Array.from({ length: 300_000 }, (_, at) => at)
    expect(matchSizes([], sizes)).toHaveLength(300_000)
    expect(matchSizes(sizes, sizes.toReversed()).every(([old, now]) => old + now === 299_999)).toBe(true)
  })

  it.each([
    [[], [], []],
    [[1], [], [[0, -1]]],
    [[], [1], [[-1, 0]]],
    [
      [5, 9],
      [9, 4],
      [
        [1, 0],
        [0, 1],
      ],
    ],
    [
      [3, 3],
      [3],
      [
        [0, 0],
        [1, -1],
      ],
    ],
  ])('%j to %j', (before, after, matches) => {
    expect(matchSizes(before, after)).toEqual(matches)
  })
})
