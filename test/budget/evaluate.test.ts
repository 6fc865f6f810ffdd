import { describe, expect, it } from 'vitest'
import type { PartSize } from '../../src/analysis/parts.ts'
import type { Baseline } from '../../src/budget/baseline.ts'
import type { ResolvedBudget } from '../../src/budget/budget.ts'
import type { Before } from '../../src/budget/compare.ts'
import { evaluateBudgets, type BudgetModule } from '../../src/budget/evaluate.ts'
import { reach, type ScriptFile } from '../../src/budget/reachability.ts'
import { createMatcher } from '../../src/plugins/matcher.ts'
import { scriptOf as script } from '../support/script-of.ts'

const module = (fileName: string, brotli: number, rest: Partial<BudgetModule> = {}): BudgetModule => ({
  fileName: `assets/${fileName}`,
  key: `src/${fileName}`,
  originalNames: [],
  sha256: fileName,
  sizes: { raw: brotli * 10, gzip: brotli * 2, brotli },
  ...rest,
})

const budget = (rest: Partial<ResolvedBudget>): ResolvedBudget => ({
  name: 'b',
  scope: 'asset',
  match: [],
  metric: 'brotli',
  ...rest,
})

const MODULES = [
  module('engine-1.wasm', 100, { originalNames: ['src/engine.wasm', 'vendor/engine.wasm'] }),
  module('sql-1.wasm', 40),
  module('draw-1.wasm', 60),
]

const SCRIPTS = [
  script('main.js', {
    isEntry: true,
    html: 'index.html',
    imports: ['dep.js'],
    workers: ['worker.js'],
    modules: ['assets/engine-1.wasm'],
  }),
  script('dep.js', {}),
  script('worker.js', { kind: 'worker', modules: ['assets/sql-1.wasm'] }),
  script('admin.js', { isEntry: true }),
  script('lazy.js', { modules: ['assets/draw-1.wasm', 'assets/sql-1.wasm'] }),
]

const evaluate = (budgets: ResolvedBudget[], modules: readonly BudgetModule[] = MODULES) =>
  evaluateBudgets(budgets, modules, reach(SCRIPTS), createMatcher)

const LAZY_SCRIPTS = [
  script('main.js', { isEntry: true, dynamicImports: ['editor.js'], modules: ['assets/engine-1.wasm'] }),
  script('editor.js', {
    isDynamicEntry: true,
    source: 'src/editor.ts',
    dynamicImports: ['again.js', 'query.js'],
    modules: ['assets/engine-1.wasm', 'assets/draw-1.wasm'],
  }),
  script('again.js', { isDynamicEntry: true, modules: ['assets/engine-1.wasm'] }),
  script('query.js', { isDynamicEntry: true, workers: ['sql-worker.js'] }),
  script('sql-worker.js', {
    kind: 'worker',
    source: 'src/sql-worker.ts',
    workers: ['nested.js'],
  }),
  script('nested.js', { kind: 'worker', modules: ['assets/sql-1.wasm'] }),
]

const evaluateWith = (scripts: ScriptFile[], budgets: ResolvedBudget[]) =>
  evaluateBudgets(budgets, MODULES, reach(scripts), createMatcher)

const measured = (...budgets: ResolvedBudget[]) =>
  evaluate(budgets).verdicts.map(({ subject, sizeBytes }) => [subject, sizeBytes])

describe('a budget for assets', () => {
  it('judges each module by itself', () => {
    expect(measured(budget({ limitBytes: 1000 }))).toEqual([
      ['assets/engine-1.wasm', 100],
      ['assets/sql-1.wasm', 40],
      ['assets/draw-1.wasm', 60],
    ])
  })

  it.each([
    { match: ['**/engine*.wasm'], found: ['assets/engine-1.wasm'] },
    { match: ['src/engine.wasm'], found: ['assets/engine-1.wasm'] },
    { match: ['vendor/*'], found: ['assets/engine-1.wasm'] },
    { match: ['**/sql*', '**/draw*'], found: ['assets/sql-1.wasm', 'assets/draw-1.wasm'] },
    { match: ['**/*.{wasm,js}'], found: MODULES.map(({ fileName }) => fileName) },
    { match: ['engine*'], found: [] },
  ])('with match $match is about $found', ({ match, found }) => {
    expect(measured(budget({ match })).map(([subject]) => subject)).toEqual(found)
  })
})

