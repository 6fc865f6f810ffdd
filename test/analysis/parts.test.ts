import { describe, expect, it } from 'vitest'
import { analyzeModule } from '../../src/analysis/analyze-module.ts'
import { matchesPart, measureParts, parsePart, WHOLE_WIRE_BYTES } from '../../src/analysis/parts.ts'
import { readFixture } from '../support/fixtures.ts'
import { wat } from '../support/wat.ts'

describe('parsePart', () => {
  it.each([
    ['section:data', { kind: 'section', pattern: 'data' }],
    ['custom:name', { kind: 'custom', pattern: 'name' }],
    ['crate:regex*', { kind: 'crate', pattern: 'regex*' }],
    ['package:net/http', { kind: 'package', pattern: 'net/http' }],
    ['function:std::fmt::*', { kind: 'function', pattern: 'std::fmt::*' }],
    ['exports', { kind: 'exports' }],
  ])('reads %s', (text, query) => {
    expect(parsePart(text)).toEqual(query)
  })

  it.each(['', 'data', 'section:', 'section', 'Section:data', 'exports:a', ':data'])(
    'does not read %j',
    (text) => {
      expect(parsePart(text)).toBeUndefined()
    },
  )
})

describe('a pattern', () => {
  it.each([
    ['*', 'anything [u8]/x', true],
    ['regex*', 'regex_syntax', true],
    ['regex*', 'my_regex', false],
    ['*regex*', 'my_regex_x', true],
    ['<impl Fn(i32)> for [u8]', '<impl Fn(i32)> for [u8]', true],
    ['a.c', 'abc', false],
    ['net/*', 'net/http/internal', true],
    ['[u8]', 'u', false],
  ])('%s and %s: %s', (pattern, name, matches) => {
    expect(matchesPart({ kind: 'crate', pattern }, name)).toBe(matches)
  })
})

describe('measureParts', () => {
  const rust = readFixture('rust196-base_sizez.wasm')
  const report = analyzeModule(rust, { wireSizeBytes: WHOLE_WIRE_BYTES })
  const measure = (part: string) => measureParts(report, [part])[0]

  it('measures whole sections, headers included', () => {
    for (const { name, sizeBytes } of report.sections.filter(({ name }) => name !== 'name'))
      if (!['producers', 'target_features'].includes(name))
        expect(measure(`section:${name}`), name).toMatchObject({ sizeBytes, count: 1 })
    expect(measure('custom:producers')).toMatchObject({ sizeBytes: 93, count: 1 })
    expect(measure('section:producers')).toMatchObject({ sizeBytes: 0, count: 0 })
  })

  it('gives all sections, and the header, all bytes and nearly all of the wire', () => {
    const parts = measureParts(report, ['section:*', 'custom:*'])
    expect(parts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 8)).toBe(rust.length)
    const wire = parts.reduce((sum, { wireShare = 0 }) => sum + wireShare, 0)
    expect(wire).toBeGreaterThan(0.98)
    expect(wire).toBeLessThanOrEqual(1)
  })

  it('measures crates by pattern, under both words', () => {
    const alloc = report.crates.find(({ name }) => name === 'alloc')
    expect(measure('crate:alloc')).toMatchObject({ sizeBytes: alloc?.sizeBytes, count: 1 })
    expect(measure('package:alloc')).toMatchObject({ sizeBytes: alloc?.sizeBytes })
    expect(measure('crate:*')?.count).toBe(report.crates.length)
    expect(measure('crate:serde')).toEqual({ part: 'crate:serde', sizeBytes: 0, wireShare: 0, count: 0 })
  })

  it('measures functions by their demangled names and as the module calls them', () => {
    const functions = report.items.filter(({ kind }) => kind === 'function')
    const sum = functions.reduce((total, { sizeBytes }) => total + sizeBytes, 0)
    expect(measure('function:*')).toMatchObject({ sizeBytes: sum, count: functions.length })
    expect(measure('function:core::*')?.count).toBeGreaterThan(5)
    expect(measure('function:_R*')?.count).toBeGreaterThan(5)
  })

  it('measures the entries of the export section', () => {
    const entries = report.items.filter(({ kind }) => kind === 'export')
    expect(measure('exports')).toMatchObject({
      sizeBytes: entries.reduce((total, { sizeBytes }) => total + sizeBytes, 0),
      count: report.exports.length,
    })
  })

  it('tells a custom section from the standard one of its name', () => {
    const module = wat('(module (memory 1) (data (i32.const 0) "abc"))')
    const custom = Uint8Array.of(0, 6, 4, ...new TextEncoder().encode('data'), 9)
    const both = analyzeModule(Uint8Array.from([...module, ...custom]))
    expect(measureParts(both, ['custom:data', 'section:data'])).toMatchObject([
      { sizeBytes: custom.length, count: 1 },
      { sizeBytes: both.sections.find(({ name }) => name === 'data')?.sizeBytes, count: 1 },
    ])
  })

  it('has no shares where the report has none, and nothing where nothing is asked', () => {
    expect(measureParts(analyzeModule(rust), ['exports'])[0]).not.toHaveProperty('wireShare')
    expect(measureParts(report, [])).toEqual([])
    expect(() => measureParts(report, ['data'])).toThrow(RangeError)
  })
})
