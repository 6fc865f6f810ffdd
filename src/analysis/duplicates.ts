import { countImports, type WasmModule } from '../wasm/module.ts'
import { eachString, eachZeroRun } from './duplicates/data-runs.ts'
import { DistinctRanges } from './duplicates/distinct-ranges.ts'
import { Counters, largestOf } from './duplicates/largest.ts'
import type { Symbols } from './symbols.ts'

export { identicalModules } from './duplicates/identical-modules.ts'
export type { HashedModule, IdenticalModules } from './duplicates/identical-modules.ts'

/** What all findings of one kind come to, and the largest of them. */
export interface DuplicateList<Entry> {
  /** At most 100, those that waste most first. */
  readonly largest: readonly Entry[]
  /** Of all, also of those not listed. */
  readonly count: number
  /** Of all, also of those not listed. */
  readonly wastedBytes: number
}

/** Functions of one type whose bodies are the same byte for byte. */
export interface DuplicateFunctions {
  /** Function indices, the first 100. */
  readonly functions: readonly number[]
  /** Names of those functions that have one, as they are, in the same order. */
  readonly names: readonly string[]
  readonly count: number
  /** Of one body, its size field included. */
  readonly sizeBytes: number
  /** What one body for all would save: `sizeBytes · (count − 1)`, entries in the function section not counted. */
  readonly wastedBytes: number
}

/** A string that is in the data more than once. */
export interface RepeatedString {
  /** Its first 200 characters. */
  readonly text: string
  readonly count: number
  /** Of one occurrence. */
  readonly sizeBytes: number
  readonly wastedBytes: number
}

/** Zeros in a data segment, which memory has anyway where it was not written to before. */
export interface ZeroRun {
  readonly segment: number
  /** Where it lies in the file. */
  readonly offset: number
  readonly sizeBytes: number
  /** Whether its segment ends with it: then nothing needs to be split to leave it out. */
  readonly isTrailing: boolean
}

/** What a module holds more than once, or for nothing. */
export interface Duplicates {
  readonly functions: DuplicateList<DuplicateFunctions>
  /** Runs of at least 16 printable ASCII characters; a compiler that writes strings one after another makes them one run. */
  readonly strings: DuplicateList<RepeatedString>
  /** Runs of at least 16 bytes. */
  readonly zeroRuns: DuplicateList<ZeroRun>
}

const LISTED = 100
const TEXT_LENGTH = 200

/** Finds what a module holds more than once; counts raw bytes, of which compression finds most by itself. */
export function findDuplicates(
  module: WasmModule,
  symbols: Pick<Symbols, 'functions'> = module.names,
): Duplicates {
  return {
    functions: findFunctions(module, symbols),
    strings: findStrings(module),
    zeroRuns: findZeroRuns(module),
  }
}

function findFunctions(
  module: WasmModule,
  symbols: Pick<Symbols, 'functions'>,
): DuplicateList<DuplicateFunctions> {
  const { bytes, bodies, functions } = module
  const first = countImports(module, 'function')
  const distinct = new DistinctRanges(bytes)
  const ids = new Uint32Array(bodies.count)
  const counts = new Counters()
  for (let at = 0; at < bodies.count; at++) {
    // The size field is left out: it may be padded.
    const type = functions.typeIndices[at] as number
    const id = distinct.add(bodies.contentOffsets[at] as number, bodies.endOffsets[at] as number, type)
    ids[at] = id
    counts.increment(id)
  }
  const sizes = new Float64Array(distinct.count)
  for (let at = bodies.count - 1; at >= 0; at--)
    sizes[ids[at] as number] = (bodies.endOffsets[at] as number) - (bodies.offsets[at] as number)
  const wasted = sizes.map((size, id) => size * (counts.get(id) - 1))
  const listed = largestOf(wasted, LISTED)
  const members = new Map(listed.map((id) => [id, [] as number[]]))
  for (let at = 0; at < bodies.count; at++) {
    const group = members.get(ids[at] as number)
    if (group !== undefined && group.length < LISTED) group.push(first + at)
  }
  return toList(wasted, listed, (id) => {
    const group = members.get(id) as number[]
    const names = group.flatMap((index) => symbols.functions.get(index) ?? [])
    return {
      functions: group,
      names,
      count: counts.get(id),
      sizeBytes: sizes[id] as number,
      wastedBytes: wasted[id] as number,
    }
  })
}

function findStrings(module: WasmModule): DuplicateList<RepeatedString> {
  const distinct = new DistinctRanges(module.bytes)
  const counts = new Counters()
  eachString(module, (offset, endOffset) => counts.increment(distinct.add(offset, endOffset)))
  const wasted = Float64Array.from(
    { length: distinct.count },
    (_, id) => distinct.lengthOf(id) * (counts.get(id) - 1),
  )
  return toList(wasted, largestOf(wasted, LISTED), (id) => {
    const offset = distinct.offsetOf(id)
    const sizeBytes = distinct.lengthOf(id)
    const shown = module.bytes.subarray(offset, offset + Math.min(sizeBytes, TEXT_LENGTH))
    const text = String.fromCharCode(...shown)
    return { text, count: counts.get(id), sizeBytes, wastedBytes: wasted[id] as number }
  })
}

function findZeroRuns(module: WasmModule): DuplicateList<ZeroRun> {
  const sizes: number[] = []
  const offsets: number[] = []
  const segments: number[] = []
  eachZeroRun(module, (offset, endOffset, segment) => {
    offsets.push(offset)
    sizes.push(endOffset - offset)
    segments.push(segment)
  })
  return toList(sizes, largestOf(sizes, LISTED), (at) => {
    const offset = offsets[at] as number
    const sizeBytes = sizes[at] as number
    const segment = segments[at] as number
    const isTrailing = module.data.endOffsets[segment] === offset + sizeBytes
    return { segment, offset, sizeBytes, isTrailing }
  })
}

function toList<Entry>(
  wasted: ArrayLike<number>,
  listed: readonly number[],
  entryOf: (id: number) => Entry,
): DuplicateList<Entry> {
  let wastedBytes = 0
  let count = 0
  for (let id = 0; id < wasted.length; id++) {
    const bytes = wasted[id] as number
    wastedBytes += bytes
    if (bytes > 0) count++
  }
  return { largest: listed.map((id) => entryOf(id)), count, wastedBytes }
}
