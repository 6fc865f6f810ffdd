import { describe, expect, it } from 'vitest'
import { readAddressSpace, readConstant, segmentAt } from '../../src/analysis/address-space.ts'
import { readModule } from '../../src/wasm/module.ts'
import { leb, section, vector, wasm } from '../support/wasm-builder.ts'
import { wat } from '../support/wat.ts'

const spaceOf = (bytes: Uint8Array) => {
  const module = readModule(bytes)
  const space = readAddressSpace(module)
  return { space, at: (address: number) => segmentAt(module, space, address) }
}

describe('readAddressSpace', () => {
  it('knows the segments whose offset is one constant, by address', () => {
    const { space } = spaceOf(
      wat(
        '(module (memory 1) (data (i32.const 200) "ab") (data (i32.const 100) "cde") (data (i32.const 150) "f"))',
      ),
    )
    expect([...space.segments]).toEqual([1, 2, 0])
    expect([...space.addresses]).toEqual([200, 100, 150])
    expect([space.low, space.high]).toEqual([100, 202])
  })

  it('does not know passive segments and those that lie where a global says', () => {
    const { space, at } = spaceOf(
      wat(`(module
        (import "env" "__memory_base" (global $base i32))
        (memory 1)
        (data "passive")
        (data (global.get $base) "relative")
        (data (i32.add (global.get $base) (i32.const 8)) "computed")
        (data (i32.const 64) "known"))`),
    )
    expect([...space.segments]).toEqual([3])
    expect([space.low, space.high]).toEqual([64, 69])
    expect(at(0)).toBe(-1)
  })

  it('reads offsets of 64 bits', () => {
    const { space } = spaceOf(wat('(module (memory i64 1) (data (i64.const 5000000000) "ab"))'))
    expect([space.low, space.high]).toEqual([5_000_000_000, 5_000_000_002])
  })

  it('takes offsets for unsigned', () => {
    const segments = vector([0, 0x41, 0x7c, 0x0b, ...leb(2), 1, 2])
    const { space, at } = spaceOf(wasm(section(5, vector([0, 1])), section(11, segments)))
    expect([space.low, space.high]).toEqual([0xfffffffc, 0xfffffffe])
    expect(at(0xfffffffd)).toBe(0)
  })

  it('ignores segments of other memories', () => {
    const bytes = wasm(
      section(5, vector([0, 1], [0, 1])),
      section(11, vector([2, 1, 0x41, 8, 0x0b, 1, 9], [0, 0x41, 16, 0x0b, 1, 9])),
    )
    expect([...spaceOf(bytes).space.segments]).toEqual([1])
  })

  it('is empty without data and with empty segments alone', () => {
    for (const data of ['', '(data (i32.const 9) "")']) {
      const { space, at } = spaceOf(wat(`(module (memory 1) ${data})`))
      expect([space.low, space.high, space.segments.length]).toEqual([0, 0, 0])
      expect(at(9)).toBe(-1)
    }
  })
})

describe('segmentAt', () => {
  it('finds a segment from its first byte to its last', () => {
    const { at } = spaceOf(
      wat(
        '(module (memory 1) (data (i32.const 10) "abc") (data (i32.const 20) "de") (data (i32.const 22) "f"))',
      ),
    )
    expect([9, 10, 12, 13, 19, 20, 21, 22, 23].map(at)).toEqual([-1, 0, 0, -1, -1, 1, 1, 2, -1])
  })

  it('finds the segment that begins last where several overlap', () => {
    const { at } = spaceOf(
      wat('(module (memory 1) (data (i32.const 10) "abcdef") (data (i32.const 12) "xy"))'),
    )
    expect([11, 12, 13].map(at)).toEqual([0, 1, 1])
  })

  it('is not misled by an empty segment at the same address', () => {
    const { at } = spaceOf(wat('(module (memory 1) (data (i32.const 10) "abc") (data (i32.const 10) ""))'))
    expect([10, 11].map(at)).toEqual([0, 0])
  })
})

describe('readConstant', () => {
  it.each([
    { name: 'a constant of 32 bits', bytes: [0x41, 0x80, 0x08, 0x0b], value: 1024 },
    { name: 'a constant of 64 bits', bytes: [0x42, 0x80, 0x08, 0x0b], value: 1024 },
    { name: 'a global', bytes: [0x23, 0, 0x0b], value: undefined },
    { name: 'a sum', bytes: [0x41, 1, 0x41, 2, 0x6a, 0x0b], value: undefined },
    { name: 'a float', bytes: [0x43, 0, 0, 0, 0, 0x0b], value: undefined },
  ])('makes $value of $name', ({ bytes, value }) => {
    expect(readConstant(Uint8Array.from(bytes), 0)).toBe(value)
  })
})
