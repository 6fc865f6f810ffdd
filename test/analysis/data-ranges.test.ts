import { describe, expect, it } from 'vitest'
import { readAddressSpace } from '../../src/analysis/address-space.ts'
import { cutData, NO_RANGE, rangeAt, rangeAtOffset } from '../../src/analysis/data-ranges.ts'
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
  const ranges = cutData(module, space, Uint32Array.from(addresses))
  /** Ranges as segment, beginning and end relative to its bytes, and whether something refers to it. */
  const list = [...ranges.segments].map((segment, range) => {
    const payload = module.data.payloadOffsets[segment] as number
    const place = [ranges.offsets[range] as number, ranges.endOffsets[range] as number]
    return [segment, ...place.map((offset) => offset - payload), ranges.referenced[range]]
  })
  return { module, space, ranges, list }
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
    const { ranges, module, list } = cut(one(words(1032, 0, 7, 1024)))
    expect(list).toEqual([
      [0, -HEADER, 8, 1],
      [0, 8, 16, 1],
    ])
    const payload = module.data.payloadOffsets[0] as number
    expect([...ranges.pointerOffsets].map((offset) => offset - payload)).toEqual([0, 12])
    expect([...ranges.pointerTargets]).toEqual([1, 0])
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
    const { ranges } = cut(`(module (memory 1)
      (data (i32.const 2048) "${words(1024)}")
      (data (i32.const 1024) "${words(2048)}"))`)
    const sources = [...ranges.pointerOffsets].map((offset) => rangeAtOffset(ranges, offset))
    expect([sources, [...ranges.pointerTargets]]).toEqual([
      [1, 0],
      [0, 1],
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
    const { ranges, module } = cut(`(module (memory 1) ${segments.join('\n')})`)
    expect(ranges.count).toBe(2000)
    expect(
      [...ranges.pointerOffsets].map((offset) => ranges.segments[rangeAtOffset(ranges, offset)]),
    ).toEqual([...Array(1000).keys()].reverse())
    for (const [at, target] of ranges.pointerTargets.entries())
      expect(ranges.segments[target]).toBe(((999 - at) * 7) % 1000)
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
      expect(ranges.endOffsets[end - 1]).toBe(data.endOffsets[segment])
      for (let range = first + 1; range < end; range++) {
        const [offset, before] = [ranges.offsets[range] as number, ranges.endOffsets[range - 1]]
        if (offset !== before || (ranges.endOffsets[range] as number) <= offset)
          expect.fail(`range ${range} begins at ${offset}, the one before ends at ${before}`)
      }
    }
  })
})

describe('rangeAt', () => {
  it('finds the range that holds an address', () => {
    const { module, space, ranges } = cut(
      '(module (memory 1) (data (i32.const 1024) "abcdefgh") (data (i32.const 1040) "ij"))',
      1028,
      1041,
    )
    const found = [1023, 1024, 1027, 1028, 1031, 1032, 1040, 1041, 1042].map((address) =>
      rangeAt(module, space, ranges, address),
    )
    expect(found).toEqual([NO_RANGE, 0, 0, 1, 1, NO_RANGE, 2, 3, NO_RANGE])
  })
})
