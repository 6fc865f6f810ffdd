import { describe, expect, it } from 'vitest'
import { grownAtMost, parseGrowth } from '../../src/budget/growth.ts'

describe('parseGrowth', () => {
  it.each<[unknown, unknown]>([
    ['5%', { percent: 5 }],
    [' 0.5 % ', { percent: 0.5 }],
    ['0%', { percent: 0 }],
    ['10 kB', { sizeBytes: 10_000 }],
    [0, { sizeBytes: 0 }],
    ['1 KiB', { sizeBytes: 1024 }],
  ])('reads %j as %j', (value, growth) => {
    expect(parseGrowth(value)).toEqual(growth)
  })

  it.each<[unknown]>([['%'], ['-5%'], ['5%%'], ['five'], [-1], [null], [['5%']], ['']])(
    'does not read %j',
    (value) => {
      expect(parseGrowth(value)).toBeUndefined()
    },
  )
})

describe('grownAtMost', () => {
  it.each([
    { before: 100, growth: { percent: 10 }, after: 110 },
    { before: 1000, growth: { percent: 0.1 }, after: 1001 },
    { before: 99, growth: { percent: 5 }, after: 103 },
    { before: 0, growth: { percent: 50 }, after: 0 },
    { before: 99, growth: { sizeBytes: 5 }, after: 104 },
  ])('lets $before become $after by $growth', ({ before, growth, after }) => {
    expect(grownAtMost(before, growth)).toBe(after)
  })
})
