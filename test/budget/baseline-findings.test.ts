import { describe, expect, it } from 'vitest'
import type { Baseline } from '../../src/budget/baseline.ts'
import { baselineFindings } from '../../src/budget/baseline-findings.ts'
import type { ResolvedBudget } from '../../src/budget/budget.ts'
import type { Before } from '../../src/budget/compare.ts'
import type { BudgetEvaluation, BudgetVerdict } from '../../src/budget/evaluate.ts'

const tools = { br: 'b@1', gz: 'g@1', engine: 'e@1', package: 'p@1' }
const baseline: Baseline = {
  version: 1,
  tools,
  modules: { 'src/a.wasm': { raw: 1 }, 'ssr: src/x.wasm': { raw: 1 } },
  subjects: {},
}
const same: Before = { baseline, environment: 'client', tools }
const nothing: BudgetEvaluation = { verdicts: [], unmatched: [], unknown: [] }
const plain: ResolvedBudget = { name: 'plain', scope: 'asset', match: [], metric: 'brotli', limitBytes: 1 }
const growing: ResolvedBudget = {
  name: 'growing',
  scope: 'asset',
  match: [],
  metric: 'brotli',
  growth: { percent: 5 },
}

const find = (
  budgets: readonly ResolvedBudget[],
  before: Before | undefined,
  { keys = ['src/a.wasm'], evaluation = nothing, path = 'b.json' as false | string } = {},
) => baselineFindings(budgets, evaluation, before, { path, keys })

describe('without a baseline', () => {
  it('budgets with growth say how to make one', () => {
    expect(find([plain, growing], undefined)).toEqual([
      { code: 'baseline-missing', severity: 'warn', args: { path: 'b.json', budgets: ['growing'] } },
    ])
  })

  it('nothing is said where no budget wants one', () => {
    expect(find([plain], undefined)).toEqual([])
    expect(find([growing], undefined, { path: false })).toEqual([])
  })
})

describe('with a baseline', () => {
  it('nothing is said where nothing changed', () => {
    expect(find([growing], same)).toEqual([])
  })

  it.each([
    { budgets: [growing], severity: 'warn' },
    { budgets: [plain], severity: 'info' },
  ])('new and vanished modules of the environment are named, $severity', ({ budgets, severity }) => {
    expect(find(budgets, same, { keys: ['src/c.wasm', 'src/b.wasm'] })).toEqual([
      {
        code: 'baseline-modules-changed',
        severity,
        args: { added: ['src/b.wasm', 'src/c.wasm'], vanished: ['src/a.wasm'] },
      },
    ])
  })

  it('tools that changed are named', () => {
    const now = { ...same, tools: { ...tools, br: 'b@2', engine: 'none' } }
    expect(find([growing], now)).toEqual([
      {
        code: 'baseline-tools-changed',
        severity: 'warn',
        args: {
          changes: [
            { tool: 'br', before: 'b@1', now: 'b@2' },
            { tool: 'engine', before: 'e@1', now: 'none' },
          ],
        },
      },
    ])
  })

  it('sizes that it lacks are named, but for modules, which are new', () => {
    const lazy: ResolvedBudget = { ...growing, name: 'lazy', scope: 'lazy' }
    const unknown = [
      { budget: growing, subject: 'a.wasm' },
      { budget: lazy, subject: 'l.js' },
      { budget: lazy, subject: 'm.js' },
    ]
    expect(find([growing, lazy], same, { evaluation: { ...nothing, unknown } })).toEqual([
      { code: 'baseline-lacks', severity: 'warn', args: { budget: 'lazy', subjects: ['l.js', 'm.js'] } },
    ])
  })

  it('growth that would break a budget is told where it does not, but not what warns anyway', () => {
    const verdict: BudgetVerdict = {
      budget: 'growing',
      scope: 'asset',
      metric: 'brotli',
      subject: 'a.wasm',
      subjectKey: 'src/a.wasm',
      sizeBytes: 20,
      growth: { allowed: { percent: 5 }, baselineBytes: 10, limitBytes: 10, changedTools: [] },
      state: 'warn',
      modules: [],
      workers: [],
    }
    const verdicts = [verdict, { ...verdict, warnBytes: 15 }, { ...verdict, state: 'exceeded' as const }]
    expect(find([growing], same, { evaluation: { ...nothing, verdicts } })).toEqual([
      {
        code: 'budget-growth-unjudged',
        severity: 'warn',
        asset: 'a.wasm',
        args: { budget: 'growing', sizeBytes: 20, baselineBytes: 10, metric: 'brotli' },
      },
    ])
  })
})
