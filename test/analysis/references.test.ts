import { describe, expect, it } from 'vitest'
import { AddressLookup } from '../../src/analysis/address-lookup.ts'
import { readAddressSpace } from '../../src/analysis/address-space.ts'
import type { Adjacency } from '../../src/analysis/graph/adjacency.ts'
import { collectReferences } from '../../src/analysis/references.ts'
import { countImports, readModule } from '../../src/wasm/module.ts'
import { readFixture } from '../support/fixtures.ts'
import { leb, section, vector, wasm } from '../support/wasm-builder.ts'
import { wat } from '../support/wat.ts'

const collect = (bytes: Uint8Array) => {
  const module = readModule(bytes)
  const space = readAddressSpace(module)
  const references = collectReferences(module, new AddressLookup(module, space))
  const functionCount = countImports(module, 'function') + module.bodies.count
  const pairs = ({ starts, targets }: Adjacency) =>
    Array.from({ length: starts.length - 1 }, (_, node) =>
      Array.from(targets.subarray(starts[node], starts[node + 1]), (target) => [node, target] as const),
    ).flat()
  const edges = pairs(references.edges)
  /** Address of a byte of the first segment, by its place in the file. */
  const addressOf = (offset: number) =>
    offset - (module.data.payloadOffsets[0] as number) + (space.addresses[0] as number)
  return {
    calls: edges.filter(([, target]) => target < functionCount),
    globals: edges
      .filter(([, target]) => target >= functionCount)
      .map(([user, target]) => [user, target - functionCount]),
    addresses: pairs(references.dataEdges).map(([user, offset]) => [user, addressOf(offset)]),
    segments: [...references.segmentUsers].map((user, at) => [user, references.segments[at]]),
    undecoded: references.undecoded,
    counts: references.counts,
  }
}

const DATA = '(memory 1) (data (i32.const 1024) "0123456789abcdef")'

describe('collectReferences', () => {
  it('finds calls, tail calls and references to functions', () => {
    const { calls } = collect(
      wat(`(module
        (import "env" "log" (func $log))
        (func $a call $log call $b call $log)
        (func $b return_call $a)
        (func $c (drop (ref.func $a)))
        (elem declare func $a))`),
    )
    expect(calls).toEqual([
      [1, 0],
      [1, 2],
      [2, 1],
      [3, 1],
    ])
  })

  it('finds what reads and writes globals', () => {
    const { globals } = collect(
      wat(`(module
        (global $g (mut i32) (i32.const 0)) (global $h (mut i32) (i32.const 0))
        (func (global.set $h (global.get $g))))`),
    )
    expect(globals).toEqual([
      [0, 0],
      [0, 1],
    ])
  })

  it('finds constants that lie in data, and no others', () => {
    const { addresses } = collect(
      wat(`(module ${DATA} (func
        (drop (i32.const 1023)) (drop (i32.const 1024)) (drop (i32.const 1039)) (drop (i32.const 1040))
        (drop (i32.const -1)) (drop (f32.const 1024))))`),
    )
    expect(addresses).toEqual([
      [0, 1024],
      [0, 1039],
    ])
  })

  it('takes constants for unsigned', () => {
    const segments = vector([0, 0x41, 0x7c, 0x0b, ...leb(2), 1, 2])
    const bytes = wasm(
      section(1, vector([0x60, 0, 0])),
      section(3, vector([0])),
      section(5, vector([0, 1])),
      section(10, vector([5, 0, 0x41, 0x7d, 0x1a, 0x0b])),
      section(11, segments),
    )
    expect(collect(bytes).addresses).toEqual([[0, 0xfffffffd]])
  })

  it('finds memory offsets that lie in data: of plain, vector and atomic accesses', () => {
    const { addresses } = collect(
      wat(`(module ${DATA.replace('(memory 1)', '(memory 1 1 shared)')} (func (param i32)
        (drop (i32.load offset=1024 (local.get 0)))
        (i64.store32 offset=1026 (local.get 0) (i64.const 0))
        (drop (v128.load offset=1028 (local.get 0)))
        (drop (v128.load8_lane offset=1029 0 (local.get 0) (v128.const i64x2 0 0)))
        (drop (i32.atomic.rmw.add offset=1032 (local.get 0) (i32.const 1)))
        (drop (i32.load offset=4 (local.get 0)))))`),
    )
    expect(addresses.map(([, address]) => address)).toEqual([1024, 1026, 1028, 1029, 1032])
  })

  it('ignores offsets into other memories', () => {
    const bytes = wasm(
      section(1, vector([0x60, 0, 0])),
      section(3, vector([0])),
      section(5, vector([0, 1], [0, 1])),
      // Two loads from address 0 and offset 8: of memory 1, then of memory 0.
      section(10, vector([14, 0, 0x41, 0, 0x28, 0x40, 1, 8, 0x1a, 0x41, 0, 0x2d, 0, 9, 0x0b])),
      section(11, vector([0, 0x41, 8, 0x0b, 2, 1, 2])),
    )
    expect(collect(bytes).addresses).toEqual([[0, 9]])
  })

  it('finds segments that code copies from or drops', () => {
    const { segments } = collect(
      wat(`(module (memory 1) (data "a") (data "b") (func
        (memory.init 1 (i32.const 0) (i32.const 0) (i32.const 1))
        (data.drop 0)))`),
    )
    expect(segments).toEqual([
      [0, 1],
      [0, 0],
    ])
  })

  it('finds segments that arrays are made from', () => {
    const body = [0, 0x41, 0, 0x41, 0, 0xfb, 0x09, 0, 1, 0x1a, 0xfb, 0x12, 0, 1, 0x0b]
    const bytes = wasm(
      section(1, vector([0x5e, 0x78, 1], [0x60, 0, 0])),
      section(3, vector([1])),
      section(12, leb(2)),
      section(10, vector([body.length, ...body])),
      section(11, vector([1, 1, 7], [1, 1, 7])),
    )
    expect(collect(bytes).segments).toEqual([
      [0, 1],
      [0, 1],
    ])
  })

  it('lists functions that it cannot decode and goes on with the next', () => {
    const bytes = wasm(
      section(1, vector([0x60, 0, 0])),
      section(3, vector([0], [0])),
      section(10, vector([5, 0, 0x10, 0, 0xff, 0x0b], [4, 0, 0x10, 0, 0x0b])),
    )
    expect(collect(bytes)).toMatchObject({ undecoded: [0], calls: expect.arrayContaining([[1, 0]]) })
  })

  it('lists functions that use strings of the abandoned proposal', () => {
    expect(collect(readFixture('probes/binaryen132-stringref.wasm')).undecoded.length).toBeGreaterThan(0)
  })
})