describe('a budget for chunks', () => {
  it('counts what a chunk and its static imports and workers reach', () => {
    expect(measured(budget({ scope: 'chunk', match: ['{main,lazy}.js'] }))).toEqual([
      ['lazy.js', 100],
      ['main.js', 140],
    ])
  })

  it('without a glob leaves out chunks that reach no module', () => {
    expect(measured(budget({ scope: 'chunk' })).map(([subject]) => subject)).toEqual(['lazy.js', 'main.js'])
  })

  it('with a glob judges one that reaches no module too', () => {
    expect(measured(budget({ scope: 'chunk', match: ['dep.js'] }))).toEqual([['dep.js', 0]])
  })

  it('is matched by the name of the chunk too', () => {
    expect(measured(budget({ scope: 'chunk', match: ['lazy'] }))).toEqual([['lazy.js', 100]])
  })
})

describe('a budget for what is initial', () => {
  it('counts, for each entry, what is reached without import(), and names the workers', () => {
    const { verdicts } = evaluate([budget({ scope: 'initial' })])
    expect(verdicts).toMatchObject([
      { subject: 'admin.js', sizeBytes: 0, workers: [], modules: [] },
      { subject: 'index.html', sizeBytes: 140, workers: ['worker.js'] },
    ])
  })

  it.each(['index.html', 'main.js', 'main'])('is matched by %s', (match) => {
    expect(measured(budget({ scope: 'initial', match: [match] }))).toEqual([['index.html', 140]])
  })
})

describe('a budget for the total', () => {
  it('sums all modules', () => {
    expect(measured(budget({ scope: 'total' }))).toEqual([['total', 200]])
  })

  it('sums those that match', () => {
    expect(measured(budget({ scope: 'total', match: ['**/{sql,draw}*'] }))).toEqual([['total', 100]])
  })

  it('with a glob matches nothing where no module is built', () => {
    const { verdicts, unmatched } = evaluate([budget({ scope: 'total', match: ['**/sql*'] })], [])
    expect(verdicts).toEqual([])
    expect(unmatched).toMatchObject([{ budget: { scope: 'total' }, built: [] }])
  })

  it('is nothing where nothing is built, and no warning', () => {
    const { verdicts, unmatched } = evaluate([budget({ scope: 'total', limitBytes: 0 })], [])
    expect(verdicts).toMatchObject([{ subject: 'total', sizeBytes: 0, state: 'ok' }])
    expect(unmatched).toEqual([])
  })
})

describe('a budget for what is lazy', () => {
  it('counts what a dynamic entry adds, and names its workers', () => {
    const { verdicts } = evaluateWith(LAZY_SCRIPTS, [budget({ scope: 'lazy' })])
    expect(verdicts).toMatchObject([
      { subject: 'editor.js', sizeBytes: 60, workers: [], modules: [{ fileName: 'assets/draw-1.wasm' }] },
      { subject: 'query.js', sizeBytes: 40, workers: ['nested.js', 'sql-worker.js'] },
    ])
  })

  it.each(['editor.js', 'editor', 'src/editor.ts', 'src/*.ts'])('is matched by %s', (match) => {
    const { verdicts } = evaluateWith(LAZY_SCRIPTS, [budget({ scope: 'lazy', match: [match] })])
    expect(verdicts.map(({ subject }) => subject)).toEqual(['editor.js'])
  })

  it('with a glob judges one that adds nothing too', () => {
    const { verdicts } = evaluateWith(LAZY_SCRIPTS, [budget({ scope: 'lazy', match: ['again'] })])
    expect(verdicts).toMatchObject([{ subject: 'again.js', sizeBytes: 0 }])
  })
})

describe('a budget for workers', () => {
  it('counts what each worker that a chunk starts loads, with the workers that it starts', () => {
    const { verdicts } = evaluateWith(LAZY_SCRIPTS, [budget({ scope: 'worker' })])
    expect(verdicts).toMatchObject([{ subject: 'sql-worker.js', sizeBytes: 40, workers: ['nested.js'] }])
  })

  it.each(['sql-worker.js', 'src/sql-worker.ts'])('is matched by %s', (match) => {
    const { verdicts } = evaluateWith(LAZY_SCRIPTS, [budget({ scope: 'worker', match: [match] })])
    expect(verdicts).toHaveLength(1)
  })
})

