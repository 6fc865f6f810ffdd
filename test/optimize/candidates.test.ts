import { describe, expect, it } from 'vitest'
import { CEILINGS, ENGINE_CANDIDATES, planOf } from '../../src/optimize/candidates.ts'
import type { Effort } from '../../src/options.ts'

const EFFORTS: readonly Effort[] = ['fast', 'balanced', 'max']

describe('planOf', () => {
  it.each(EFFORTS)('tries no more of a larger module than of a smaller one: %s', (effort) => {
    const tried = CEILINGS.map(({ plans }) => plans[effort].levels.length)
    expect(tried).toEqual(tried.toSorted((a, b) => b - a))
  })

  it.each(CEILINGS)('tries no less the more effort it may make, up to $upToBytes bytes', ({ plans }) => {
    const { fast, balanced, max } = plans
    expect(balanced.levels).toEqual(expect.arrayContaining([...fast.levels]))
    expect(max.levels).toEqual(expect.arrayContaining([...balanced.levels]))
    expect(Math.max(...balanced.rewrite.rounds)).toBeGreaterThanOrEqual(Math.max(...fast.rewrite.rounds))
    expect(Math.max(...max.rewrite.rounds)).toBeGreaterThanOrEqual(Math.max(...balanced.rewrite.rounds))
    expect(balanced.rewrite.gapsBytes).toEqual(expect.arrayContaining([...fast.rewrite.gapsBytes]))
  })

  it('counts a ceiling to the smaller modules', () => {
    for (const [at, { upToBytes, plans }] of CEILINGS.entries()) {
      for (const effort of EFFORTS) {
        expect(planOf(effort, upToBytes)).toEqual(plans[effort])
        const next = CEILINGS[at + 1]
        if (next !== undefined) expect(planOf(effort, upToBytes + 1)).toEqual(next.plans[effort])
      }
    }
  })

  it('has an answer for modules of any size', () => {
    expect(CEILINGS.at(-1)?.upToBytes).toBe(Infinity)
    expect(planOf('max', Number.MAX_SAFE_INTEGER)).toBeDefined()
  })

  it('tries levels that an engine knows', () => {
    for (const { optimize, shrink } of Object.values(ENGINE_CANDIDATES)) {
      expect(optimize).toBeGreaterThanOrEqual(0)
      expect(optimize).toBeLessThanOrEqual(4)
      expect([0, 1, 2]).toContain(shrink)
    }
  })
})

describe('max', () => {
  it('has every level that people run by hand among its candidates, for modules of any usual size', () => {
    for (const name of ['-O1', '-Os', '-Oz', '-O3'] as const) {
      expect(planOf('max', 9_000_000).levels).toContain(name)
      expect(ENGINE_CANDIDATES[name].inlineOneCaller).toBe(true)
    }
  })

  it('measures all that it made', () => {
    expect(CEILINGS.map(({ plans }) => plans.max.margin)).toEqual(CEILINGS.map(() => Infinity))
  })
})
