import { brotliCompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { estimateWireSizes, type PlacedItem } from '../../src/analysis/wire-estimate.ts'
import { findBrotliDictionary } from '../../src/analysis/wire/brotli-dictionary.ts'
import { apportion } from '../../src/analysis/wire/apportion.ts'
import { sumByItem } from '../../src/analysis/wire/item-costs.ts'
import { analyzeModule } from '../../src/analysis/analyze-module.ts'
import { FIXTURES, readFixture } from '../support/fixtures.ts'

const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0)
const custom = (offset: number, sizeBytes: number): PlacedItem => ({ kind: 'custom', offset, sizeBytes })

/** Bytes that do not compress: mulberry32. */
function noise(length: number, seed = 1): Uint8Array {
  let state = seed
  return Uint8Array.from({ length }, () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return mixed >>> 24
  })
}

function concat(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]))
}

describe.each(FIXTURES)('%s', (path) => {
  it('has wire sizes that sum to that of the file, whatever it is', () => {
    const bytes = readFixture(path)
    let items: readonly PlacedItem[]
    try {
      ;({ items } = analyzeModule(bytes))
    } catch {
      items = [custom(0, bytes.length)]
    }
    const wireSizeBytes = brotliCompressSync(bytes).length
    for (const total of [wireSizeBytes, 0, 1, 10_000_019]) {
      const sizes = estimateWireSizes(bytes, items, total)
      expect(sizes).toHaveLength(items.length)
      expect(sum(sizes)).toBe(total)
    }
    expect(estimateWireSizes(bytes, items, wireSizeBytes)).toEqual(
      estimateWireSizes(bytes, items, wireSizeBytes),
    )
  })
})

describe('estimateWireSizes', () => {
  it('gives zeros next to nothing, and noise nearly everything', () => {
    const bytes = concat(new Uint8Array(20_000), noise(5_000))
    const [zeros, random] = estimateWireSizes(bytes, [custom(0, 20_000), custom(20_000, 5_000)], 5_000)
    expect(zeros).toBeLessThan(50)
    expect(random).toBeGreaterThan(4_950)
  })

  it('makes copies pay for a part of what they copy', () => {
    const original = noise(4_000)
    const bytes = concat(original, noise(4_000, 2), original)
    const items = [custom(0, 4_000), custom(4_000, 4_000), custom(8_000, 4_000)]
    const [first = 0, alone = 0, copy = 0] = estimateWireSizes(bytes, items, 8_000)
    expect(first + copy).toBeGreaterThan(alone * 0.95)
    expect(first + copy).toBeLessThan(alone * 1.05)
    expect(copy).toBeGreaterThan(alone * 0.35)
    expect(first).toBeGreaterThan(copy)
  })

  it('finds copies at any distance', () => {
    const original = noise(2_000)
    const bytes = concat(original, noise(600_000, 2), original)
    const items = [custom(0, 2_000), custom(2_000, 600_000), custom(602_000, 2_000)]
    const [first = 0, , copy = 0] = estimateWireSizes(bytes, items, 602_000)
    expect(first + copy).toBeLessThan(2_200)
  })

  it('knows that what repeats but for some bytes of each record is cheap', () => {
    const records = Uint8Array.from({ length: 40_000 }, (_, at) => [at >> 9, 0x74, 0x41, 0x99][at & 3] ?? 0)
    const bytes = concat(records, noise(10_000))
    const [table = 0] = estimateWireSizes(bytes, [custom(0, 40_000), custom(40_000, 10_000)], 10_000)
    expect(table).toBeLessThan(1_500)
  })

  it('reads no file of hostile shape for long, however it repeats', () => {
    const bytes = new Uint8Array(3_000_000)
    for (let at = 0; at < bytes.length; at += 1000) bytes[at] = at >> 10
    expect(sum(estimateWireSizes(bytes, [custom(0, bytes.length)], 77))).toBe(77)
  })

  it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])('throws for %d bytes', (wireSizeBytes) => {
    expect(() => estimateWireSizes(new Uint8Array(8), [custom(0, 8)], wireSizeBytes)).toThrow(RangeError)
  })

  it('takes an empty file and one without items', () => {
    expect(estimateWireSizes(new Uint8Array(0), [custom(0, 0)], 3)).toEqual(Uint32Array.of(3))
    expect(estimateWireSizes(new Uint8Array(9), [], 3)).toEqual(new Uint32Array(0))
  })
})

describe('sumByItem', () => {
  const units = new Uint8Array(40).fill(1)

  it('gives what no item claims to the overhead of its section', () => {
    const items: PlacedItem[] = [
      { kind: 'header', offset: 0, sizeBytes: 8 },
      { kind: 'section-overhead', name: 'type', offset: 8, sizeBytes: 7 },
      { kind: 'type', offset: 11, sizeBytes: 5 },
      { kind: 'type', offset: 18, sizeBytes: 2 },
      { kind: 'section-overhead', name: 'end', offset: 20, sizeBytes: 20 },
    ]
    expect([...sumByItem(units, items)]).toEqual([8, 5, 5, 2, 20])
  })

  it('gives entries of the function section to the functions', () => {
    const items: PlacedItem[] = [
      { kind: 'header', offset: 0, sizeBytes: 8 },
      { kind: 'section-overhead', name: 'function', offset: 8, sizeBytes: 3 },
      { kind: 'section-overhead', name: 'code', offset: 13, sizeBytes: 3 },
      { kind: 'function', offset: 16, sizeBytes: 11 },
      { kind: 'function', offset: 26, sizeBytes: 15 },
    ]
    expect([...sumByItem(units, items)]).toEqual([8, 3, 3, 11, 15])
  })
})

describe('apportion', () => {
  it.each([
    ['in proportion', 10, [1, 2, 2], [2, 4, 4]],
    ['by largest remainder', 10, [1, 1, 1], [4, 3, 3]],
    ['the rest to the larger remainder', 3, [10, 19, 31], [0, 1, 2]],
    ['ties to the first', 2, [1, 1, 1, 1], [1, 1, 0, 0]],
    ['everything to the first without weights', 5, [0, 0], [5, 0]],
    ['nothing', 0, [3, 4], [0, 0]],
  ])('splits %s', (_, total, weights, parts) => {
    expect([...apportion(total, Float64Array.from(weights))]).toEqual(parts)
  })
})

describe('findBrotliDictionary', () => {
  const beginning = new TextEncoder().encode('timedownlifeleftbackcodedatashow')

  it('finds it by its beginning, where there is room for the rest', () => {
    const other = new TextEncoder().encode('timetimetimetimetimetimetimetime')
    for (let offset = 0; offset < 60; offset++) {
      const bytes = new Uint8Array(123_000)
      bytes.set(other, offset)
      bytes.set(beginning, offset + 40)
      expect(findBrotliDictionary(bytes)).toBe(offset + 40)
      expect(findBrotliDictionary(bytes.subarray(0, 122_000))).toBe(-1)
    }
    expect(findBrotliDictionary(new Uint8Array(200_000))).toBe(-1)
  })
})
