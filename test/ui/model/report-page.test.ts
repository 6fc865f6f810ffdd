import { expect, it } from 'vitest'

import { formatBaseline, makeBaseline, parseBaseline } from '../../../src/budget/baseline.ts'
import type { BudgetVerdict } from '../../../src/budget/evaluate.ts'
import { baselineReport } from '../../../src/report/baseline-report.ts'
import type { BuildReport, ModuleReport } from '../../../src/report/build-report.ts'
import { compareReports } from '../../../src/ui/model/comparison.ts'
import { flowOf } from '../../../src/ui/model/flow.ts'
import { causeOf, headlineOf, moduleState, worstFirst } from '../../../src/ui/model/report-page.ts'
import { visitsOf } from '../../../src/ui/model/visits.ts'

const sizes = (brotliBytes: number) => ({
  rawBytes: brotliBytes * 3,
  gzipBytes: brotliBytes * 2,
  brotliBytes,
})

function moduleOf(fileName: string, brotliBytes: number, more: Partial<ModuleReport> = {}): ModuleReport {
  return {
    fileName,
    place: 'asset',
    originalNames: [`src/${fileName}`],
    sha256: fileName,
    sourceSha256: fileName,
    before: { ...sizes(brotliBytes), rawBytes: brotliBytes * 4 },
    after: sizes(brotliBytes),
    chosen: 'strip',
    tries: [],
    removedSections: ['name'],
    siblings: [],
    uses: [],
    importers: [],
    fromCache: false,
    ...more,
  }
}

function reportOf(modules: readonly ModuleReport[], budgets: readonly BudgetVerdict[] = []): BuildReport {
  const total = sizes(modules.reduce((sum, { after }) => sum + after.brotliBytes, 0))
  return {
    version: 1,
    environment: 'client',
    metric: 'brotli',
    encoders: {},
    modules,
    total,
    budgets,
    findings: [],
  }
}

function verdictOf(
  state: BudgetVerdict['state'],
  sizeBytes: number,
  more: Partial<BudgetVerdict> = {},
): BudgetVerdict {
  return {
    budget: state,
    scope: 'asset',
    metric: 'brotli',
    subject: 'assets/a.wasm',
    subjectKey: 'src/a.wasm',
    sizeBytes,
    limitBytes: 150_000,
    state,
    modules: [{ fileName: 'assets/a.wasm', sizeBytes }],
    workers: [],
    ...more,
  }
}

it('says first what is worst, with a figure', () => {
  const modules = [moduleOf('assets/a.wasm', 193_900)]
  const over = verdictOf('exceeded', 193_900)
  const near = verdictOf('warn', 149_000)
  const ok = verdictOf('ok', 10)
  expect(headlineOf(reportOf(modules, [ok, near, over]))).toEqual({
    state: 'over',
    subject: 'a.wasm',
    text: ' is 43.9\u00a0kB over its budget',
  })
  expect(headlineOf(reportOf(modules, [ok, near])).text).toBe(' is near its limit, 1.0\u00a0kB left')
  expect(headlineOf(reportOf(modules, [ok])).text).toBe('The budget is met: 193.9\u00a0kB brotli')
  expect(headlineOf(reportOf(modules)).text).toBe('193.9\u00a0kB brotli in 1 module')
  expect(headlineOf(reportOf([])).text).toBe('No WebAssembly in this build')
  expect(worstFirst([ok, near, over])).toEqual([over, near, ok])
  expect(moduleState('assets/a.wasm', [ok, over])).toBe('over')
  expect(moduleState('assets/b.wasm', [ok, over])).toBeUndefined()
})

it('names what grew before what is large', () => {
  const cause = { kind: 'crate', name: 'regex', change: 'added', deltaBytes: 118_900, metric: 'raw' } as const
  expect(causeOf(verdictOf('exceeded', 1, { causes: [cause] }), [])).toBe('Grew: regex +118.9\u00a0kB raw')
  const modules = ['a', 'b', 'c'].map((fileName) => ({ fileName, sizeBytes: 1000 }))
  expect(causeOf(verdictOf('ok', 3000, { modules }), [])).toBe(
    '3 modules, the largest: a 1.0\u00a0kB, b 1.0\u00a0kB',
  )
})

