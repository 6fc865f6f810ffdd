import type { WasmModule } from '../wasm/module.ts'
import { RangeIndex } from './range-index.ts'

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
  /** `count + 1` offsets in the file; the first range of a segment begins with the segment's header. */
  readonly offsets: Uint32Array
  /** Segment of each range. */
  readonly segments: Uint32Array
  /** First range of each segment, and one more entry for the end. */
  readonly firstRanges: Uint32Array
  /** Whether something refers to the beginning of the range. */
  readonly referenced: Uint8Array
  /** Finds the range that holds an offset, which must be one of a data segment. */
  at(offset: number): number
}

/** Cuts data at offsets in the file, in any order, each of which must lie in the bytes of a data segment. */
export function cutData({ data }: WasmModule, ...cuts: readonly Uint32Array[]): DataRanges {
  const base = data.offsets[0] ?? 0
  const end = data.endOffsets[data.count - 1] ?? 0
  const index = new RangeIndex(base, end)
  for (const list of cuts) for (let at = 0; at < list.length; at++) index.add(list[at] as number)
  const firstReferenced = new Uint8Array(data.count)
  for (let segment = 0; segment < data.count; segment++) {
    const payload = data.payloadOffsets[segment] as number
    if (payload < (data.endOffsets[segment] as number) && index.delete(payload)) firstReferenced[segment] = 1
    index.add(data.offsets[segment] as number)
  }
  const starts = index.complete()
  const count = starts.length
  const offsets = new Uint32Array(count + 1)
  offsets.set(starts)
  offsets[count] = end
  const segments = new Uint32Array(count)
  const firstRanges = new Uint32Array(data.count + 1)
  const referenced = new Uint8Array(count)
  let range = 0
  for (let segment = 0; segment < data.count; segment++) {
    firstRanges[segment] = range
    referenced[range] = firstReferenced[segment] as number
    const segmentEnd = data.endOffsets[segment] as number
    for (segments[range++] = segment; range < count && (starts[range] as number) < segmentEnd; range++) {
      segments[range] = segment
      referenced[range] = 1
    }
  }
  firstRanges[data.count] = count
  return { count, offsets, segments, firstRanges, referenced, at: (offset) => index.positionAt(offset) }
}
