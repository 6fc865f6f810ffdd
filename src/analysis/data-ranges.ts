import type { WasmModule } from '../wasm/module.ts'
import { segmentAt, type AddressSpace } from './address-space.ts'
import { NumberList } from './graph/adjacency.ts'

/**
 * Data cut into ranges: each begins where something refers to, and ends where the next one begins.
 *
 * ```
 * segment   | header | bytes nobody refers to | range | range |
 * range       0 (with the header)               1       2
 * ```
 */
export interface DataRanges {
  readonly count: number
  /** Where each range begins in the file; the first of a segment begins with the segment's header. */
  readonly offsets: Uint32Array
  readonly endOffsets: Uint32Array
  /** Segment of each range. */
  readonly segments: Uint32Array
  /** First range of each segment, and one more entry for the end. */
  readonly firstRanges: Uint32Array
  /** Whether something refers to the beginning of the range. */
  readonly referenced: Uint8Array
  /** File offsets of words in data that hold the address of a range, and that range. */
  readonly pointerOffsets: Uint32Array
  readonly pointerTargets: Uint32Array
}

const WORD = 4

/** Cuts data at the addresses that code refers to and at those that aligned words of data hold. */
export function cutData(module: WasmModule, space: AddressSpace, addresses: Uint32Array): DataRanges {
  const pointers = findPointers(module, space)
  const cuts = new Set<number>()
  const noteCut = (address: number): void => {
    const segment = segmentAt(module, space, address)
    if (segment < 0) return
    const payload = module.data.payloadOffsets[segment] as number
    cuts.add(payload + address - (space.addresses[segment] as number))
  }
  for (const address of addresses) noteCut(address)
  for (const address of pointers.values) noteCut(address)
  return layOut(module, space, Uint32Array.from(cuts).sort(), pointers)
}

interface Pointers {
  readonly offsets: Uint32Array
  readonly values: Uint32Array
}

function findPointers(
  { bytes, data }: WasmModule,
  { segments, addresses, low, high }: AddressSpace,
): Pointers {
  const offsets = new NumberList()
  const values = new NumberList()
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  for (const segment of segments) {
    const payload = data.payloadOffsets[segment] as number
    const end = (data.endOffsets[segment] as number) - WORD
    // Words are aligned in memory, which says nothing about the file.
    const first = payload + ((WORD - ((addresses[segment] as number) % WORD)) % WORD)
    for (let offset = first; offset <= end; offset += WORD) {
      const value = view.getUint32(offset, true)
      if (value < low || value >= high) continue
      offsets.push(offset)
      values.push(value)
    }
  }
  return { offsets: offsets.view(), values: values.view() }
}

function layOut(module: WasmModule, space: AddressSpace, cuts: Uint32Array, pointers: Pointers): DataRanges {
  const { data } = module
  const offsets = new NumberList()
  const segments = new NumberList()
  const referenced = new NumberList()
  const firstRanges = new Uint32Array(data.count + 1)
  let cut = 0
  for (let segment = 0; segment < data.count; segment++) {
    firstRanges[segment] = offsets.length
    const payload = data.payloadOffsets[segment] as number
    const end = data.endOffsets[segment] as number
    while (cut < cuts.length && (cuts[cut] as number) < payload) cut++
    const startsReferenced = cuts[cut] === payload && payload < end
    offsets.push(data.offsets[segment] as number)
    segments.push(segment)
    referenced.push(startsReferenced ? 1 : 0)
    if (startsReferenced) cut++
    for (; cut < cuts.length && (cuts[cut] as number) < end; cut++) {
      offsets.push(cuts[cut] as number)
      segments.push(segment)
      referenced.push(1)
    }
  }
  firstRanges[data.count] = offsets.length
  const count = offsets.length
  const starts = offsets.view()
  const owners = segments.view()
  const endOffsets = Uint32Array.from({ length: count }, (_, range) => {
    const segment = owners[range] as number
    return range + 1 < (firstRanges[segment + 1] as number)
      ? (starts[range + 1] as number)
      : (data.endOffsets[segment] as number)
  })
  const ranges = { count, offsets: starts, endOffsets, segments: owners, firstRanges }
  const pointerTargets = pointers.values.map((address) => rangeAt(module, space, ranges, address))
  return {
    ...ranges,
    referenced: Uint8Array.from(referenced.view()),
    pointerOffsets: pointers.offsets,
    pointerTargets,
  }
}

/** Marks an address that is in no range. */
export const NO_RANGE = 0xffffffff

/** Finds the range that holds an address; {@link NO_RANGE} where none does. */
export function rangeAt(
  module: WasmModule,
  space: AddressSpace,
  ranges: Pick<DataRanges, 'offsets'>,
  address: number,
): number {
  const segment = segmentAt(module, space, address)
  if (segment < 0) return NO_RANGE
  const payload = module.data.payloadOffsets[segment] as number
  return rangeAtOffset(ranges, payload + address - (space.addresses[segment] as number))
}

/** Finds the range that holds an offset in the file, which must be one of a data segment. */
export function rangeAtOffset({ offsets }: Pick<DataRanges, 'offsets'>, offset: number): number {
  let from = 0
  let to = offsets.length
  while (to - from > 1) {
    const middle = (from + to) >>> 1
    if ((offsets[middle] as number) <= offset) from = middle
    else to = middle
  }
  return from
}