it('lists the first visit and what each script adds, each content once', () => {
  const initial = moduleOf('a.wasm', 10, {
    uses: [
      { file: 'index.js', kind: 'initial' },
      { file: 'x.js', kind: 'lazy' },
    ],
  })
  const lazy = moduleOf('b.wasm', 20, { uses: [{ file: 'x.js', kind: 'lazy' }] })
  const copy = moduleOf('c.wasm', 20, { sha256: 'b.wasm', uses: [{ file: 'x.js', kind: 'lazy' }] })
  const visits = visitsOf(reportOf([initial, lazy, copy]))
  expect(visits.map(({ label, wireBytes, requestCount }) => [label, wireBytes, requestCount])).toEqual([
    ['First visit', 10, 1],
    ['then x.js', 20, 1],
  ])
  expect(visitsOf(reportOf([moduleOf('a.wasm', 10)]))).toEqual([])
})

it('draws bars whose parts sum to them', () => {
  const summary = {
    sizeBytes: 30,
    functionCount: 1,
    namedFunctionCount: 0,
    sections: [
      { name: 'code', sizeBytes: 20 },
      { name: 'data', sizeBytes: 6 },
    ],
    crates: [],
    generics: [],
    largest: [],
  }
  const bars = flowOf({ report: reportOf([moduleOf('a.wasm', 10, { summary })]) })
  expect(bars.map(({ label, sizeBytes }) => [label, sizeBytes])).toEqual([
    ['Raw, as built', 40],
    ['Raw, shipped', 30],
    ['Brotli, on the wire', 10],
  ])
  expect(bars[0]?.parts).toEqual([
    { kind: 'dep', sizeBytes: 20 },
    { kind: 'data', sizeBytes: 6 },
    { kind: 'other', sizeBytes: 4 },
    { kind: 'names', sizeBytes: 10 },
  ])
})

it('compares modules by what survives a rebuild, and findings by what they say', () => {
  const gone = { code: 'brotli-portable', severity: 'info', args: {} } as const
  const still = { code: 'name-not-ours', severity: 'info', asset: 'a.wasm', args: {} } as const
  const before = {
    ...reportOf([
      moduleOf('a-11111111.wasm', 100, { originalNames: ['src/a.wasm'] }),
      moduleOf('old.wasm', 5),
    ]),
    findings: [gone, still],
  }
  const now = {
    ...reportOf([
      moduleOf('a-22222222.wasm', 80, { originalNames: ['src/a.wasm'] }),
      moduleOf('new.wasm', 50),
    ]),
    findings: [still],
  }
  const { headline, modules, findings } = compareReports({ report: before }, { report: now })
  expect(headline).toBe('Everything 23.8\u00a0% bigger')
  expect(
    modules.map(({ name, state, beforeBytes, afterBytes }) => [name, state, beforeBytes, afterBytes]),
  ).toEqual([
    ['new.wasm', 'new', 0, 50],
    ['a-22222222.wasm', 'changed', 100, 80],
    ['old.wasm', 'gone', 5, 0],
  ])
  expect([findings?.gone.length, findings?.added.length, findings?.still.length]).toEqual([1, 0, 1])
})

it('compares with a baseline: sizes and crates, neither findings nor visits', () => {
  const crate = (sizeBytes: number) => ({
    sizeBytes: 1000,
    functionCount: 1,
    namedFunctionCount: 1,
    sections: [],
    crates: [{ name: 'regex', sizeBytes, dataBytes: 10 }],
    generics: [],
    largest: [],
  })
  const uses = [{ file: 'index.js', kind: 'initial' }] as const
  const module = (fileName: string, bytes: number) =>
    moduleOf(fileName, bytes, { originalNames: ['node_modules/x/a.wasm'], summary: crate(bytes), uses })
  const baseline = makeBaseline([reportOf([module('a-11111111.wasm', 100)])])
  const now = { report: reportOf([module('a-22222222.wasm', 150)]) }
  const before = baselineReport(parseBaseline(formatBaseline(baseline), 'b.json'), now.report)
  const comparison = compareReports(before, now)
  expect(comparison.headline).toBe('Everything 50.0\u00a0% bigger')
  expect(comparison.modules).toEqual([
    { name: 'a-22222222.wasm', state: 'changed', beforeBytes: 100, afterBytes: 150 },
  ])
  expect(comparison.crates).toEqual([{ name: 'regex', state: 'changed', beforeBytes: 100, afterBytes: 150 }])
  expect(comparison.findings).toBeUndefined()
})
