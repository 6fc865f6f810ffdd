import { describe, expect, it } from 'vitest'
import { analyzeModule } from '../../src/analysis/analyze-module.ts'
import { readFixture } from '../support/fixtures.ts'

describe('analyzeModule with the size of the file on the wire', () => {
  const bytes = readFixture('rust196-rx_sizez.wasm')
  const wireSizeBytes = 180_000
  const report = analyzeModule(bytes, { wireSizeBytes })

  it('gives every item a share, and the shares sum to the file', () => {
    expect(report.wireSizeBytes).toBe(wireSizeBytes)
    expect(report.items.reduce((sum, item) => sum + (item.wireSizeBytes ?? NaN), 0)).toBe(wireSizeBytes)
  })

  it('gives every crate the shares of its items', () => {
    for (const crate of report.crates) {
      const items = report.items.filter((item) => item.crate === crate.name)
      expect(crate.wireSizeBytes).toBe(items.reduce((sum, item) => sum + (item.wireSizeBytes ?? NaN), 0))
    }
  })

  it('says nothing about the wire where nobody gave its size', () => {
    const silent = analyzeModule(bytes)
    expect(silent).not.toHaveProperty('wireSizeBytes')
    expect(silent.items.every((item) => !('wireSizeBytes' in item))).toBe(true)
    expect(silent.crates.every((crate) => !('wireSizeBytes' in crate))).toBe(true)
  })
})