describe('a budget for a part', () => {
  const withParts = (fileName: string, ...parts: PartSize[]) => module(fileName, 100, { parts })
  const regex = { part: 'crate:regex*', sizeBytes: 300, wireShare: 0.255, count: 2 }
  const modules = [
    withParts('a.wasm', regex),
    withParts('b.wasm', { ...regex, sizeBytes: 0, wireShare: 0, count: 0 }),
  ]

  it.each([
    { metric: 'raw', sizeBytes: 300 },
    { metric: 'gzip', sizeBytes: 51 },
    { metric: 'brotli', sizeBytes: 26 },
  ] as const)('of each module is measured in $metric', ({ metric, sizeBytes }) => {
    const { verdicts } = evaluate([budget({ part: 'crate:regex*', metric, limitBytes: 1000 })], modules)
    expect(verdicts.map((verdict) => [verdict.subject, verdict.part, verdict.sizeBytes])).toEqual([
      ['assets/a.wasm', 'crate:regex*', sizeBytes],
      ['assets/b.wasm', 'crate:regex*', 0],
    ])
  })

  it('of all modules is summed', () => {
    const twice = [...modules, withParts('c.wasm', regex)]
    const { verdicts } = evaluate(
      [budget({ scope: 'total', part: 'crate:regex*', metric: 'raw', limitBytes: 500 })],
      twice,
    )
    expect(verdicts).toMatchObject([{ sizeBytes: 600, state: 'exceeded' }])
  })

  it.each([
    { limitBytes: 10, unmatched: 1 },
    { limitBytes: 0, unmatched: 0 },
  ])('that is in no module is told unless the limit is 0: $limitBytes', ({ limitBytes, unmatched }) => {
    const nothing = [withParts('a.wasm', { ...regex, sizeBytes: 0, wireShare: 0, count: 0 })]
    expect(evaluate([budget({ part: 'crate:regex*', limitBytes })], nothing).unmatched).toHaveLength(
      unmatched,
    )
  })
})

describe('a budget for growth', () => {
  const tools = { br: 'node-brotli@1.1.0', gz: 'a', engine: 'binaryen@132', package: 'p@1' }
  const baseline: Baseline = {
    version: 1,
    tools,
    modules: {
      'src/engine-1.wasm': { brotli: 90, gzip: 200, raw: 1000, 'part exports raw': 5 },
      'src/sql-1.wasm': { brotli: 40, gzip: 80, raw: 400 },
      'src/draw-1.wasm': { brotli: 60, gzip: 120, raw: 600 },
    },
    subjects: { 'initial index.html': ['src/engine-1.wasm', 'src/sql-1.wasm'] },
  }
  const grow = (rest: Partial<ResolvedBudget>, before: Partial<Before> = {}) =>
    evaluateBudgets([budget(rest)], MODULES, reach(SCRIPTS), createMatcher, {
      baseline,
      environment: 'client',
      tools,
      ...before,
    })

  it.each([
    { growth: { percent: 11 }, limitBytes: 99, state: 'exceeded' },
    { growth: { percent: 12 }, limitBytes: 100, state: 'ok' },
    { growth: { sizeBytes: 9 }, limitBytes: 99, state: 'exceeded' },
    { growth: { sizeBytes: 10 }, limitBytes: 100, state: 'ok' },
  ] as const)('of 90 to 100 bytes by $growth is $state', ({ growth, limitBytes, state }) => {
    const [verdict] = grow({ match: ['**/engine*'], growth }).verdicts
    expect(verdict).toMatchObject({
      state,
      limitBytes,
      growth: { allowed: growth, baselineBytes: 90, limitBytes },
    })
  })

  it('and for size is broken by whichever is less', () => {
    const growth = { sizeBytes: 1 }
    expect(grow({ match: ['**/engine*'], growth, limitBytes: 1000 }).verdicts).toMatchObject([
      { limitBytes: 91 },
    ])
    expect(grow({ match: ['**/engine*'], growth, limitBytes: 10 }).verdicts).toMatchObject([
      { limitBytes: 10 },
    ])
  })

  it('knows sums by the modules that were counted then', () => {
    const { verdicts } = grow({ scope: 'initial', match: ['index.html'], growth: { percent: 0 } })
    expect(verdicts).toMatchObject([{ state: 'exceeded', sizeBytes: 140, growth: { baselineBytes: 130 } }])
  })

  it('knows the total of all modules', () => {
    const { verdicts } = grow({ scope: 'total', growth: { percent: 0 } })
    expect(verdicts).toMatchObject([{ state: 'exceeded', sizeBytes: 200, growth: { baselineBytes: 190 } }])
  })

  it('does not fail where the baseline lacks the size, and says so', () => {
    const lazy = grow({ scope: 'chunk', match: ['lazy'], growth: { percent: 0 } })
    expect(lazy).toMatchObject({ verdicts: [{ state: 'ok' }], unknown: [{ subject: 'lazy.js' }] })
    expect(lazy.verdicts[0]).not.toHaveProperty('limitBytes')
  })

  it('is neither judged nor unknown where there is no baseline', () => {
    expect(evaluate([budget({ growth: { percent: 0 } })])).toMatchObject({
      verdicts: [{ state: 'ok' }, { state: 'ok' }, { state: 'ok' }],
      unknown: [],
    })
  })

  it.each([
    { changed: { br: 'node-brotli@1.2.0' }, metric: 'brotli', state: 'warn' },
    { changed: { br: 'node-brotli@1.2.0' }, metric: 'raw', state: 'ok' },
    { changed: { gz: 'b' }, metric: 'brotli', state: 'exceeded' },
    { changed: { engine: 'none' }, metric: 'brotli', state: 'warn' },
  ] as const)('in $metric is $state where $changed is another one now', ({ changed, metric, state }) => {
    const { verdicts } = grow(
      { match: ['**/engine*'], growth: { percent: 0 }, metric },
      { tools: { ...tools, ...changed } },
    )
    expect(verdicts).toMatchObject([{ state }])
  })
})

