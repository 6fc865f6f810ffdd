import type { WasmModule } from '../wasm/module.ts'
import type { AddressSpace } from './address-space.ts'
import type { DataRanges } from './data-ranges.ts'
import { NumberList } from './graph/number-list.ts'
import type { TableSlots } from './table-slots.ts'

/** Table slots that tables of function pointers in data refer to: parallel lists. */
export interface VtableReferences {
  readonly ranges: Uint32Array
  readonly slots: Uint32Array
}

const WORD = 4
const LARGEST_ALIGN = 16

/**
 * Finds tables of function pointers in data by their shape.
 *
 * A slot index looks like any small number, so a range counts only as a whole: Rust's `[drop or 0][size][align][slot...]`
 * and C++'s `[0][type info or 0][slot...]`, which code refers to behind the first two words.
 * Research behind it: 54 to 83 % of slots in Rust modules, few in C, are explained this way; the rest are roots.
 */
export function findVtables(
  module: WasmModule,
  space: AddressSpace,
  ranges: DataRanges,
  slots: TableSlots,
): VtableReferences {
  const found = { ranges: new NumberList(), slots: new NumberList() }
  const view = new DataView(module.bytes.buffer, module.bytes.byteOffset, module.bytes.length)
  for (let range = 0; range < ranges.count; range++) {
    if (ranges.referenced[range] === 0) continue
    const segment = ranges.segments[range] as number
    const payload = module.data.payloadOffsets[segment] as number
    const start = Math.max(payload, ranges.offsets[range] as number)
    if (((space.addresses[segment] as number) + start - payload) % WORD !== 0) continue
    const end = ranges.offsets[range + 1] as number
    // Most ranges are strings: a look at one word spares the rest.
    if (start + WORD > end || !mayBeVtable(view.getUint32(start, true), slots)) continue
    const isInSegment = (offset: number) =>
      offset >= payload && offset + WORD <= (module.data.endOffsets[segment] as number)
    const wordAt = (at: number) =>
      isInSegment(start + at * WORD) ? view.getUint32(start + at * WORD, true) : NO_WORD
    for (const slot of readVtable(wordAt, (end - start) >> 2, space, slots)) {
      found.ranges.push(range)
      found.slots.push(slot)
    }
  }
  return { ranges: found.ranges.view(), slots: found.slots.view() }
}

/** Both shapes begin with a slot, or, for Rust without a destructor, with 0. */
function mayBeVtable(word: number, { byIndex }: TableSlots): boolean {
  return word === 0 || (byIndex[word] ?? -1) >= 0
}

const NO_WORD = -1
const RUST_HEADER = 3

/** Reads a word of the range by its position; negative positions lie before the range. */
type WordAt = (at: number) => number

function readVtable(
  wordAt: WordAt,
  wordCount: number,
  space: AddressSpace,
  { byIndex }: TableSlots,
): number[] {
  const slotAt = (at: number) => byIndex[wordAt(at)] ?? -1
  const isRust = isRustVtable(wordAt, slotAt)
  if (!isRust && !isCppVtable(wordAt, slotAt, space)) return []
  const read: number[] = isRust && wordAt(0) !== 0 ? [slotAt(0)] : []
  for (let at = isRust ? RUST_HEADER : 0; at < wordCount && slotAt(at) >= 0; at++) read.push(slotAt(at))
  return read
}

function isRustVtable(wordAt: WordAt, slotAt: (at: number) => number): boolean {
  const [drop, size, align] = [wordAt(0), wordAt(1), wordAt(2)]
  if (drop !== 0 && slotAt(0) < 0) return false
  if (align < 1 || align > LARGEST_ALIGN || (align & (align - 1)) !== 0 || size % align !== 0) return false
  return wordAt(RUST_HEADER) > 0 && slotAt(RUST_HEADER) >= 0
}

function isCppVtable(wordAt: WordAt, slotAt: (at: number) => number, { low, high }: AddressSpace): boolean {
  const [offsetToTop, typeInfo] = [wordAt(-2), wordAt(-1)]
  if (offsetToTop !== 0 || !(typeInfo === 0 || (typeInfo >= low && typeInfo < high))) return false
  return wordAt(0) > 0 && slotAt(0) >= 0
}
