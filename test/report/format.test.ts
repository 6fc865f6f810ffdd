import { describe, expect, it } from 'vitest'
import {
  formatBytePair,
  formatChange,
  formatCount,
  formatShare,
  formatSize,
} from '../../src/report/format.ts'

it.each([
  [0, '0 B'],
  [1, '1 B'],
  [999, '999 B'],
  [1000, '1.0 kB'],
  [1049, '1.0 kB'],
  [1050, '1.1 kB'],
  [26_900, '26.9 kB'],
  [999_949, '999.9 kB'],
  [2_478_600, '2478.6 kB'],
  [-57_100, '-57.1 kB'],
  [-140, '-140 B'],
])('formatSize(%i) is %s', (sizeBytes, text) => {
  expect(formatSize(sizeBytes)).toBe(text)
})

describe('formatBytePair', () => {
  it.each([
    { a: 1000, b: 2000, texts: ['1.0 kB', '2.0 kB'] },
    { a: 100_001, b: 100_000, texts: ['100,001 B', '100,000 B'] },
    { a: 1_000_049, b: 1_000_000, texts: ['1,000,049 B', '1,000,000 B'] },
    { a: 1000, b: 999, texts: ['1.0 kB', '999 B'] },
    { a: 5, b: 6, texts: ['5 B', '6 B'] },
    { a: 100_000, b: 100_000, texts: ['100.0 kB', '100.0 kB'] },
  ])('of $a and $b is $texts', ({ a, b, texts }) => {
    expect(formatBytePair(a, b)).toEqual(texts)
  })
})

it.each([
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [100_000, '100,000'],
  [1_056_860, '1,056,860'],
])('formatCount(%i) is %s', (count, text) => {
  expect(formatCount(count)).toBe(text)
})

it.each([
  [0, 100, '0 %'],
  [38, 100, '38 %'],
  [100, 100, '100 %'],
  [4, 1000, '0.4 %'],
  [1, 1000, '0.1 %'],
  [1, 100_000, '<0.1 %'],
  [1, 100, '1 %'],
  [15, 1000, '2 %'],
  [1, 0, '0 %'],
])('formatShare(%i, %i) is %s', (part, whole, text) => {
  expect(formatShare(part, whole)).toBe(text)
})

it.each([
  [100, 100, '0 %'],
  [100, 69, '-31 %'],
  [1000, 996, '-0.4 %'],
  [1000, 1020, '+2.0 %'],
  [100, 250, '+150 %'],
  [100_000, 100_020, '+0.02 %'],
  [100_000, 99_980, '-0.02 %'],
  [100, 90, '-10 %'],
  [0, 10, '0 %'],
])('formatChange(%i, %i) is %s', (before, after, text) => {
  expect(formatChange(before, after)).toBe(text)
})
