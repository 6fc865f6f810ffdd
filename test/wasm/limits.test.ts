import { describe, expect, it } from 'vitest'
import { Cursor } from '../../src/wasm/cursor.ts'
import { readLimits } from '../../src/wasm/limits.ts'
import { leb } from '../support/wasm-builder.ts'

const cursorOf = (...bytes: number[]) => new Cursor(Uint8Array.from(bytes))

describe('readLimits', () => {
  it.each([
    { what: 'a minimum', bytes: [0, 1], limits: { minimum: 1 } },
    { what: 'a maximum', bytes: [1, 1, 2], limits: { minimum: 1, maximum: 2 } },
    { what: 'a shared memory', bytes: [3, 1, 2], limits: { minimum: 1, maximum: 2, shared: true } },
    { what: 'a 64-bit memory', bytes: [4, 1], limits: { minimum: 1, is64: true } },
    {
      what: 'more than 32 bits',
      bytes: [5, ...leb(2 ** 33), ...leb(2 ** 48)],
      limits: { minimum: 2 ** 33, maximum: 2 ** 48, is64: true },
    },
    { what: 'a page size', bytes: [8, 1, 0], limits: { minimum: 1, pageSizeLog2: 0 } },
    {
      what: 'everything at once',
      bytes: [15, 1, 2, 16],
      limits: { minimum: 1, maximum: 2, shared: true, is64: true, pageSizeLog2: 16 },
    },
  ])('reads $what', ({ bytes, limits }) => {
    const cursor = cursorOf(...bytes, 0x55)
    expect(readLimits(cursor)).toEqual({ shared: false, is64: false, ...limits })
    expect(cursor.offset).toBe(bytes.length)
  })

  it('refuses flags of proposals that it does not know', () => {
    expect(() => readLimits(cursorOf(0x10, 1))).toThrow(expect.objectContaining({ offset: 0 }))
  })

  it.each([[[1, 1]], [[0]], [[8, 1]]])('refuses %j, which ends early', (bytes) => {
    expect(() => readLimits(cursorOf(...bytes))).toThrow(expect.objectContaining({ offset: bytes.length }))
  })
})
