import { describe, expect, it } from 'vitest'
import { makeBaseline } from '../../src/budget/baseline.ts'
import type { Finding } from '../../src/finding.ts'
import { renderMarkdown } from '../../src/report/markdown.ts'
import { renderGfm, tablesOf } from '../support/render-markdown.ts'
import { buildReportOf, moduleReportOf, summaryOf, verdictOf } from '../support/reports.ts'

const engine = (rawBytes: number, regexBytes: number, hash = 'B7cQ1xZe') =>
  moduleReportOf(`assets/engine-${hash}.wasm`, rawBytes, {
    originalNames: ['src/engine.wasm'],
    sha256: `engine ${rawBytes}`,
    summary: summaryOf({
      sizeBytes: rawBytes,
      crates: [
        { name: 'regex', sizeBytes: regexBytes },
        { name: 'core', sizeBytes: 1000 },
      ],
      generics: [{ name: 'core::sort<_>', count: 3, sizeBytes: 900, wasteBytes: 600 }],
      largest: [{ kind: 'function', label: 'run', sizeBytes: 500 }],
    }),
  })
const sql = moduleReportOf('assets/sql-Aa11Bb22.wasm', 400_000, { originalNames: ['src/sql.wasm'] })

const tables = (markdown: string) => tablesOf(renderGfm(markdown))

describe('renderMarkdown of one report', () => {
  it('lists every module, the largest first, with the sum', () => {
    const text = renderMarkdown(buildReportOf([engine(4000, 2000), sql]))
    expect(text).toContain('### WebAssembly\n\n**101.0 kB brotli** in 2 modules.\n')
    expect(tables(text)[0]).toEqual([
      ['module', 'raw', 'gzip', 'brotli'],
      ['`assets/sql-Aa11Bb22.wasm`', '400.0 kB', '200.0 kB', '100.0 kB'],
      ['`assets/engine-B7cQ1xZe.wasm`', '4.0 kB', '2.0 kB', '1.0 kB'],
      ['total', '404.0 kB', '202.0 kB', '101.0 kB'],
    ])
  })

  it('says how budgets stand, and which is over by how much', () => {
    const text = renderMarkdown(
      buildReportOf([engine(4000, 2000), sql], {
        budgets: [
          verdictOf({ subject: sql.fileName, sizeBytes: 100_000, limitBytes: 90_000, state: 'exceeded' }),
          verdictOf({
            subject: 'assets/engine-B7cQ1xZe.wasm',
            sizeBytes: 950,
            limitBytes: 1000,
            state: 'warn',
          }),
          verdictOf({
            budget: 'all',
            scope: 'total',
            subject: 'total',
            sizeBytes: 101_000,
            limitBytes: 202_000,
          }),
        ],
      }),
    )
    expect(text).toContain('in 2 modules, **1 of 3 budgets exceeded**.')
    const [modules, shared] = tables(text)
    expect(modules?.map((row) => row.at(-1))).toEqual(['budget', '❌ over by 10.0 kB', '⚠️ 95 %', ''])
    expect(shared).toEqual([
      ['budget', 'judges', 'size', 'limit', 'used'],
      ['`all`', 'total', '101.0 kB brotli', '202.0 kB', '✅ 50 %'],
    ])
  })

  it('folds what is inside each module: crates, generics, parts', () => {
    const html = renderGfm(renderMarkdown(buildReportOf([engine(4000, 2000)])))
    expect(html).toContain('<details><summary><code>assets/engine-B7cQ1xZe.wasm</code></summary>')
    expect(tablesOf(html).slice(1)).toEqual([
      [
        ['largest crates', 'raw', 'share'],
        ['`regex`', '2.0 kB', '50 %'],
        ['`core`', '1.0 kB', '25 %'],
      ],
      [
        ['generics', 'copies', 'raw', 'one copy would save'],
        ['`core::sort<_>`', '3', '900 B', '600 B'],
      ],
      [
        ['largest parts', 'kind', 'raw', 'share'],
        ['`run`', 'function', '500 B', '13 %'],
      ],
    ])
  })

  it('folds findings, errors and warnings first', () => {
    const finding = (severity: Finding['severity'], path: string): Finding => ({
      code: 'cache-unusable',
      severity,
      args: { path, reason: 'EACCES' },
    })
    const findings = [finding('info', '/i'), finding('warn', '/w'), finding('error', '/e')]
    const text = renderMarkdown(buildReportOf([], { findings }))
    expect(text).toContain('<details><summary>3 findings</summary>')
    expect([...text.matchAll(/cache at \/(.)/g)].map(([, path]) => path)).toEqual(['e', 'w', 'i'])
  })

  it('names the environment where it is not the only one', () => {
    expect(renderMarkdown(buildReportOf([], { environment: 'ssr' }))).toContain('### WebAssembly `ssr`\n')
  })

  it('stays within what a comment may have, and says what is left out', () => {
    const summary = summaryOf({
      crates: [...Array(50).keys()].map((at) => ({ name: `crate-${'x'.repeat(80)}${at}`, sizeBytes: 10 })),
    })
    const modules = [...Array(90).keys()].map((at) => moduleReportOf(`m${at}.wasm`, 1000 + at, { summary }))
    const text = renderMarkdown(buildReportOf(modules))
    expect(text.length).toBeLessThan(60_100)
    expect(tables(text)[0]?.slice(-2)).toEqual([
      ['40 more', '', '', ''],
      ['total', '94.0 kB', '47.0 kB', '23.5 kB'],
    ])
    const told = text.split('<details>').length - 1
    expect(told).toBeGreaterThan(10)
    expect(text).toContain(`Details of ${90 - told} more do not fit here.`)
  })
})

