import { describe, expect, it } from 'vitest'
import { Cursor } from '../../src/wasm/cursor.ts'
import { WasmParseError } from '../../src/wasm/parse-error.ts'
import { leb, text } from '../support/wasm-builder.ts'

const cursorOf = (...bytes: number[]) => new Cursor(Uint8Array.from(bytes))

const MAX = 0xff
const CONTINUED = 0x80

/** Reads at offset 3 of a larger file, so that a relative offset would be noticed. */
function failureOf(bytes: readonly number[], read: (cursor: Cursor) => unknown): WasmParseError {
  const cursor = new Cursor(Uint8Array.of(9, 9, 9, ...bytes, 9), 3, 3 + bytes.length)
  try {
    read(cursor)
  } catch (error) {
    expect(error).toBeInstanceOf(WasmParseError)
    return error as WasmParseError
  }
  throw new Error('it did not fail')
}

describe('u32', () => {
  it.each([
    { bytes: [0x00], value: 0 },
    { bytes: [0x7f], value: 127 },
    { bytes: [0x80, 0x01], value: 128 },
    { bytes: [0xff, 0x7f], value: 16_383 },
    { bytes: [0x80, 0x80, 0x01], value: 16_384 },
    { bytes: [MAX, MAX, MAX, 0x7f], value: 2 ** 28 - 1 },
    { bytes: [CONTINUED, CONTINUED, CONTINUED, CONTINUED, 0x08], value: 2 ** 31 },
    { bytes: [MAX, MAX, MAX, MAX, 0x0f], value: 2 ** 32 - 1 },
    { bytes: [0x80, 0x00], value: 0 },
    { bytes: [0x83, 0x80, 0x80, 0x80, 0x00], value: 3 },
  ])('reads $bytes as $value', ({ bytes, value }) => {
    const cursor = cursorOf(...bytes, 0x55)
    expect(cursor.u32()).toBe(value)
    expect(cursor.offset).toBe(bytes.length)
  })

  it.each([
    { why: 'a value of 33 bits', bytes: [MAX, MAX, MAX, MAX, 0x1f] },
    { why: 'a set bit beyond the 32nd', bytes: [CONTINUED, CONTINUED, CONTINUED, CONTINUED, 0x70] },
    { why: 'six bytes', bytes: [CONTINUED, CONTINUED, CONTINUED, CONTINUED, CONTINUED, 0] },
  ])('refuses $why, and tells where the integer begins', ({ bytes }) => {
    expect(failureOf(bytes, (cursor) => cursor.u32()).offset).toBe(3)
  })
})

describe('u64', () => {
  it.each([
    { bytes: [0x00], value: 0 },
    { bytes: [MAX, MAX, MAX, MAX, 0x0f], value: 2 ** 32 - 1 },
    { bytes: leb(2 ** 53 - 1), value: 2 ** 53 - 1 },
    { bytes: leb(2 ** 48), value: 2 ** 48 },
    { bytes: [...Array.from({ length: 9 }, () => MAX), 0x01], value: 2 ** 64 },
    { bytes: leb(5, 10), value: 5 },
  ])('reads $bytes as $value, exact up to 2^53', ({ bytes, value }) => {
    const cursor = cursorOf(...bytes, 0x55)
    expect(cursor.u64()).toBe(value)
    expect(cursor.offset).toBe(bytes.length)
  })

  it.each([
    { why: 'a value of 65 bits', bytes: [...Array.from({ length: 9 }, () => MAX), 0x02] },
    { why: 'eleven bytes', bytes: [...Array.from({ length: 10 }, () => CONTINUED), 0] },
  ])('refuses $why', ({ bytes }) => {
    expect(failureOf(bytes, (cursor) => cursor.u64()).offset).toBe(3)
  })
})

