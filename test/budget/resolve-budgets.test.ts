import { describe, expect, it } from 'vitest'
import { resolveBudgets } from '../../src/budget/resolve-budgets.ts'
import { OptionChecker } from '../../src/option-checker.ts'

const resolve = (value: unknown) => {
  const check = new OptionChecker()
  return {
    budgets: resolveBudgets(check, value, { metric: 'brotli', hasBaseline: true }),
    problems: check.problems,
  }
}

describe('resolveBudgets', () => {
  it('has none where none are given', () => {
    expect(resolve(undefined)).toEqual({ budgets: [], problems: [] })
  })

  it.each([
    { what: 'below warn', limit: 1, warn: 2, problems: ['budgets[0].limit'] },
    { what: 'equal to warn', limit: 2, warn: 2, problems: [] },
    { what: 'below warn in another unit', limit: '1 kB', warn: '1 KiB', problems: ['budgets[0].limit'] },
    { what: 'equal to warn in another unit', limit: '1.024 kB', warn: '1 KiB', problems: [] },
    { what: 'no size, whatever warn is', limit: 'x', warn: 2, problems: ['budgets[0].limit'] },
  ])('with a limit that is $what has problems at $problems', ({ limit, warn, problems }) => {
    expect(resolve([{ scope: 'asset', limit, warn }]).problems.map(({ path }) => path)).toEqual(problems)
  })

  it.each([
    { budget: { scope: 'asset', limit: 1 }, name: 'asset' },
    { budget: { scope: 'initial', limit: 1, match: 'index.html' }, name: 'index.html' },
    { budget: { scope: 'total', limit: 1, match: ['a', 'b'], name: 'engines' }, name: 'engines' },
  ])('calls $budget "$name"', ({ budget, name }) => {
    expect(resolve([budget]).budgets).toMatchObject([{ name }])
  })
})