describe('every budget', () => {
  it('counts the same content once', () => {
    const twice = [module('a.wasm', 10, { sha256: 'same' }), module('b.wasm', 10, { sha256: 'same' })]
    expect(evaluate([budget({ scope: 'total' })], twice).verdicts).toMatchObject([
      { sizeBytes: 10, modules: [{ sizeBytes: 10 }] },
    ])
    expect(evaluate([budget({})], twice).verdicts).toHaveLength(2)
  })

  it('lists what it counted, largest first, equals by name', () => {
    const modules = [module('b.wasm', 5), module('c.wasm', 9), module('a.wasm', 5)]
    expect(evaluate([budget({ scope: 'total' })], modules).verdicts[0]?.modules).toEqual([
      { fileName: 'assets/c.wasm', sizeBytes: 9 },
      { fileName: 'assets/a.wasm', sizeBytes: 5 },
      { fileName: 'assets/b.wasm', sizeBytes: 5 },
    ])
  })

  it.each([
    { metric: 'raw', sizeBytes: 1000 },
    { metric: 'gzip', sizeBytes: 200 },
    { metric: 'brotli', sizeBytes: 100 },
  ] as const)('is measured in its own metric: $metric', ({ metric, sizeBytes }) => {
    const { verdicts } = evaluate([budget({ metric, match: ['**/engine*'] })])
    expect(verdicts).toMatchObject([{ metric, sizeBytes }])
  })

  it.each([
    { limitBytes: 100, warnBytes: undefined, state: 'ok' },
    { limitBytes: 99, warnBytes: undefined, state: 'exceeded' },
    { limitBytes: undefined, warnBytes: 100, state: 'ok' },
    { limitBytes: undefined, warnBytes: 99, state: 'warn' },
    { limitBytes: 100, warnBytes: 99, state: 'warn' },
    { limitBytes: 99, warnBytes: 98, state: 'exceeded' },
    { limitBytes: 0, warnBytes: undefined, state: 'exceeded' },
    { limitBytes: 101, warnBytes: 100, state: 'ok' },
  ])(
    'of 100 bytes with limit $limitBytes and warn $warnBytes is $state',
    ({ limitBytes, warnBytes, state }) => {
      const limits = {
        ...(limitBytes === undefined ? {} : { limitBytes }),
        ...(warnBytes === undefined ? {} : { warnBytes }),
      }
      const [verdict] = evaluate([budget({ ...limits, match: ['**/engine*'] })]).verdicts
      expect(verdict).toMatchObject({ state, ...limits })
      expect(verdict && 'limitBytes' in verdict).toBe(limitBytes !== undefined)
      expect(verdict && 'warnBytes' in verdict).toBe(warnBytes !== undefined)
    },
  )

  it('that matches applies, in the order of the options', () => {
    const { verdicts } = evaluate([
      budget({ name: 'strict', match: ['**/engine*'], limitBytes: 1 }),
      budget({ name: 'lax', limitBytes: 1000, match: ['**/engine*'] }),
      budget({ name: 'sum', scope: 'total', limitBytes: 1000 }),
    ])
    expect(verdicts.map(({ budget: name, state }) => `${name} ${state}`)).toEqual([
      'strict exceeded',
      'lax ok',
      'sum ok',
    ])
  })
})

describe('a glob that matches nothing', () => {
  it.each([
    { scope: 'asset', built: MODULES.map(({ fileName }) => fileName) },
    { scope: 'total', built: MODULES.map(({ fileName }) => fileName) },
    { scope: 'initial', built: ['admin.js', 'index.html'] },
    { scope: 'chunk', built: ['lazy.js', 'main.js'] },
  ] as const)('in a budget for $scope is told with what there is', ({ scope, built }) => {
    const enigne = budget({ scope, match: ['**/enigne*'] })
    expect(evaluate([enigne])).toEqual({ verdicts: [], unmatched: [{ budget: enigne, built }], unknown: [] })
  })

  it('is told though nothing is built, and only for budgets that have a glob', () => {
    const withGlob = budget({ match: ['**/engine*'] })
    expect(evaluate([withGlob, budget({})], []).unmatched).toEqual([{ budget: withGlob, built: [] }])
  })
})