describe('s33', () => {
  it.each([
    { bytes: [0x00], value: 0 },
    { bytes: [0x3f], value: 63 },
    { bytes: [0x40], value: -64 },
    { bytes: [0x7f], value: -1 },
    { bytes: [0xc0, 0x00], value: 64 },
    { bytes: [0xbf, 0x7f], value: -65 },
    { bytes: [MAX, MAX, MAX, MAX, 0x07], value: 2 ** 31 - 1 },
    { bytes: [CONTINUED, CONTINUED, CONTINUED, CONTINUED, 0x78], value: -(2 ** 31) },
    { bytes: [MAX, MAX, MAX, MAX, 0x0f], value: 2 ** 32 - 1 },
    { bytes: [CONTINUED, CONTINUED, CONTINUED, CONTINUED, 0x70], value: -(2 ** 32) },
    { bytes: [MAX, MAX, MAX, MAX, 0x7f], value: -1 },
    { bytes: [0x80, 0x80, 0x00], value: 0 },
  ])('reads $bytes as $value', ({ bytes, value }) => {
    const cursor = cursorOf(...bytes, 0x55)
    expect(cursor.s33()).toBe(value)
    expect(cursor.offset).toBe(bytes.length)
  })

  it('refuses six bytes', () => {
    const bytes = [CONTINUED, CONTINUED, CONTINUED, CONTINUED, CONTINUED, 0]
    expect(failureOf(bytes, (cursor) => cursor.s33()).offset).toBe(3)
  })
})

describe('s64', () => {
  it.each([
    { bytes: [0x00], value: 0n },
    { bytes: [0x7f], value: -1n },
    { bytes: [0xff, 0x00], value: 127n },
    { bytes: [0x80, 0x7f], value: -128n },
    { bytes: [...Array.from({ length: 9 }, () => MAX), 0x00], value: 2n ** 63n - 1n },
    { bytes: [...Array.from({ length: 9 }, () => CONTINUED), 0x7f], value: -(2n ** 63n) },
  ])('reads $bytes as $value', ({ bytes, value }) => {
    const cursor = cursorOf(...bytes, 0x55)
    expect(cursor.s64()).toBe(value)
    expect(cursor.offset).toBe(bytes.length)
  })

  it('refuses eleven bytes', () => {
    const bytes = [...Array.from({ length: 10 }, () => CONTINUED), 0]
    expect(failureOf(bytes, (cursor) => cursor.s64()).offset).toBe(3)
  })
})

describe('an integer that the end cuts', () => {
  const whole = [...Array.from({ length: 4 }, () => CONTINUED), 0x00]

  it.each([0, 1, 2, 3, 4])('fails at the end after %i bytes, whoever reads it', (length) => {
    const bytes = whole.slice(0, length)
    const readers: ((cursor: Cursor) => unknown)[] = [
      (cursor) => cursor.u32(),
      (cursor) => cursor.u64(),
      (cursor) => cursor.s33(),
      (cursor) => cursor.s64(),
      (cursor) => cursor.skipLeb(10),
    ]
    for (const read of readers) expect(failureOf(bytes, read).offset).toBe(3 + length)
  })
})

describe('skipLeb', () => {
  it('moves behind the last byte', () => {
    const cursor = cursorOf(0x80, 0x80, 0x01, 0x55)
    cursor.skipLeb(3)
    expect(cursor.offset).toBe(3)
  })

  it('refuses one byte more than allowed', () => {
    expect(failureOf([0x80, 0x80, 0x01], (cursor) => cursor.skipLeb(2)).offset).toBe(3)
  })
})

describe('skip and take', () => {
  it('go exactly to the end and not behind it', () => {
    const cursor = cursorOf(1, 2, 3)
    expect([...cursor.take(3)]).toEqual([1, 2, 3])
    expect(cursor.done).toBe(true)
    expect(() => cursor.skip(1)).toThrow(WasmParseError)
  })

  it('take a view and no copy', () => {
    const cursor = cursorOf(1, 2, 3)
    expect(cursor.take(2).buffer).toBe(cursor.bytes.buffer)
  })

  it('leave the offset where it was when they fail', () => {
    const cursor = cursorOf(1, 2, 3)
    expect(() => cursor.take(4)).toThrow(WasmParseError)
    expect(cursor.offset).toBe(0)
  })
})

