import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { formatBaseline, makeBaseline, parseBaseline, type Baseline } from '../../src/budget/baseline.ts'
import type { BudgetVerdict } from '../../src/budget/evaluate.ts'
import { toolsReportOf, analyzedModuleOf } from '../support/analyzed-reports.ts'
import { readFixture } from '../support/fixtures.ts'

const BASE = readFixture('rust196-base_sizez.wasm')
const HELLO = readFixture('clang19-Oz_strip.wasm')

const verdict = (rest: Partial<BudgetVerdict>): BudgetVerdict => ({
  budget: 'b',
  scope: 'initial',
  metric: 'brotli',
  subject: 'index.html',
  subjectKey: 'initial index.html',
  sizeBytes: 1,
  state: 'ok',
  modules: [],
  workers: [],
  ...rest,
})

describe('makeBaseline', () => {
  const modules = [analyzedModuleOf('base.wasm', BASE), analyzedModuleOf('hello.wasm', HELLO)]

  it('holds sizes, sections, crates and generics of each module by its key', () => {
    const { modules: figures } = makeBaseline([toolsReportOf(modules)])
    expect(Object.keys(figures)).toEqual(['src/base.wasm', 'src/hello.wasm'])
    expect(figures['src/base.wasm']).toMatchObject({
      raw: BASE.length,
      brotli: modules[0]?.after.brotliBytes,
      'section code': modules[0]?.summary?.sections.find(({ name }) => name === 'code')?.sizeBytes,
    })
    expect(
      Object.keys(figures['src/base.wasm'] ?? {}).filter((name) => name.startsWith('crate core')),
    ).toEqual(['crate core code', 'crate core data'])
    expect(Object.keys(figures['src/hello.wasm'] ?? {}).filter((name) => name.startsWith('crate'))).toEqual(
      [],
    )
  })

  it('holds versions of encoders, engine and package, and more where more are given', () => {
    expect(makeBaseline([toolsReportOf([])], { rustc: '1.96' }).tools).toEqual({
      br: 'node-brotli@1.1.0',
      gz: 'node-gzip@1.3.1',
      engine: 'binaryen@132.0.0',
      package: 'vite-plugin-wasm-budget@0.1.0',
      rustc: '1.96',
    })
  })

  it('holds which modules were counted together, and sizes of parts', () => {
    const budgets = [
      verdict({ modules: [{ fileName: 'hello.wasm', sizeBytes: 5 }] }),
      verdict({
        scope: 'asset',
        subjectKey: 'src/base.wasm',
        part: 'crate:core',
        modules: [{ fileName: 'base.wasm', sizeBytes: 7 }],
      }),
    ]
    const baseline = makeBaseline([toolsReportOf(modules, { budgets })])
    expect(baseline.subjects).toEqual({ 'initial index.html': ['src/hello.wasm'] })
    expect(baseline.modules['src/base.wasm']).toMatchObject({ 'part crate:core brotli': 7 })
    expect(baseline.modules['src/hello.wasm']).not.toHaveProperty('part crate:core brotli')
  })

  it('marks copies, which do not count for a total', () => {
    const copy = analyzedModuleOf('copy.wasm', BASE)
    const { modules: figures } = makeBaseline([toolsReportOf([...modules, copy])])
    expect(Object.entries(figures).map(([key, { copy: mark }]) => [key, mark])).toEqual([
      ['src/base.wasm', undefined],
      ['src/hello.wasm', undefined],
      ['src/copy.wasm', 1],
    ])
  })

  it('keeps environments apart, and outputs of one together', () => {
    const ssr = toolsReportOf(modules, { environment: 'ssr', budgets: [verdict({})] })
    const baseline = makeBaseline([toolsReportOf(modules), toolsReportOf(modules), ssr])
    expect(Object.keys(baseline.modules)).toEqual([
      'src/base.wasm',
      'src/hello.wasm',
      'ssr: src/base.wasm',
      'ssr: src/hello.wasm',
    ])
    expect(Object.keys(baseline.subjects)).toEqual(['ssr: initial index.html'])
  })
})

const BASELINE: Baseline = {
  version: 1,
  tools: { gz: 'g@1', br: 'b@1' },
  modules: {
    'src/engine.wasm': { raw: 30, gzip: 20, brotli: 10, 'crate "x"\n code': 5 },
    'foo/pkg/index_bg.wasm': { raw: 3, gzip: 2, brotli: 1 },
    __proto__: { raw: 1 },
  },
  subjects: { 'initial index.html': ['foo/pkg/index_bg.wasm', 'src/engine.wasm'] },
}

