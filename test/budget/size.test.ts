import { describe, expect, it } from 'vitest'
import { parseSize } from '../../src/budget/size.ts'

describe('parseSize', () => {
  it.each<[unknown, number]>([
    [0, 0],
    [1024, 1024],
    [10.9, 10],
    ['0', 0],
    ['250', 250],
    ['250 B', 250],
    ['250b', 250],
    ['250 kB', 250_000],
    ['250KB', 250_000],
    ['250 kb', 250_000],
    ['1.5 MB', 1_500_000],
    ['2 GB', 2_000_000_000],
    ['244 KiB', 249_856],
    ['1.5MiB', 1_572_864],
    ['2 GiB', 2_147_483_648],
    ['  1 kB  ', 1000],
    ['1.9999 kB', 1999],
    ['0.5 B', 0],
    ['1.005 kB', 1005],
    ['1.15 MB', 1_150_000],
    ['0.29 MB', 290_000],
    ['4.35 kB', 4350],
  ])('reads %j as %i bytes', (value, sizeBytes) => {
    expect(parseSize(value)).toBe(sizeBytes)
  })

  it.each<[unknown]>([
    [''],
    ['kB'],
    ['-1'],
    ['-1 kB'],
    ['1,5 kB'],
    ['1_000'],
    ['1e3'],
    ['0x10'],
    ['.5 kB'],
    ['1. kB'],
    ['1 k'],
    ['1 kbit'],
    ['1 kB 2'],
    ['250 kB/s'],
    ['10 %'],
    [-1],
    [Number.NaN],
    [Number.POSITIVE_INFINITY],
    [null],
    [undefined],
    [true],
    [['1 kB']],
    [{}],
  ])('does not take %j for a size', (value) => {
    expect(parseSize(value)).toBeUndefined()
  })

  it('does not take a bigint for a size', () => {
    expect(parseSize(10n)).toBeUndefined()
  })
})
