import { describe, expect, it } from 'vitest'
import { CRATES } from '../../src/budget/figures.ts'
import { growthInside } from '../../src/budget/growth-inside.ts'

describe('growthInside', () => {
  it('sums code and data of a crate, and compares sections and generics', () => {
    const now = { raw: 9, 'crate a code': 5, 'crate a data': 3, 'section data': 7, 'generic f data': 2 }
    const before = { raw: 1, 'crate a code': 4, 'section data': 9, 'crate gone code': 1 }
    expect(growthInside(now, before)).toEqual([
      { kind: 'crate', name: 'a', deltaBytes: 4, dataDeltaBytes: 3, isNew: false },
      { kind: 'section', name: 'data', deltaBytes: -2, dataDeltaBytes: 0, isNew: false },
      { kind: 'generic', name: 'f data', deltaBytes: 2, dataDeltaBytes: 0, isNew: true },
    ])
  })

  it('takes everything for new where there was nothing', () => {
    expect(growthInside({ 'crate a code': 5 })).toMatchObject([{ deltaBytes: 5, isNew: true }])
  })

  it('takes a crate that a full list leaves out for as large as the last one in it', () => {
    const full = Object.fromEntries(
      Array.from({ length: CRATES }, (_, at) => [`crate c${at} code`, 100 + at] as const),
    )
    expect(growthInside({ 'crate new code': 130 }, full)).toMatchObject([{ deltaBytes: 30, isNew: false }])
    const { [`crate c0 code`]: _, ...short } = full
    expect(growthInside({ 'crate new code': 130 }, short)).toMatchObject([{ deltaBytes: 130, isNew: true }])
  })
})
