import { describe, expect, it } from 'vitest'
import { decodeLossyUtf8, decodeUtf8, isAscii } from '../../src/wasm/utf8.ts'

describe('isAscii', () => {
  // Longer than two of the steps it may take at once, at every offset in them.
  const LENGTHS = Array.from({ length: 20 }, (_, length) => length)

  it.each(LENGTHS)('accepts %i bytes of ASCII between others', (length) => {
    const bytes = new Uint8Array(length + 2).fill(0x7f)
    bytes[0] = 0x80
    bytes[length + 1] = 0xff
    expect(isAscii(bytes, 1, length + 1)).toBe(true)
  })

  it.each(LENGTHS.slice(1))('finds the one byte that is not, wherever among %i it stands', (length) => {
    for (let at = 0; at < length; at++) {
      const bytes = new Uint8Array(length + 1)
      bytes[at + 1] = 0x80
      expect(isAscii(bytes, 1, length + 1), `at ${at}`).toBe(false)
    }
  })
})

describe('decodeUtf8 and decodeLossyUtf8', () => {
  it.each(['', 'größe', '\ufeffx', '🦀'])('decode %j, a byte order mark included', (text) => {
    const bytes = new TextEncoder().encode(text)
    expect([decodeUtf8(bytes), decodeLossyUtf8(bytes)]).toEqual([text, text])
  })

  it('differ in what they make of bytes that are not UTF-8', () => {
    const bytes = Uint8Array.of(0x61, 0xff)
    expect(() => decodeUtf8(bytes)).toThrow(TypeError)
    expect(decodeLossyUtf8(bytes)).toBe('a\ufffd')
  })
})
