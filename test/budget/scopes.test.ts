import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { BudgetScope, ResolvedBudget } from '../../src/budget/budget.ts'
import { evaluateBudgets, type BudgetModule } from '../../src/budget/evaluate.ts'
import { reach, type ScriptFile } from '../../src/budget/reachability.ts'
import { createMatcher } from '../../src/plugins/matcher.ts'
import { scriptOf as script } from '../support/script-of.ts'

const module = (name: string, originalName: string): BudgetModule => ({
  fileName: `assets/${name}-B7cQ1xZe.wasm`,
  key: originalName,
  originalNames: [originalName],
  sha256: name === 'copy' ? 'engine' : name,
  sizes: { raw: 1, gzip: 1, brotli: 1 },
})

const MODULES = [
  module('engine', 'src/engine.wasm'),
  module('copy', 'src/copy.wasm'),
  module('draw', 'draw-kit/draw_bg.wasm'),
  module('sql', 'src/sql.wasm'),
]
const file = (name: string) => `assets/${name}-B7cQ1xZe.wasm`

const APP = [
  script('assets/main-1.js', {
    name: 'main',
    isEntry: true,
    html: 'index.html',
    imports: ['assets/dep-1.js'],
    dynamicImports: ['assets/editor-1.js'],
    modules: [file('engine'), file('copy')],
  }),
  script('assets/dep-1.js', { name: 'dep', modules: [file('engine')] }),
  script('assets/editor-1.js', {
    name: 'editor',
    source: 'src/editor.ts',
    isDynamicEntry: true,
    workers: ['assets/sql.worker-1.js'],
    modules: [file('engine'), file('draw')],
  }),
  script('assets/sql.worker-1.js', { kind: 'worker', source: 'src/sql.worker.ts', modules: [file('sql')] }),
]

/** Each subject with how many modules counted. */
const counted = (scope: BudgetScope, match: readonly string[] = [], scripts: readonly ScriptFile[] = APP) => {
  const budget: ResolvedBudget = { name: 'b', scope, match, metric: 'raw', limitBytes: 100 }
  const { verdicts } = evaluateBudgets([budget], MODULES, reach(scripts), createMatcher)
  return Object.fromEntries(verdicts.map(({ subject, modules }) => [subject, modules.length]))
}

/** The table of the README, in code. */
const SCOPES: readonly {
  readonly scope: BudgetScope
  /** Subjects, and how many modules count for each: one content once in each. */
  readonly counts: Readonly<Record<string, number>>
  /** What is compared with `match`, and which subject that picks. */
  readonly match: readonly string[]
  readonly picks: string
}[] = [
  {
    scope: 'asset',
    counts: { [file('copy')]: 1, [file('draw')]: 1, [file('engine')]: 1, [file('sql')]: 1 },
    match: ['assets/draw-*.wasm', 'draw-kit/draw_bg.wasm'],
    picks: file('draw'),
  },
  {
    scope: 'chunk',
    counts: { 'assets/dep-1.js': 1, 'assets/editor-1.js': 3, 'assets/main-1.js': 1 },
    match: ['assets/editor-1.js', 'editor', 'src/editor.ts'],
    picks: 'assets/editor-1.js',
  },
  {
    scope: 'initial',
    counts: { 'index.html': 1 },
    match: ['index.html', 'assets/main-1.js', 'main'],
    picks: 'index.html',
  },
  {
    scope: 'lazy',
    counts: { 'assets/editor-1.js': 2 },
    match: ['assets/editor-1.js', 'editor', 'src/editor.ts'],
    picks: 'assets/editor-1.js',
  },
  {
    scope: 'worker',
    counts: { 'assets/sql.worker-1.js': 1 },
    match: ['assets/sql.worker-1.js', 'src/sql.worker.ts'],
    picks: 'assets/sql.worker-1.js',
  },
  { scope: 'total', counts: { total: 3 }, match: ['src/*.wasm', 'assets/*'], picks: 'total' },
]

describe.each(SCOPES)('scope $scope', ({ scope, counts, match, picks }) => {
  it('counts each content once for each of its subjects', () => {
    expect(counted(scope)).toEqual(counts)
  })

  it.each(match)('is picked by %s', (glob) => {
    expect(Object.keys(counted(scope, [glob]))).toEqual([picks])
  })

  it('has a row in the table of the README', () => {
    const readme = readFileSync(fileURLToPath(new URL('../../README.md', import.meta.url)), 'utf8')
    expect(readme).toMatch(new RegExp(`^\\| \`${scope}\` +\\|`, 'm'))
  })
})

describe('without a page, what is initial', () => {
  const entry = (name: string, rest: Partial<ScriptFile> = {}) =>
    script(`_app/${name}.js`, { name, isEntry: true, modules: [file('engine')], ...rest })

  it.each([
    {
      what: 'in SvelteKit is each of start, app and the nodes of routes',
      scripts: [
        entry('entry/start', { dynamicImports: ['_app/entry/app.js'], modules: [] }),
        entry('entry/app', { dynamicImports: ['_app/nodes/2.js'], modules: [] }),
        entry('nodes/2', { isDynamicEntry: true, modules: [file('draw')] }),
      ],
      initial: { '_app/entry/app.js': 0, '_app/entry/start.js': 0, '_app/nodes/2.js': 1 },
      lazy: { '_app/nodes/2.js': 1 },
    },
    {
      what: 'in Nuxt is the one entry; pages are lazy',
      scripts: [
        entry('entry', { dynamicImports: ['_app/page.js'] }),
        script('_app/page.js', { isDynamicEntry: true, modules: [file('engine'), file('draw')] }),
      ],
      initial: { '_app/entry.js': 1 },
      lazy: { '_app/page.js': 1 },
    },
    {
      what: 'in a library is each entry',
      scripts: [entry('index'), entry('extra', { modules: [file('draw')] })],
      initial: { '_app/extra.js': 1, '_app/index.js': 1 },
      lazy: {},
    },
  ])('$what', ({ scripts, initial, lazy }) => {
    expect(counted('initial', [], scripts)).toEqual(initial)
    expect(counted('lazy', [], scripts)).toEqual(lazy)
  })
})
