import { Cursor } from '../../../wasm/cursor.ts'
import { openBody } from '../../../wasm/function-body.ts'
import type { Limits } from '../../../wasm/limits.ts'
import type { WasmModule } from '../../../wasm/module.ts'
import { Op } from '../../../wasm/opcodes.ts'
import type { Proof } from './proof.ts'
import { equalBytes } from './cursor-pair.ts'
import { Difference } from './difference.ts'
import { compareImages, flattenPieces, type PlacedBytes } from './memory-image.ts'
import { compareModules, proveModules, type ModulePair } from './module-pair.ts'

/**
 * Shows that two modules differ in nothing but the active segments that fill memory 0, and fill it with the same.
 *
 * The memory must be the module's own, so that it is 0 before and nobody sees it meanwhile; every segment, before and after, must lie
 * within its initial size, so that none can trap. Data indices in code must mean the same passive segments.
 */
export const proveData: Proof = (before, after) =>
  proveModules(before, after, (pair) => {
    if (equalBytes(dataOf(pair.before), dataOf(pair.after))) return compareModules(pair)
    compareModules(pair, {
      compareData: () => compareData(pair),
      names: { optional: new Set(['data']) },
      isStale: (name) => name === 'linking' || name.startsWith('reloc.'),
    })
  })

function compareData({ before, after }: ModulePair): void {
  if (before.importCounts.memory > 0) throw new Difference('a memory is imported')
  if (after.names.data.size > 0) throw new Difference('the names of data segments are left')
  const left = readSegments(before)
  const right = readSegments(after)
  const isUsed = requireIndices(before, left, right)
  requireCount(before, left, before, isUsed)
  requireCount(after, right, before, isUsed)
  const memory = before.memories[0]
  const byteCount = memory?.type.kind === 'memory' ? initialBytes(memory.type.limits) : 0
  compareImages(imageOf(left, byteCount), imageOf(right, byteCount))
}

function initialBytes({ minimum, pageSizeLog2 = 16 }: Limits): number {
  return minimum * 2 ** pageSizeLog2
}

/** A segment; passive ones have no address. */
interface Segment {
  readonly address?: number
  readonly bytes: Uint8Array
}

function readSegments({ bytes, data }: WasmModule): Segment[] {
  return Array.from(data.flags, (flags, index) => {
    const end = data.endOffsets[index] as number
    const content = bytes.subarray(data.payloadOffsets[index], end)
    if (flags === 1) return { bytes: content }
    if (flags === 2) {
      const cursor = new Cursor(bytes, data.offsets[index], end)
      cursor.u32()
      if (cursor.u32() !== 0) throw new Difference('a segment of another memory')
    }
    return { bytes: content, address: readAddress(new Cursor(bytes, data.expressionOffsets[index], end)) }
  })
}

function readAddress(cursor: Cursor): number {
  const opcode = cursor.u8()
  if (opcode !== Op.i32Const && opcode !== Op.i64Const) throw new Difference('an address that is no constant')
  const value = cursor.s64()
  if (cursor.u8() !== Op.end) throw new Difference('an address that is no constant')
  return Number(BigInt.asUintN(opcode === Op.i32Const ? 32 : 64, value))
}

function imageOf(segments: readonly Segment[], byteCount: number): PlacedBytes[] {
  const pieces: PlacedBytes[] = []
  for (const { address, bytes } of segments) {
    if (address === undefined) continue
    if (address + bytes.length > byteCount) throw new Difference('a segment leaves the memory')
    pieces.push({ address, bytes })
  }
  return flattenPieces(pieces)
}

const MEMORY_INIT = 0xfc0008
const DATA_DROP = 0xfc0009
const NEW_ARRAY_OF_DATA = 0xfb0009
const FILL_ARRAY_WITH_DATA = 0xfb0012

/** Requires data indices in code to mean equal passive segments; says whether there are any. */
function requireIndices(module: WasmModule, left: readonly Segment[], right: readonly Segment[]): boolean {
  let isUsed = false
  for (let body = 0; body < module.bodies.count; body++) {
    const reader = openBody(module, body)
    while (reader.next()) {
      const { opcode } = reader
      if (
        opcode !== MEMORY_INIT &&
        opcode !== DATA_DROP &&
        opcode !== NEW_ARRAY_OF_DATA &&
        opcode !== FILL_ARRAY_WITH_DATA
      ) {
        continue
      }
      isUsed = true
      const segment =
        opcode === NEW_ARRAY_OF_DATA || opcode === FILL_ARRAY_WITH_DATA ? reader.second : reader.index
      const before = left[segment]
      const after = right[segment]
      if (
        before === undefined ||
        after === undefined ||
        before.address !== undefined ||
        after.address !== undefined ||
        !equalBytes(before.bytes, after.bytes)
      ) {
        throw new Difference(`code uses data segment ${segment}, which is active or changed`)
      }
    }
  }
  return isUsed
}

/** A data count must be right, there where code needs one, and not there where there was none. */
function requireCount(
  module: WasmModule,
  segments: readonly Segment[],
  before: WasmModule,
  isUsed: boolean,
): void {
  const count = dataCountOf(module)
  if (count === undefined ? isUsed : count !== segments.length || dataCountOf(before) === undefined) {
    throw new Difference('the data count')
  }
}

function dataCountOf({ bytes, sections }: WasmModule): number | undefined {
  const section = sections.find(({ id }) => id === 12)
  return section === undefined ? undefined : new Cursor(bytes, section.payloadOffset, section.endOffset).u32()
}

/** The contents of the data section. */
function dataOf({ bytes, sections }: WasmModule): Uint8Array {
  const section = sections.find(({ id }) => id === 11)
  return section === undefined
    ? bytes.subarray(0, 0)
    : bytes.subarray(section.payloadOffset, section.endOffset)
}
