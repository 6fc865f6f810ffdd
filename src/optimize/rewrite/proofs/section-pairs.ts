import { InstructionReader } from '../../../wasm/instruction-reader.ts'
import type { CursorPair } from './cursor-pair.ts'
import { Difference } from './difference.ts'
import { compareExpressions } from './instruction-pair.ts'

/** Compares the contents of two sections of one id; throws {@link Difference}. */
export type CompareSections = (pair: CursorPair, functionIndices: Uint32Array | undefined) => void

/**
 * Comparisons by section id, but for those of functions and bodies, which may change places.
 *
 * Format: https://webassembly.github.io/spec/core/binary/modules.html
 */
export const SECTION_PAIRS: Readonly<Record<number, CompareSections>> = {
  1: (pair) => pair.vector(() => compareTypes(pair)),
  2: (pair) =>
    pair.vector(() => {
      pair.bytes()
      pair.bytes()
      compareExternTypes(pair)
    }),
  4: (pair, functionIndices) => pair.vector(() => compareTables(pair, functionIndices)),
  5: (pair) => pair.vector(() => compareLimits(pair)),
  6: (pair, functionIndices) =>
    pair.vector(() => {
      compareGlobalTypes(pair)
      compareInitializers(pair, functionIndices)
    }),
  7: (pair, functionIndices) =>
    pair.vector(() => {
      pair.bytes()
      if (pair.byte() === 0) compareFunctionIndices(pair, functionIndices)
      else pair.index()
    }),
  8: compareFunctionIndices,
  9: (pair, functionIndices) => pair.vector(() => compareElements(pair, functionIndices)),
  11: (pair, functionIndices) => pair.vector(() => compareData(pair, functionIndices)),
  12: (pair) => void pair.unsigned(),
  13: (pair) => pair.vector(() => compareTagTypes(pair)),
  14: (pair) => pair.raw(pair.before.end - pair.before.offset),
}

const REC = 0x4e

function compareTypes(pair: CursorPair): void {
  if (pair.before.bytes[pair.before.offset] !== REC) return compareSubTypes(pair)
  pair.byte()
  pair.vector(() => compareSubTypes(pair))
}

function compareSubTypes(pair: CursorPair): void {
  let form = pair.byte()
  if (form === 0x50 || form === 0x4f) {
    pair.vector(() => pair.index())
    form = pair.byte()
  }
  if (form === 0x65) form = pair.byte()
  switch (form) {
    case 0x60:
      pair.vector(() => pair.valueType())
      return pair.vector(() => pair.valueType())
    case 0x5f:
      return pair.vector(() => compareGlobalTypes(pair))
    case 0x5e:
      return compareGlobalTypes(pair)
    case 0x5d:
      return pair.heapType()
    default:
      throw new Difference(`unknown type form 0x${form.toString(16)}`)
  }
}

/** A value type and its mutability: a field is written as a global is. */
function compareGlobalTypes(pair: CursorPair): void {
  pair.valueType()
  pair.byte()
}

function compareExternTypes(pair: CursorPair): void {
  switch (pair.byte()) {
    case 0:
      return pair.index()
    case 1:
      return compareTableTypes(pair)
    case 2:
      return compareLimits(pair)
    case 3:
      return compareGlobalTypes(pair)
    default:
      compareTagTypes(pair)
  }
}

function compareTableTypes(pair: CursorPair): void {
  pair.valueType()
  compareLimits(pair)
}

function compareTagTypes(pair: CursorPair): void {
  pair.byte()
  pair.index()
}

function compareLimits(pair: CursorPair): void {
  const flags = pair.unsigned()
  pair.unsigned()
  if (flags & 1) pair.unsigned()
  if (flags & 8) pair.unsigned()
}

function compareTables(pair: CursorPair, functionIndices: Uint32Array | undefined): void {
  const hasInitializer = pair.before.bytes[pair.before.offset] === 0x40
  if (hasInitializer) pair.raw(2)
  compareTableTypes(pair)
  if (hasInitializer) compareInitializers(pair, functionIndices)
}

function compareElements(pair: CursorPair, functionIndices: Uint32Array | undefined): void {
  const flags = pair.unsigned()
  const isActive = (flags & 1) === 0
  const hasExpressions = (flags & 4) !== 0
  if (isActive) {
    if (flags & 2) pair.index()
    compareInitializers(pair, functionIndices)
  }
  if (flags & 3) {
    if (hasExpressions) pair.valueType()
    else pair.byte()
  }
  const compareItems = hasExpressions ? compareInitializers : compareFunctionIndices
  pair.vector(() => compareItems(pair, functionIndices))
}

function compareData(pair: CursorPair, functionIndices: Uint32Array | undefined): void {
  const flags = pair.unsigned()
  if (flags === 2) pair.index()
  if (flags !== 1) compareInitializers(pair, functionIndices)
  pair.bytes()
}

function compareFunctionIndices(pair: CursorPair, functionIndices: Uint32Array | undefined): void {
  const before = pair.before.u32()
  const after = pair.after.u32()
  const expected = functionIndices === undefined ? before : functionIndices[before]
  if (after !== expected) throw new Difference(`function ${before} became ${after}, not ${expected}`)
}

function compareInitializers(pair: CursorPair, functionIndices: Uint32Array | undefined): void {
  const { before, after } = pair
  const left = new InstructionReader(before.bytes, before.offset, before.end)
  const right = new InstructionReader(after.bytes, after.offset, after.end)
  compareExpressions(left, right, functionIndices)
  before.offset = left.offset
  after.offset = right.offset
}
