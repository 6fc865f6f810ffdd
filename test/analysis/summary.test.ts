import { describe, expect, it } from 'vitest'
import { analyzeModule } from '../../src/analysis/analyze-module.ts'
import type { SizeItem, SizeReport } from '../../src/analysis/size-report.ts'
import { largestParts, summarize, type SizeSummary } from '../../src/analysis/summary.ts'
import { readFixture } from '../support/fixtures.ts'

const NOTHING = { codeBytes: 0, dataBytes: 0, sizeBytes: 0, retainedBytes: 0, inferredBytes: 0, count: 0 }

const report = (items: readonly SizeItem[]): SizeReport => ({
  version: 1,
  sizeBytes: 1000,
  sections: [
    { name: 'code', offset: 8, sizeBytes: 900, overheadBytes: 3, itemCount: 3 },
    { name: 'data', offset: 908, sizeBytes: 92, overheadBytes: 2, itemCount: 1 },
  ],
  items,
  crates: [
    { ...NOTHING, name: 'regex', codeBytes: 60, dataBytes: 40, sizeBytes: 100, count: 2 },
    { ...NOTHING, name: 'core', codeBytes: 30, sizeBytes: 30, count: 1 },
  ],
  generics: [],
  topics: [],
  code: { instructionCount: 0, callCount: 0, indirectCallCount: 0, paddingBytes: 0, undecodedCount: 0 },
  unattributedBytes: 0,
  functionCount: 3,
  namedFunctionCount: 2,
  imports: [],
  exports: [],
  producers: [],
})

const LEAVES: readonly Omit<SizeItem, 'retainedBytes'>[] = [
  { kind: 'header', offset: 0, sizeBytes: 500 },
  { kind: 'section-overhead', name: 'code', offset: 8, sizeBytes: 400 },
  { kind: 'function', index: 4, name: 'small', offset: 10, sizeBytes: 20 },
  { kind: 'function', index: 5, offset: 30, sizeBytes: 50 },
  {
    kind: 'function',
    index: 6,
    name: '_ZN4core3fmt5Write9write_fmt17h0123456789abcdefE',
    offset: 80,
    sizeBytes: 90,
  },
  { kind: 'data', index: 0, name: '.rodata', offset: 910, sizeBytes: 50 },
  { kind: 'start', offset: 990, sizeBytes: 1 },
]
const ITEMS = LEAVES.map((leaf): SizeItem => ({ ...leaf, retainedBytes: leaf.sizeBytes }))

describe('summarize', () => {
  it('lists leaves by size and then by place, without headers and overhead', () => {
    expect(summarize(report(ITEMS)).largest.map(({ kind, sizeBytes }) => [kind, sizeBytes])).toEqual([
      ['function', 90],
      ['function', 50],
      ['data', 50],
      ['function', 20],
      ['start', 1],
    ])
  })

  it('labels a leaf by its short name, or by what it is and its index', () => {
    expect(summarize(report(ITEMS)).largest.map(({ label }) => label)).toEqual([
      'Write::write_fmt',
      'function 5',
      '.rodata',
      'small',
      'start',
    ])
  })

  it('keeps the whole demangled name beside the short one, and none where there is none', () => {
    const [mangled, nameless] = summarize(report(ITEMS)).largest
    expect(mangled).toHaveProperty('name', 'core::fmt::Write::write_fmt')
    expect(nameless).not.toHaveProperty('name')
  })

  it('keeps only as many as are asked for', () => {
    expect(summarize(report(ITEMS), 2).largest).toHaveLength(2)
    expect(summarize(report(ITEMS), 0).largest).toEqual([])
  })

  it('joins the ranges of one data segment', () => {
    const data = (index: number, offset: number, sizeBytes: number): SizeItem => ({
      kind: 'data',
      index,
      offset,
      sizeBytes,
      retainedBytes: sizeBytes,
    })
    const { largest } = summarize(report([data(0, 10, 5), data(0, 15, 6), data(1, 21, 7)]))
    expect(largest).toEqual([
      { kind: 'data', label: 'data 0', sizeBytes: 11 },
      { kind: 'data', label: 'data 1', sizeBytes: 7 },
    ])
  })

  it('lists the largest crates, as many as are asked for', () => {
    expect(summarize(report(ITEMS)).crates).toEqual([
      { name: 'regex', sizeBytes: 100, dataBytes: 40 },
      { name: 'core', sizeBytes: 30 },
    ])
    expect(summarize(report(ITEMS), 1).crates).toHaveLength(1)
  })

  it('leaves the report as it was', () => {
    const given = report(ITEMS)
    summarize(given)
    expect(given.items).toEqual(ITEMS)
  })
})

describe('largestParts', () => {
  const summary = (namedFunctionCount: number, attributedBytes = 0): SizeSummary => ({
    sizeBytes: 100,
    functionCount: 10,
    namedFunctionCount,
    sections: [
      { name: 'type', sizeBytes: 10 },
      { name: 'code', sizeBytes: 70 },
      { name: 'b', sizeBytes: 10 },
    ],
    crates: [
      { name: 'regex', sizeBytes: attributedBytes - 10 },
      { name: 'core', sizeBytes: 10 },
    ],
    generics: [],
    largest: [
      { kind: 'function', label: 'main', sizeBytes: 60 },
      { kind: 'function', label: 'function 3', sizeBytes: 10 },
    ],
  })

  it.each([
    { named: 10, parts: ['main', 'function 3'] },
    { named: 5, parts: ['main', 'function 3'] },
    { named: 4, parts: ['code', 'b', 'type'] },
    { named: 0, parts: ['code', 'b', 'type'] },
  ])('are $parts where $named of 10 functions have names', ({ named, parts }) => {
    expect(largestParts(summary(named), 3).map(({ label }) => label)).toEqual(parts)
  })

  it.each([
    { attributed: 50, parts: ['regex', 'core'] },
    { attributed: 49, parts: ['main', 'function 3'] },
  ])('are $parts where $attributed of 100 bytes have a crate', ({ attributed, parts }) => {
    expect(largestParts(summary(10, attributed), 3).map(({ label }) => label)).toEqual(parts)
  })

  it('say that they are crates', () => {
    expect(largestParts(summary(0, 90), 1)).toEqual([{ kind: 'crate', label: 'regex', sizeBytes: 80 }])
  })

  it('are as many as are asked for', () => {
    expect(largestParts(summary(0), 1)).toEqual([{ kind: 'section', label: 'code', sizeBytes: 70 }])
  })

  it('are leaves where there is no function at all', () => {
    const data = { ...summary(0), functionCount: 0 }
    expect(largestParts(data, 1)).toMatchObject([{ label: 'main' }])
  })

  it('are functions of a named module and sections of a stripped one', () => {
    const parts = (path: string) => largestParts(summarize(analyzeModule(readFixture(path))), 3)
    expect(parts('rust196-base_stripped.wasm').map(({ kind }) => kind)).toEqual([
      'section',
      'section',
      'section',
    ])
    expect(parts('rust196-base_sizez.wasm').every(({ kind }) => kind !== 'section')).toBe(true)
  })
})
