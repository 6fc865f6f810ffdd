import { describe, expect, it } from 'vitest'
import { AddressLookup, NOWHERE } from '../../src/analysis/address-lookup.ts'
import { readAddressSpace } from '../../src/analysis/address-space.ts'
import { findPointers } from '../../src/analysis/data-pointers.ts'
import { cutData } from '../../src/analysis/data-ranges.ts'
import { buildGraph } from '../../src/analysis/module-graph.ts'
import { readModule } from '../../src/wasm/module.ts'
import { FIXTURES, readFixture } from '../support/fixtures.ts'
import { wat } from '../support/wat.ts'

/** A string of a text module: addresses as words, or text. */
const words = (...values: number[]) => {
  const bytes = new Uint8Array(Uint32Array.from(values).buffer)
  return [...bytes].map((byte) => `\\${byte.toString(16).padStart(2, '0')}`).join('')
}

const cut = (source: string, ...addresses: number[]) => {
  const module = readModule(wat(source))
  const space = readAddressSpace(module)
  const lookup = new AddressLookup(module, space)
  const cuts = Uint32Array.from(addresses, (address) => lookup.offsetOf(address))
  const pointers = findPointers(module, space, lookup)
  const ranges = cutData(
    module,
    cuts.filter((offset) => offset !== NOWHERE),
    pointers.targets,
  )
  /** Ranges as segment, beginning and end relative to its bytes, and whether something refers to it. */
  const list = [...ranges.segments].map((segment, range) => {
    const payload = module.data.payloadOffsets[segment] as number
    const place = [ranges.offsets[range] as number, ranges.offsets[range + 1] as number]
    return [segment, ...place.map((offset) => offset - payload), ranges.referenced[range]]
  })
  return { module, lookup, pointers, ranges, list }
}

const one = (text: string, address = 1024) => `(module (memory 1) (data (i32.const ${address}) "${text}"))`

/** Bytes of the header of a segment at address 1024: flags, offset expression of four bytes, length. */
const HEADER = 6

describe('cutData', () => {
  it('makes one range of data to which nothing refers, the header included', () => {
    expect(cut(one('abcdefgh')).list).toEqual([[0, -HEADER, 8, 0]])
  })

  it('cuts where code refers to', () => {
    expect(cut(one('abcdefgh'), 1026, 1031, 1026).list).toEqual([
      [0, -HEADER, 2, 0],
      [0, 2, 7, 1],
      [0, 7, 8, 1],
    ])
  })

  it('gives the header to a first range to which something refers', () => {
    expect(cut(one('abcdefgh'), 1024, 1028).list).toEqual([
      [0, -HEADER, 4, 1],
      [0, 4, 8, 1],
    ])
  })

  it('does not cut at addresses outside of data', () => {
    expect(cut(one('abcdefgh'), 1023, 1032, 0, 0xffffffff).list).toHaveLength(1)
  })

  it('cuts where aligned words of data point to, and notes who points where', () => {
    const { ranges, pointers, module, list } = cut(one(words(1032, 0, 7, 1024)))
    expect(list).toEqual([
      [0, -HEADER, 8, 1],
      [0, 8, 16, 1],
    ])
    const payload = module.data.payloadOffsets[0] as number
    expect([...pointers.offsets].map((offset) => offset - payload)).toEqual([0, 12])
    expect(Array.from(pointers.targets, (target) => ranges.at(target))).toEqual([1, 0])
  })

  it('takes words for aligned by their address in memory, not by their place in the segment', () => {
    const shifted = one(`xy${words(1024 + 4)}tail`, 1022)
    expect(cut(shifted).list).toEqual([
      [0, -HEADER, 6, 0],
      [0, 6, 10, 1],
    ])
    expect(cut(one(`xy${words(1028)}tail`)).list).toHaveLength(1)
  })

  it('finds no pointers in passive segments, and none that a segment cuts off', () => {
    expect(cut(`(module (memory 1) (data (i32.const 1024) "abcd") (data "${words(1024)}"))`).list).toEqual([
      [0, -HEADER, 4, 0],
      [1, -2, 4, 0],
    ])
    expect(cut(one('\\00\\04\\00')).list).toHaveLength(1)
  })

  it('follows pointers from segment to segment, whatever their order in the file', () => {
    const { ranges, pointers } = cut(`(module (memory 1)
      (data (i32.const 2048) "${words(1024)}")
      (data (i32.const 1024) "${words(2048)}"))`)
    const rangesOf = (offsets: Uint32Array) => Array.from(offsets, (offset) => ranges.at(offset))
    expect([rangesOf(pointers.offsets), rangesOf(pointers.targets)]).toEqual([
      [0, 1],
      [1, 0],
    ])
  })

  it('keeps a range for empty segments', () => {
    const { list } = cut(
      '(module (memory 1) (data (i32.const 1024) "") (data (i32.const 1024) "ab") (data ""))',
      1024,
    )
    expect(list).toEqual([
      [0, -HEADER, 0, 0],
      [1, -HEADER, 2, 1],
      [2, -2, 0, 0],
    ])
  })

  it('makes nothing of a module without data', () => {
    const { ranges } = cut('(module)', 1)
    expect([ranges.count, [...ranges.firstRanges]]).toEqual([0, [0]])
  })

  it('tiles 1000 segments that lie against their order in the file and point to each other', () => {
    const segments = Array.from({ length: 1000 }, (_, at) => {
      const address = 60_000 - at * 16
      return `(data (i32.const ${address}) "${words(1, 60_000 - ((at * 7) % 1000) * 16 + 4)}tail")`
    })
    const { ranges, pointers, module } = cut(`(module (memory 1) ${segments.join('\n')})`)
    expect(ranges.count).toBe(2000)
    const segmentsOf = (offsets: Uint32Array) =>
      Array.from(offsets, (offset) => ranges.segments[ranges.at(offset)])
    expect(segmentsOf(pointers.offsets)).toEqual([...Array(1000).keys()])
    expect(segmentsOf(pointers.targets)).toEqual(Array.from({ length: 1000 }, (_, at) => (at * 7) % 1000))
    expect(ranges.offsets[0]).toBe(module.data.offsets[0])
  })

  it.each(FIXTURES)('tiles the segments of %s exactly', (path) => {
    const module = readModule(readFixture(path))
    const { ranges } = buildGraph(module)
    const { data } = module
    expect(ranges.firstRanges[data.count]).toBe(ranges.count)
    for (let segment = 0; segment < data.count; segment++) {
      const [first, end] = ranges.firstRanges.subarray(segment, segment + 2) as unknown as [number, number]
      expect(ranges.offsets[first]).toBe(data.offsets[segment])
      expect(ranges.offsets[end]).toBe(data.endOffsets[segment])
      for (let range = first; range < end; range++) {
        const [offset, next] = [ranges.offsets[range] as number, ranges.offsets[range + 1] as number]
        if (next <= offset) expect.fail(`range ${range} begins at ${offset} and ends at ${next}`)
        expect([ranges.at(offset), ranges.at(next - 1)]).toEqual([range, range])
      }
    }
  })
})
