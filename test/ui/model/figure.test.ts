import { expect, it } from 'vitest'

import {
  cutMiddle,
  figureOf,
  formatBytes,
  formatChange,
  formatDelta,
  formatPercent,
} from '../../../src/ui/model/figure.ts'

it('writes sizes in kB with one decimal and groups, small ones in B', () => {
  expect(figureOf(1_664_200)).toEqual({ value: '1,664.2', unit: 'kB' })
  expect(formatBytes(999)).toBe('999\u00a0B')
  expect(formatBytes(1000)).toBe('1.0\u00a0kB')
  expect(formatBytes(-43_900)).toBe('\u221243.9\u00a0kB')
})

it('writes differences with their sign', () => {
  expect(formatDelta(723)).toBe('+723\u00a0B')
  expect(formatDelta(-84_800)).toBe('\u221284.8\u00a0kB')
  expect(formatChange(320, 96)).toBe('\u221270.0\u00a0%')
  expect(formatChange(100, 105.1)).toBe('+5.1\u00a0%')
  expect(formatChange(0, 5)).toBe('')
  expect(formatPercent(1, 0)).toBe('0.0\u00a0%')
})

it('cuts names in the middle, to the very length', () => {
  const cut = cutMiddle('split_total_65211061-abcdefgh.wasm', 20)
  expect(cut).toHaveLength(20)
  expect(cut.startsWith('split_total_')).toBe(true)
  expect(cut.endsWith('gh.wasm')).toBe(true)
  expect(cutMiddle('short.wasm', 20)).toBe('short.wasm')
})
