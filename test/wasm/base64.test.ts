import { describe, expect, it } from 'vitest'
import { decodeBase64, encodeBase64, skipBase64 } from '../../src/wasm/base64.ts'
import { noise } from '../support/wasm-fixtures.ts'

const samples = [0, 1, 2, 3, 4, 5, 64, 65, 66, 1000].map((length) => {
  // All eight bits, which `noise` does not have.
  const bytes = noise(length, length + 1).map((byte, index) => byte * 17 + index)
  return { length, bytes, text: Buffer.from(bytes).toString('base64') }
})

describe('base64', () => {
  it.each(samples)('of $length bytes is that of Node', ({ bytes, text }) => {
    expect(encodeBase64(bytes)).toBe(text)
    expect(encodeBase64(bytes, false)).toBe(text.replace(/=+$/, ''))
  })

  it.each(samples)('of $length bytes decodes, with padding or without', ({ bytes, text }) => {
    expect(decodeBase64(text)).toEqual(bytes)
    expect(decodeBase64(text.replace(/=+$/, ''))).toEqual(bytes)
  })

  it('has every one of its characters', () => {
    const text = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
    expect(decodeBase64(text)).toEqual(new Uint8Array(Buffer.from(text, 'base64')))
    expect(encodeBase64(new Uint8Array(Buffer.from(text, 'base64')))).toBe(text)
  })

  it.each(['A', 'AAAAA', 'AAA==', 'AA=', 'AAAA=', 'AAAA==', 'AA==AA==', 'A===', 'AA-_', 'AA A', 'AAé=', '='])(
    'is not %j',
    (text) => expect(decodeBase64(text)).toBeUndefined(),
  )
})

describe('skipBase64', () => {
  it.each([
    ['AAAA', 0, 4],
    ['"AAAA="', 1, 5],
    ['AA-A', 0, 2],
    ['', 0, 0],
  ])('in %j from %i ends at %i', (text, offset, end) => expect(skipBase64(text, offset)).toBe(end))
})
