import { describe, expect, it } from 'vitest'
import type { DevState, DevVerdict } from '../../../src/report/dev-state.ts'
import { describeBadge, describeBudgets, describeRest, worstOf } from '../../../src/ui/overlay/words.ts'

function verdict(state: DevVerdict['state'], sizeBytes: number, budget = state): DevVerdict {
  return { budget, scope: 'asset', metric: 'brotli', state, sizeBytes, limitBytes: 1000, isEstimate: true }
}

function stateWith(verdict: DevState['verdict'], budgets: readonly DevVerdict[] = []): DevState {
  const total = { devBytes: 9000, shippedRawBytes: 8000, wireBytes: 3000, isEstimate: true }
  return {
    version: 1,
    revision: 1,
    metric: 'brotli',
    modules: [],
    total,
    measured: { done: 2, all: 7 },
    budgets,
    verdict,
  }
}

describe('the words of the overlay', () => {
  it('say how much is left or too much', () => {
    expect(describeRest(verdict('exceeded', 45_900))).toBe('+44.9\u00a0kB over')
    expect(describeRest(verdict('ok', 400))).toBe('600\u00a0B left')
    expect(describeRest(verdict('pending', 400))).toBe('measuring')
    expect(describeRest(verdict('build', 0))).toBe('judged in the build')
  })

  it('take what is furthest beyond its limit for the worst', () => {
    const verdicts = [verdict('ok', 990), verdict('exceeded', 1100, 'exceeded'), verdict('exceeded', 1300)]
    expect(worstOf(verdicts)).toBe(verdicts[2])
    expect(worstOf([])).toBeUndefined()
  })

  it.each([
    ['none', [], undefined],
    ['ok', [], undefined],
    ['working', [verdict('ok', 1)], 'compressing 3 of 7'],
    ['ok', [verdict('ok', 1)], '1 budget met'],
    ['ok', [verdict('ok', 1), verdict('ok', 2), verdict('build', 0)], '2 of 2 budgets met'],
    ['near', [verdict('warn', 950), verdict('ok', 2)], '50\u00a0B left for warn'],
    ['over', [verdict('exceeded', 1100), verdict('warn', 950)], '+100\u00a0B over'],
  ] as const)('of the badge, %s: %o', (state, budgets, text) => {
    expect(describeBadge(stateWith(state, budgets))?.text).toBe(text)
  })

  it('never call it met while something is being measured', () => {
    expect(describeBudgets(stateWith('working', [verdict('ok', 1)])).standing).toBe('working')
    expect(describeBudgets(stateWith('over', [verdict('exceeded', 2000)])).text).toBe('1 of 1 budgets broken')
  })
})