describe('name', () => {
  it.each(['', 'memory', 'größe', '日本語', '🦀', '\0'])('reads %j', (name) => {
    expect(cursorOf(...text(name)).name()).toBe(name)
  })

  it('keeps a leading byte order mark, which is part of the name', () => {
    expect(cursorOf(...text('\ufeffx')).name()).toBe('\ufeffx')
    expect(cursorOf(...text('\ufeffx')).lossyName()).toBe('\ufeffx')
  })

  const BAD = [
    { why: 'a lone continuation byte', bytes: [0x80] },
    { why: 'an overlong slash', bytes: [0xc0, 0xaf] },
    { why: 'a surrogate', bytes: [0xed, 0xa0, 0x80] },
    { why: 'a cut sequence', bytes: [0xe6, 0x97] },
    { why: 'a code point above U+10FFFF', bytes: [0xf4, 0x90, 0x80, 0x80] },
  ]

  it.each(BAD)('refuses $why, at the offset of the name', ({ bytes }) => {
    expect(failureOf([...leb(bytes.length), ...bytes], (cursor) => cursor.name()).offset).toBe(3)
  })

  it.each(BAD)('replaces $why where a custom section says it', ({ bytes }) => {
    const cursor = cursorOf(...leb(bytes.length + 1), ...bytes, 0x61, 0x55)
    expect(cursor.lossyName()).toMatch(/^\ufffd+a$/)
    expect(cursor.offset).toBe(bytes.length + 2)
  })

  it('refuses a length that goes beyond the end', () => {
    expect(failureOf([4, 0x61, 0x62, 0x63], (cursor) => cursor.name()).offset).toBe(4)
    expect(failureOf([4, 0x61, 0x62, 0x63], (cursor) => cursor.lossyName()).offset).toBe(4)
  })
})

describe('count', () => {
  it.each([
    { bytes: [0], minimum: 1, count: 0 },
    { bytes: [2, 0, 0], minimum: 1, count: 2 },
    { bytes: [2, 0, 0, 0, 0], minimum: 2, count: 2 },
  ])('accepts $count entries of $minimum bytes that just fit', ({ bytes, minimum, count }) => {
    expect(cursorOf(...bytes).count(minimum)).toBe(count)
  })

  it.each([
    { bytes: [3, 0, 0], minimum: 1 },
    { bytes: [2, 0, 0, 0], minimum: 2 },
    { bytes: [0xff, 0xff, 0xff, 0xff, 0x0f], minimum: 1 },
  ])('refuses $bytes at $minimum bytes an entry before anything is allocated', ({ bytes, minimum }) => {
    expect(failureOf(bytes, (cursor) => cursor.count(minimum)).offset).toBe(3)
  })
})

describe('WasmParseError', () => {
  it('ends with its offset in hexadecimal', () => {
    expect(new WasmParseError('unexpected end', 42).message).toBe('unexpected end (at offset 0x2a)')
    expect(failureOf([], (cursor) => cursor.u8()).message).toMatch(/ \(at offset 0x3\)$/)
  })
})

describe('vector', () => {
  it('reads as many entries as it counts', () => {
    const cursor = cursorOf(3, 7, 0x80, 0x01, 9, 0x55)
    expect(cursor.vector(1, () => cursor.u32())).toEqual([7, 128, 9])
    expect(cursor.offset).toBe(5)
    expect(cursorOf(0).vector(1, () => 1)).toEqual([])
  })

  it('reads none of more entries than can fit', () => {
    const read = (cursor: Cursor) => cursor.vector(2, () => expect.fail('an entry was read'))
    expect(failureOf([2, 0, 0, 0], read).offset).toBe(3)
  })
})

describe('skipAsciiName', () => {
  it.each(['', 'memory', '\0'])('moves behind %j', (name) => {
    const cursor = cursorOf(...text(name), 0x55)
    expect(cursor.skipAsciiName()).toBe(true)
    expect(cursor.offset).toBe(text(name).length)
  })

  it.each([
    { why: 'another character', bytes: text('größe') },
    { why: 'bytes that are not UTF-8', bytes: [1, 0x80] },
    { why: 'a length that goes beyond the end', bytes: [2, 0x61] },
  ])('stays where it is at $why', ({ bytes }) => {
    const cursor = new Cursor(Uint8Array.of(9, ...bytes, 0x61), 1, 1 + bytes.length)
    expect(cursor.skipAsciiName()).toBe(false)
    expect(cursor.offset).toBe(1)
  })
})
