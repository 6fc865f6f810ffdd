import { Cursor } from './cursor.ts'
import { attempt, type WasmParseError } from './parse-error.ts'

/** Where the undecoded UTF-8 of a name lies. */
export interface NameRange {
  readonly offset: number
  readonly endOffset: number
}

/**
 * Names by index, as offsets into the module: a name becomes a string each time it is asked for, and is not kept.
 *
 * Iterates by ascending index. Bytes that are not UTF-8 become U+FFFD.
 */
export class NameMap implements ReadonlyMap<number, string> {
  readonly bytes: Uint8Array
  /** Indices that have a name, strictly ascending. */
  readonly indices: Uint32Array
  /** Where the name of each of {@link indices} begins, its length field included. */
  readonly offsets: Uint32Array

  /** The arrays are of one length; of several names for one index the last counts. */
  constructor(bytes: Uint8Array, indices: Uint32Array, offsets: Uint32Array) {
    const order = isAscending(indices) ? undefined : orderOf(indices)
    this.bytes = bytes
    this.indices = order === undefined ? indices : order.map((at) => indices[at] as number)
    this.offsets = order === undefined ? offsets : order.map((at) => offsets[at] as number)
  }

  get size(): number {
    return this.indices.length
  }

  has(index: number): boolean {
    return this.positionOf(index) >= 0
  }

  get(index: number): string | undefined {
    const position = this.positionOf(index)
    return position < 0 ? undefined : this.nameAt(position)
  }

  /** Position of an index in {@link indices}; -1 where it has no name. */
  positionOf(index: number): number {
    const { indices } = this
    let from = 0
    let to = indices.length - 1
    // Most maps name every index from their first on, and then it stands right here.
    const guess = index - (indices[0] ?? 0)
    if (guess >= 0 && guess <= to && indices[guess] === index) return guess
    while (from <= to) {
      const middle = (from + to) >> 1
      const found = indices[middle] as number
      if (found === index) return middle
      if (found < index) from = middle + 1
      else to = middle - 1
    }
    return -1
  }

  /** Decodes the name at a position of {@link indices}. */
  nameAt(position: number): string {
    return new Cursor(this.bytes, this.offsets[position]).lossyName()
  }

  /** Says where the bytes of the name at a position of {@link indices} lie, its length field left out. */
  rangeAt(position: number): NameRange {
    const cursor = new Cursor(this.bytes, this.offsets[position])
    const length = cursor.u32()
    return { offset: cursor.offset, endOffset: cursor.offset + length }
  }

  /** Says where the bytes of the name of an index lie; undefined where it has none. */
  rawRange(index: number): NameRange | undefined {
    const position = this.positionOf(index)
    return position < 0 ? undefined : this.rangeAt(position)
  }

  forEach(visit: (name: string, index: number, map: ReadonlyMap<number, string>) => void): void {
    for (const [index, name] of this) visit(name, index, this)
  }

  keys(): MapIterator<number> {
    return this.indices.values()
  }

  *values(): MapIterator<string> {
    for (let position = 0; position < this.size; position++) yield this.nameAt(position)
  }

  *entries(): MapIterator<[number, string]> {
    for (const [position, index] of this.indices.entries()) yield [index, this.nameAt(position)]
  }

  [Symbol.iterator](): MapIterator<[number, string]> {
    return this.entries()
  }
}

/** A map without names. */
export const NO_NAME_MAP: NameMap = new NameMap(new Uint8Array(0), new Uint32Array(0), new Uint32Array(0))

/** Reads the name map of a subsection and adds it to an earlier one; the map ends in front of the `problem`, if there is one. */
export function readNameMap(cursor: Cursor, earlier: NameMap): { map: NameMap; problem?: WasmParseError } {
  const counted = attempt(() => cursor.count(2))
  const count = counted.value ?? 0
  const indices = new Uint32Array(count)
  const offsets = new Uint32Array(count)
  let position = 0
  const { problem = counted.problem } = attempt(() => {
    for (; position < count; position++) {
      indices[position] = cursor.u32()
      offsets[position] = cursor.offset
      cursor.skip(cursor.u32())
    }
  })
  const map = new NameMap(
    cursor.bytes,
    concatenate(earlier.indices, indices.subarray(0, position)),
    concatenate(earlier.offsets, offsets.subarray(0, position)),
  )
  return problem === undefined ? { map } : { map, problem }
}

function concatenate(first: Uint32Array, second: Uint32Array): Uint32Array {
  if (first.length === 0) return second
  const both = new Uint32Array(first.length + second.length)
  both.set(first)
  both.set(second, first.length)
  return both
}

function isAscending(indices: Uint32Array): boolean {
  for (let at = 1; at < indices.length; at++) {
    if ((indices[at] as number) <= (indices[at - 1] as number)) return false
  }
  return true
}

/** Positions of the last name of each index, by index. */
function orderOf(indices: Uint32Array): Uint32Array {
  const positions = new Map<number, number>()
  for (const [at, index] of indices.entries()) positions.set(index, at)
  return Uint32Array.from(
    [...positions].sort(([a], [b]) => a - b),
    ([, at]) => at,
  )
}