describe('renderMarkdown with a report to compare with', () => {
  const before = buildReportOf([engine(4000, 2000, 'Xx00Yy11'), sql])

  it('is one line where nothing changed, whatever the hashes', () => {
    const now = buildReportOf([engine(4000, 2000), sql], { budgets: [verdictOf({})] })
    const line = '### WebAssembly\n\nNothing changed: **101.0 kB brotli** in 2 modules, 1 of 1 budget kept.\n'
    expect(renderMarkdown(now, { before })).toBe(line)
    expect(renderMarkdown(now, { before: makeBaseline([before]) })).toBe(line)
  })

  it('tells a broken budget though nothing changed', () => {
    const now = buildReportOf([engine(4000, 2000), sql], {
      budgets: [verdictOf({ subject: sql.fileName, sizeBytes: 2, limitBytes: 1, state: 'exceeded' })],
    })
    expect(renderMarkdown(now, { before })).toContain('**1 of 1 budget exceeded**')
  })

  it.each([
    ['a report', before],
    ['a baseline', makeBaseline([before])],
  ])('lists what differs from %s, the largest change first, and the crates that changed', (_, given) => {
    const added = moduleReportOf('assets/new-Cc33Dd44.wasm', 8, { originalNames: ['src/new.wasm'] })
    const text = renderMarkdown(buildReportOf([engine(8000, 6000), added]), { before: given })
    expect(text).toContain('**2.0 kB brotli** in 2 modules, -99.0 kB (-98 %).')
    const [modules, crates] = tables(text)
    expect(modules).toEqual([
      ['module', 'before', 'brotli', 'change'],
      ['`src/sql.wasm`', '100.0 kB', '', 'gone'],
      ['`assets/engine-B7cQ1xZe.wasm`', '1.0 kB', '2.0 kB', '+1.0 kB (+100 %)'],
      ['`assets/new-Cc33Dd44.wasm`', '', '2 B', 'new'],
      ['total', '101.0 kB', '2.0 kB', '-99.0 kB (-98 %)'],
    ])
    expect(crates).toEqual([
      ['crate that changed', 'before, raw', 'now, raw', 'change'],
      ['`regex`', '2.0 kB', '6.0 kB', '+4.0 kB'],
    ])
  })

  it('counts what did not change', () => {
    const text = renderMarkdown(buildReportOf([engine(8000, 6000), sql]), { before })
    expect(tables(text)[0]?.map(([name]) => name)).toEqual([
      'module',
      '`assets/engine-B7cQ1xZe.wasm`',
      '1 unchanged',
      'total',
    ])
  })

  it('says that tools changed, if sizes depend on them', () => {
    const now = buildReportOf([engine(8000, 6000), sql], { encoders: { br: 'x@2', gz: 'y@2' } })
    expect(renderMarkdown(now, { before })).toContain(
      'Other tools than before, which may change sizes by themselves: `x@1` → `x@2`.',
    )
  })

  it('tells what made a broken budget grow', () => {
    const causes = [
      { kind: 'crate', name: 'regex', change: 'grown', deltaBytes: 4000, metric: 'raw' },
    ] as const
    const now = buildReportOf([engine(8000, 6000), sql], {
      budgets: [verdictOf({ budget: 'engine', state: 'exceeded', sizeBytes: 2, limitBytes: 1, causes })],
    })
    expect(renderMarkdown(now, { before })).toContain('- `engine` since the baseline: `regex` +4.0 kB raw')
  })
})
