import { describe, expect, it } from 'vitest'
import { AddressLookup, NOWHERE } from '../../src/analysis/address-lookup.ts'
import { readAddressSpace } from '../../src/analysis/address-space.ts'
import { readModule } from '../../src/wasm/module.ts'
import { FIXTURES, readFixture } from '../support/fixtures.ts'
import { wat } from '../support/wat.ts'

const open = (bytes: Uint8Array) => {
  const module = readModule(bytes)
  const space = readAddressSpace(module)
  const lookup = new AddressLookup(module, space)
  /** What the bytes at addresses are, `-` where none lies. */
  const textAt = (...addresses: number[]) =>
    addresses
      .map((address) => lookup.offsetOf(address))
      .map((offset) => (offset === NOWHERE ? '-' : String.fromCodePoint(bytes[offset] as number)))
      .join('')
  return { module, space, lookup, textAt }
}

describe('AddressLookup', () => {
  it('finds the byte at an address, and nothing before, between and behind segments', () => {
    const { textAt } = open(
      wat('(module (memory 1) (data (i32.const 1024) "abcdefgh") (data (i32.const 1040) "ij"))'),
    )
    expect(textAt(0, 1023, 1024, 1027, 1031, 1032, 1039, 1040, 1041, 1042, 0xffffffff)).toBe('--adh--ij--')
  })

  it('finds bytes whatever the order of the segments, and leaves empty ones out', () => {
    const { textAt } = open(
      wat(`(module (memory 1)
        (data (i32.const 2048) "c") (data (i32.const 16) "") (data (i32.const 1024) "b") (data (i32.const 8) "a"))`),
    )
    expect(textAt(8, 16, 1024, 2048, 2049)).toBe('a-bc-')
  })

  it('finds nothing in a module without data', () => {
    expect(open(wat('(module)')).textAt(0, 1)).toBe('--')
  })

  it('finds bytes of many segments close to each other and one far away', () => {
    const near = Array.from({ length: 500 }, (_, at) => `(data (i32.const ${at * 3}) "${at % 10}x")`)
    const { textAt } = open(wat(`(module (memory 100) ${near.join(' ')} (data (i32.const 6000000) "far"))`))
    for (let at = 0; at < 500; at++) expect(textAt(at * 3, at * 3 + 1, at * 3 + 2)).toBe(`${at % 10}x-`)
    expect(textAt(5_999_999, 6_000_000, 6_000_002, 6_000_003)).toBe('-fr-')
  })

  it('takes the segment that begins last where several hold an address', () => {
    const { textAt } = open(
      wat('(module (memory 1) (data (i32.const 8) "abcdef") (data (i32.const 10) "XY"))'),
    )
    expect(textAt(8, 9, 10, 11)).toBe('abXY')
  })

  it.each(FIXTURES)('finds the ends of all segments of %s', (path) => {
    const { module, space, lookup } = open(readFixture(path))
    for (const segment of space.segments) {
      const address = space.addresses[segment] as number
      const payload = module.data.payloadOffsets[segment] as number
      const length = (module.data.endOffsets[segment] as number) - payload
      expect([lookup.offsetOf(address), lookup.offsetOf(address + length - 1)]).toEqual([
        payload,
        payload + length - 1,
      ])
    }
  })
})
