import { describe, expect, it } from 'vitest'
import { NumberList } from '../../../src/analysis/graph/number-list.ts'

describe('NumberList', () => {
  it('keeps what is pushed beyond its first capacity', () => {
    const numbers = new NumberList(2)
    for (let value = 0; value < 1000; value++) numbers.push(value * 3)
    expect(numbers.length).toBe(1000)
    expect([...numbers.view()]).toEqual(Array.from({ length: 1000 }, (_, at) => at * 3))
  })

  it('holds all unsigned numbers of 32 bits', () => {
    const numbers = new NumberList()
    numbers.push(0xffffffff)
    expect([...numbers.view()]).toEqual([0xffffffff])
  })

  it('has no numbers at first', () => {
    expect(new NumberList().view()).toHaveLength(0)
  })
})
