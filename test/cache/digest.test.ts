import { describe, expect, it } from 'vitest'
import { digest, digestHex, integrityOf, keyOf } from '../../src/cache/digest.ts'

const ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'

describe('integrityOf', () => {
  it('is SHA-384 as browsers take it', async () => {
    // SHA-384 of `abc`, FIPS 180-4, in base64.
    const abc = 'ywB1P0WjXou1oD1pmsZQBycsMqsO3tFjGotgWkP/W+2AhgcroefMI1i67KE0yCWn'
    expect(await integrityOf(new TextEncoder().encode('abc'))).toBe(`sha384-${abc}`)
  })
})

describe('digest', () => {
  it('is SHA-256', async () => {
    const bytes = new TextEncoder().encode('abc')
    expect(await digestHex(bytes)).toBe(ABC)
    expect(Buffer.from(await digest(bytes)).toString('hex')).toBe(ABC)
  })

  it('is of a view alone, not of the buffer behind it', async () => {
    expect(await digestHex(new TextEncoder().encode('xabcx').subarray(1, 4))).toBe(ABC)
  })
})

describe('keyOf', () => {
  it('is the same for the same value', () => {
    expect(keyOf([1, { a: 'b' }])).toBe(keyOf([1, { a: 'b' }]))
    expect(keyOf('abc')).toMatch(/^[0-9a-f]{64}$/)
  })

  it.each([
    [
      ['a', 'bc'],
      ['ab', 'c'],
    ],
    [
      ['a', ['b']],
      ['a', 'b'],
    ],
    [[1], ['1']],
    [[null], ['null']],
  ])('differs for %j and %j', (one, other) => {
    expect(keyOf(one)).not.toBe(keyOf(other))
  })
})
