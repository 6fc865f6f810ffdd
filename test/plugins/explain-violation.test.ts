import { describe, expect, it } from 'vitest'
import type { BudgetVerdict } from '../../src/budget/evaluate.ts'
import { explainViolations } from '../../src/plugins/explain-violation.ts'
import { toolsReportOf, analyzedModuleOf } from '../support/analyzed-reports.ts'
import { readFixture } from '../support/fixtures.ts'

const modules = [
  analyzedModuleOf('a.wasm', readFixture('rust196-base_sizez.wasm')),
  analyzedModuleOf('b.wasm', readFixture('clang19-Oz_strip.wasm')),
]

const explain = (rest: Partial<BudgetVerdict>) => {
  const verdict: BudgetVerdict = {
    budget: 'b',
    scope: 'asset',
    metric: 'brotli',
    subject: 'a.wasm',
    subjectKey: 'src/a.wasm',
    sizeBytes: 20_000,
    limitBytes: 10_000,
    state: 'exceeded',
    modules: [{ fileName: 'a.wasm', sizeBytes: 20_000 }],
    workers: [],
    ...rest,
  }
  return explainViolations(toolsReportOf(modules, { budgets: [verdict] }))
}

describe('a broken budget', () => {
  it('is told with the largest parts of the module where there is no baseline', () => {
    expect(explain({})).toEqual([
      expect.stringMatching(
        /^a\.wasm: 20\.0 kB brotli, limit 10\.0 kB, over by 10\.0 kB \(100 %\)\n.*\n {2}largest parts: .* raw$/,
      ),
    ])
  })

  it('of several modules is told with these', () => {
    const both = modules.map(({ fileName }, at) => ({ fileName, sizeBytes: 15_000 - at * 10_000 }))
    const [text] = explain({ scope: 'total', subject: 'total', subjectKey: 'total', modules: both })
    expect(text).toContain('total of all modules: ')
    expect(text).toContain('largest parts: a.wasm 15.0 kB brotli · b.wasm 5.0 kB brotli')
  })

  it.each([
    [{ scope: 'lazy', subject: 'l.js', workers: ['w.js'] }, 'lazy of l.js, with its worker w.js: '],
    [
      { scope: 'worker', subject: 'w.js', workers: ['x.js', 'y.js'] },
      'worker of w.js, with its workers x.js, y.js: ',
    ],
    [{ part: 'crate:regex*' }, 'crate:regex* of a.wasm: 20.0 kB brotli (estimated), '],
    [{ part: 'crate:regex*', metric: 'raw' }, 'crate:regex* of a.wasm: 20.0 kB raw, '],
    [{ scope: 'total', part: 'exports' }, 'exports of total of all modules: '],
  ] as const)('%j is told as "%s"', (rest, beginning) => {
    expect(explain(rest as Partial<BudgetVerdict>)[0]?.startsWith(beginning)).toBe(true)
  })

  it('of a host is told with the source of the number', () => {
    const source = { url: 'https://example.com/limits', readOn: '2026-11-23' }
    expect(explain({ source })[0]).toContain('limit 10.0 kB (https://example.com/limits, read on 2026-11-23)')
  })

  it('is told with what grew instead of what is large, and how to accept it where growth is at fault', () => {
    const causes = [
      { kind: 'module', name: 'src/new.wasm', change: 'added', deltaBytes: 3000, metric: 'brotli' },
      {
        kind: 'crate',
        name: 'regex_syntax',
        change: 'added',
        deltaBytes: 2000,
        metric: 'raw',
        data: { deltaBytes: 1500, label: "regex's Unicode tables" },
      },
      {
        kind: 'crate',
        name: 'core',
        change: 'grown',
        deltaBytes: 100,
        metric: 'raw',
        data: { deltaBytes: 80 },
      },
    ] as const
    const growth = { allowed: { percent: 5 }, baselineBytes: 9524, limitBytes: 10_000, changedTools: [] }
    const [text] = explain({ causes, growth })
    expect(text?.split('\n').slice(0, 4)).toEqual([
      'a.wasm: 20.0 kB brotli, limit 10.0 kB (9.5 kB in the baseline and 5 % more), over by 10.0 kB (100 %)',
      '  budget "b" (asset)',
      '  modules since the baseline: src/new.wasm (new) +3.0 kB brotli',
      "  crates since the baseline: regex_syntax (regex's Unicode tables 1.5 kB, inferred) +2.0 kB raw · core (data 80 B, inferred) +100 B raw",
    ])
    expect(text).toContain('make it the new baseline: ')
    const [limited] = explain({ causes, growth: { ...growth, limitBytes: 30_000 } })
    expect(limited).not.toContain('baseline and')
    expect(limited).not.toContain('make it the new baseline')
  })

  it('is the only one that is told', () => {
    expect(explain({ state: 'warn' })).toEqual([])
    expect(explain({ state: 'ok' })).toEqual([])
  })
})
