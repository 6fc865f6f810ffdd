import { describe, expect, it } from 'vitest'
import { CEILINGS, ENGINE_CANDIDATES, engineCandidates } from '../../src/optimize/candidates.ts'
import type { Effort } from '../../src/options.ts'

const EFFORTS: readonly Effort[] = ['fast', 'balanced', 'max']

describe('engineCandidates', () => {
  it.each(EFFORTS)('tries no more of a larger module than of a smaller one: %s', (effort) => {
    const tried = CEILINGS.map(({ candidates }) => candidates[effort].length)
    expect(tried).toEqual(tried.toSorted((a, b) => b - a))
  })

  it.each(CEILINGS)('tries no less the more effort it may make, up to $upToBytes bytes', ({ candidates }) => {
    const { fast, balanced, max } = candidates
    expect(balanced).toEqual(expect.arrayContaining([...fast]))
    expect(max).toEqual(expect.arrayContaining([...balanced]))
  })

  it('counts a ceiling to the smaller modules', () => {
    for (const [at, { upToBytes, candidates }] of CEILINGS.entries()) {
      for (const effort of EFFORTS) {
        expect(engineCandidates(effort, upToBytes)).toEqual(candidates[effort])
        const next = CEILINGS[at + 1]
        if (next !== undefined)
          expect(engineCandidates(effort, upToBytes + 1)).toEqual(next.candidates[effort])
      }
    }
  })

  it('has an answer for modules of any size', () => {
    expect(CEILINGS.at(-1)?.upToBytes).toBe(Infinity)
    expect(engineCandidates('max', Number.MAX_SAFE_INTEGER)).toBeInstanceOf(Array)
  })

  it('tries levels that an engine knows', () => {
    for (const { optimize, shrink } of Object.values(ENGINE_CANDIDATES)) {
      expect(optimize).toBeGreaterThanOrEqual(0)
      expect(optimize).toBeLessThanOrEqual(4)
      expect([0, 1, 2]).toContain(shrink)
    }
  })
})
