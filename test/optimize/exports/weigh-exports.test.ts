import { describe, expect, it } from 'vitest'
import { pruneExports } from '../../../src/optimize/exports/prune-exports.ts'
import { weighExports } from '../../../src/optimize/exports/weigh-exports.ts'
import { readModule } from '../../../src/wasm/module.ts'
import { removeSections } from '../../../src/wasm/strip.ts'
import { readFixture } from '../../support/fixtures.ts'
import { functions } from '../../support/wasm-builder.ts'
import { wat } from '../../support/wat.ts'

describe('weighExports', () => {
  it.each(['rust196-rxnu_sizez.wasm', 'emscripten3.1.6-O3.wasm', 'assemblyscript0.28.20-program.wasm'])(
    'comes to what pruning saves of %s',
    (path) => {
      const bytes = removeSections(readFixture(path), ({ id }) => id === 0)
      const { bytes: pruned, pruned: names } = pruneExports(bytes, [])
      const savedBytes = bytes.length - pruned.length
      const { rawBytes } = weighExports(bytes, names)
      // Lower indices make calls shorter, which no export can be blamed for.
      expect(rawBytes).toBeLessThanOrEqual(savedBytes)
      expect(rawBytes).toBeGreaterThan(savedBytes * 0.95)
    },
  )

  it('counts entries, and functions that nothing else keeps', () => {
    const bytes = wat(`(module (table 1 funcref) (elem (i32.const 0) func $t)
      (func $shared nop nop nop) (func $t (export "t") nop) (func (export "a") call $shared) (func (export "b") call $shared call $own) (func $own nop nop))`)
    const entryBytes = 1 + 1 + 1 + 1
    // Size, local count, instructions and `end`, and the type in the function section.
    const functionBytes = (instructionBytes: number) => 1 + 1 + instructionBytes + 1 + 1
    expect(weighExports(bytes, ['t'])).toEqual({ rawBytes: entryBytes })
    expect(weighExports(bytes, ['a'])).toEqual({ rawBytes: entryBytes + functionBytes(2) })
    expect(weighExports(bytes, ['b'])).toEqual({ rawBytes: entryBytes + functionBytes(4) + functionBytes(2) })
    const both = weighExports(bytes, ['a', 'b']).rawBytes
    expect(both).toBe(
      2 * entryBytes + functionBytes(2) + functionBytes(4) + functionBytes(2) + functionBytes(3),
    )
  })

  it('estimates the wire where a size on it is known', () => {
    const bytes = removeSections(readFixture('rust196-rxnu_sizez.wasm'), ({ id }) => id === 0)
    const names = readModule(bytes).exports.map(({ name }) => name)
    const { rawBytes, wireBytes = 0 } = weighExports(bytes, names, 80_000)
    expect(wireBytes).toBeGreaterThan(0)
    // The whole is 80,000, and what goes is a part of it.
    expect(wireBytes).toBeLessThan(80_000)
    expect(rawBytes).toBeLessThan(bytes.length)
  })

  it('counts entries alone where a body cannot be decoded', () => {
    const bytes = functions([0, 0xfb, 0x82, 0x01, 0x0b])
    expect(weighExports(bytes, [])).toEqual({ rawBytes: 0 })
  })
})
