import { describe, expect, it } from 'vitest'
import type { ResolvedBudget } from '../../src/budget/budget.ts'
import { evaluateBudgets, type BudgetModule } from '../../src/budget/evaluate.ts'
import { reach, type ScriptFile } from '../../src/budget/reachability.ts'
import { createMatcher } from '../../src/plugins/matcher.ts'

const module = (fileName: string, brotli: number, rest: Partial<BudgetModule> = {}): BudgetModule => ({
  fileName: `assets/${fileName}`,
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

const script = (fileName: string, rest: Partial<ScriptFile>): ScriptFile => ({
  fileName,
  name: fileName.replace(/\.js$/, ''),
  kind: 'chunk',
  isEntry: false,
  imports: [],
  workers: [],
  modules: [],
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
    expect(evaluate([enigne])).toEqual({ verdicts: [], unmatched: [{ budget: enigne, built }] })
  })

  it('is told though nothing is built, and only for budgets that have a glob', () => {
    const withGlob = budget({ match: ['**/engine*'] })
    expect(evaluate([withGlob, budget({})], []).unmatched).toEqual([{ budget: withGlob, built: [] }])
  })
})
