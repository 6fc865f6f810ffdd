import { describe, expect, it } from 'vitest'
import { RangeIndex } from '../../src/analysis/range-index.ts'
import { randomFrom } from '../support/random-graph.ts'

describe('RangeIndex', () => {
  it('lists offsets in ascending order and once, and finds the one at or below a place', () => {
    const index = new RangeIndex(100, 200)
    for (const offset of [163, 100, 131, 132, 163, 199]) index.add(offset)
    expect([...index.complete()]).toEqual([100, 131, 132, 163, 199])
    const places = [100, 130, 131, 132, 162, 163, 164, 198, 199]
    expect(places.map((place) => index.positionAt(place))).toEqual([0, 0, 1, 2, 2, 3, 3, 3, 4])
  })

  it('says where nothing is at or below a place', () => {
    const index = new RangeIndex(0, 64)
    index.add(40)
    index.complete()
    expect([index.positionAt(39), index.positionAt(40)]).toEqual([-1, 0])
  })

  it('forgets what is deleted, and says whether it was there', () => {
    const index = new RangeIndex(10, 20)
    index.add(12)
    expect([index.delete(12), index.delete(12), index.delete(13)]).toEqual([true, false, false])
    expect(index.complete()).toHaveLength(0)
  })

  it('agrees with a search through a sorted list', () => {
    const random = randomFrom(7)
    for (let round = 0; round < 50; round++) {
      const base = random(1000)
      const length = 1 + random(300)
      const index = new RangeIndex(base, base + length)
      const offsets = new Set(Array.from({ length: random(60) }, () => base + random(length)))
      for (const offset of offsets) index.add(offset)
      const sorted = [...offsets].sort((a, b) => a - b)
      expect([...index.complete()]).toEqual(sorted)
      for (let place = base; place < base + length; place++)
        expect(index.positionAt(place)).toBe(sorted.findLastIndex((offset) => offset <= place))
    }
  })
})