describe('a baseline as a file', () => {
  it('is sorted, with a figure a line', () => {
    const { __proto__: _, ...modules } = BASELINE.modules
    expect(formatBaseline({ ...BASELINE, modules })).toBe(`{
  "version": 1,
  "tools": {
    "br": "b@1",
    "gz": "g@1"
  },
  "modules": {
    "foo/pkg/index_bg.wasm": {
      "brotli": 1,
      "gzip": 2,
      "raw": 3
    },
    "src/engine.wasm": {
      "brotli": 10,
      "crate \\"x\\"\\n code": 5,
      "gzip": 20,
      "raw": 30
    }
  },
  "subjects": {
    "initial index.html": ["foo/pkg/index_bg.wasm", "src/engine.wasm"]
  }
}
`)
  })

  it('is read as it was written, however modules are called', () => {
    const named = JSON.parse(
      '{ "__proto__": { "raw": 1 }, "constructor": { "raw": 2 } }',
    ) as Baseline['modules']
    const baseline = { ...BASELINE, modules: named }
    expect(parseBaseline(formatBaseline(baseline), 'b.json')).toEqual(baseline)
    const empty = { version: 1, tools: {}, modules: {}, subjects: {} } as const
    expect(parseBaseline(formatBaseline(empty), 'b.json')).toEqual(empty)
  })

  it('stays small: a line a figure of the largest crates only', () => {
    const { length } = formatBaseline(
      makeBaseline([toolsReportOf([analyzedModuleOf('rx.wasm', readFixture('rust196-rx_sizez.wasm'))])]),
    )
    expect(length).toBeLessThan(3000)
  })

  it.each([
    ['', 'Unexpected end of JSON input'],
    ['[]', 'it is not an object'],
    ['{}', 'its version is missing, not 1'],
    ['{"version":2}', 'its version is 2, not 1'],
    ['{"version":1}', '"tools" does not hold versions by name'],
    ['{"version":1,"tools":{"a":1}}', '"tools" does not'],
    ['{"version":1,"tools":{},"modules":{"a":{"raw":"1"}}}', '"modules" does not hold whole numbers'],
    ['{"version":1,"tools":{},"modules":{"a":{"raw":-1}}}', '"modules" does not'],
    ['{"version":1,"tools":{},"modules":{},"subjects":{"a":[1]}}', '"subjects" does not hold lists'],
    ['{\n<<<<<<< ours\n"a": 1\n=======\n', 'line 2 is a mark of a merge conflict'],
  ])('is refused where it is %j', (text, reason) => {
    expect(() => parseBaseline(text, 'dir/b.json')).toThrow(reason)
    expect(() => parseBaseline(text, 'dir/b.json')).toThrow('dir/b.json')
  })
})

describe('git', () => {
  let directory = ''
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'wasm-budget-merge-'))
  })
  afterAll(() => rmSync(directory, { recursive: true, force: true }))

  /** Figures of one module that were changed. */
  type Change = Readonly<Record<string, Readonly<Record<string, number>>>>
  const changed = (change: Change): string => {
    const modules = {
      'src/a.wasm': { raw: 9, gzip: 6, brotli: 3 },
      'src/b.wasm': { raw: 9, gzip: 6, brotli: 3 },
    }
    const merged = Object.entries(modules).map(([key, figures]) => [key, { ...figures, ...change[key] }])
    return formatBaseline({ ...BASELINE, modules: Object.fromEntries(merged) as Baseline['modules'] })
  }
  const merge = (ours: Change, theirs: Change) => {
    const path = (name: string) => join(directory, name)
    writeFileSync(path('base'), changed({}))
    writeFileSync(path('ours'), changed(ours))
    writeFileSync(path('theirs'), changed(theirs))
    const files = ['ours', 'base', 'theirs'].map(path)
    const labels = ['ours', 'base', 'theirs'].flatMap((label) => ['-L', label])
    return spawnSync('git', ['merge-file', '-p', ...labels, ...files], { encoding: 'utf8' })
  }

  it('merges changes of different modules, all figures of each', () => {
    const a = { 'src/a.wasm': { raw: 19, gzip: 16, brotli: 13 } }
    const b = { 'src/b.wasm': { raw: 29, gzip: 26, brotli: 23 } }
    const { status, stdout } = merge(a, b)
    expect(status).toBe(0)
    expect(stdout).toBe(changed({ ...a, ...b }))
  })

  it('shows a conflict of one figure as one line of each side', () => {
    const { status, stdout } = merge({ 'src/a.wasm': { gzip: 16 } }, { 'src/a.wasm': { gzip: 26 } })
    expect(status).toBe(1)
    expect(stdout).toContain(
      ['<<<<<<< ours', '      "gzip": 16,', '=======', '      "gzip": 26,', '>>>>>>> theirs', ''].join('\n'),
    )
    expect(() => parseBaseline(stdout, 'b.json')).toThrow(/line \d+ is a mark of a merge conflict/)
  })
})
