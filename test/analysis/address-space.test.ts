import { describe, expect, it } from 'vitest'
import { readAddressSpace } from '../../src/analysis/address-space.ts'
import { readModule } from '../../src/wasm/module.ts'
import { readFixture } from '../support/fixtures.ts'
import { leb, section, vector, wasm } from '../support/wasm-builder.ts'
import { wat } from '../support/wat.ts'

const spaceOf = (bytes: Uint8Array) => readAddressSpace(readModule(bytes))

describe('readAddressSpace', () => {
  it('knows the segments whose offset is one constant, by address', () => {
    const space = spaceOf(
      wat(
        '(module (memory 1) (data (i32.const 200) "ab") (data (i32.const 100) "cde") (data (i32.const 150) "f"))',
      ),
    )
    expect([...space.segments]).toEqual([1, 2, 0])
    expect([...space.addresses]).toEqual([200, 100, 150])
    expect([...space.known]).toEqual([1, 1, 1])
    expect([space.low, space.high]).toEqual([100, 202])
  })

  it('does not know passive segments and those that lie where a global says', () => {
    const space = spaceOf(
      wat(`(module
        (import "env" "__memory_base" (global $base i32))
        (memory 1)
        (data "passive")
        (data (global.get $base) "relative")
        (data (i32.add (global.get $base) (i32.const 8)) "computed")
        (data (i32.const 64) "known"))`),
    )
    expect([...space.segments]).toEqual([3])
    expect([...space.known]).toEqual([0, 0, 0, 1])
    expect([space.low, space.high]).toEqual([64, 69])
  })

  it('reads offsets of 64 bits', () => {
    const space = spaceOf(wat('(module (memory i64 1) (data (i64.const 5000000000) "ab"))'))
    expect([space.low, space.high]).toEqual([5_000_000_000, 5_000_000_002])
  })

  it('takes offsets for unsigned', () => {
    const segments = vector([0, 0x41, 0x7c, 0x0b, ...leb(2), 1, 2])
    const space = spaceOf(wasm(section(5, vector([0, 1])), section(11, segments)))
    expect([space.low, space.high]).toEqual([0xfffffffc, 0xfffffffe])
  })

  it('reads a segment that names memory 0', () => {
    const bytes = wasm(
      section(5, vector([0, 1], [0, 1])),
      section(11, vector([2, 0, 0x41, 8, 0x0b, 1, 9], [2, 1, 0x41, 16, 0x0b, 1, 9])),
    )
    expect([...spaceOf(bytes).segments]).toEqual([0])
  })

  it('evaluates sums and the globals of the module itself', () => {
    const space = spaceOf(
      wat(`(module
        (global $base i32 (i32.const 1024))
        (memory 1)
        (data (global.get $base) "first")
        (data (i32.add (global.get $base) (i32.const 8)) "second"))`),
    )
    expect([...space.addresses]).toEqual([1024, 1032])
    expect([space.low, space.high]).toEqual([1024, 1038])
  })

  it('ignores segments of other memories', () => {
    const bytes = wasm(
      section(5, vector([0, 1], [0, 1])),
      section(11, vector([2, 1, 0x41, 8, 0x0b, 1, 9], [0, 0x41, 16, 0x0b, 1, 9])),
    )
    expect([...spaceOf(bytes).segments]).toEqual([1])
  })

  it('is empty without data and with empty segments alone', () => {
    for (const data of ['', '(data (i32.const 9) "")']) {
      const space = spaceOf(wat(`(module (memory 1) ${data})`))
      expect([space.low, space.high, space.segments.length]).toEqual([0, 0, 0])
    }
  })
})

describe('readAddressSpace of modules with threads', () => {
  it.each([
    // What `__wasm_init_memory` of each says when it is disassembled.
    { name: 'clang19-threads', addresses: [1024] },
    { name: 'emscripten3.1.6-threads', addresses: [1040, 1259, 1317, 1375, 1442, 1491, 1549, 1600, 1753] },
  ])('knows where $name copies its data', ({ name, addresses }) => {
    const space = spaceOf(readFixture(`${name}.wasm`))
    expect([...space.addresses]).toEqual(addresses)
    expect(space.segments.length).toBe(addresses.length)
    expect(space.low).toBe(addresses[0])
  })

  it('does not know where thread-local data lies', () => {
    const space = spaceOf(readFixture('linked/threads.wasm'))
    expect([...space.known]).toEqual([0, 1])
    expect([...space.addresses]).toEqual([0, 65_540])
  })
})
