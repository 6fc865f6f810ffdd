import type { InstructionReader } from '../../../wasm/instruction-reader.ts'
import { Cursor } from '../../../wasm/cursor.ts'
import type { Proof } from './proof.ts'
import { CursorPair } from './cursor-pair.ts'
import { Difference } from './difference.ts'
import { compareInstructions } from './instruction-pair.ts'
import {
  closePair,
  compareDeclarations,
  compareModules,
  openPair,
  proveModules,
  type CompareBodies,
} from './module-pair.ts'

/**
 * Shows that two modules differ in nothing but the alignment hints of plain memory accesses, which say nothing of what is read or
 * written, and that none is above the natural alignment, which would be invalid.
 */
export const proveAlignment: Proof = (before, after) =>
  proveModules(before, after, (pair) => compareModules(pair, { compareBodies }))

const compareBodies: CompareBodies = (bodies) => {
  compareDeclarations(bodies)
  const { before, after } = openPair(bodies)
  while (before.next()) {
    if (!after.next()) throw new Difference('it ends too early')
    const { opcode } = before
    const natural = opcode === after.opcode ? naturalAlignment(opcode) : undefined
    if (natural === undefined) compareInstructions(before, after)
    else compareAccesses(before, after, natural)
  }
  if (after.next()) throw new Difference('it ends too late')
  closePair(before, after)
}

const HAS_MEMORY_INDEX = 0x40

function compareAccesses(before: InstructionReader, after: InstructionReader, natural: number): void {
  const pair = new CursorPair(behindOpcode(before), behindOpcode(after))
  const flags = pair.before.u32()
  const newFlags = pair.after.u32()
  if ((flags & HAS_MEMORY_INDEX) !== (newFlags & HAS_MEMORY_INDEX)) throw new Difference('a memory differs')
  if ((newFlags & ~HAS_MEMORY_INDEX) >>> 0 > natural)
    throw new Difference('a hint above the natural alignment')
  if (flags & HAS_MEMORY_INDEX) pair.unsigned()
  pair.unsigned()
  // The lane, where there is one.
  pair.raw(pair.before.end - pair.before.offset)
  pair.end()
}

function behindOpcode({ bytes, start, offset, opcode }: InstructionReader): Cursor {
  const cursor = new Cursor(bytes, start + 1, offset)
  if (opcode >= 0x100) cursor.u32()
  return cursor
}

/** Natural alignments as powers of 2 from `i32.load` (0x28) to `i64.store32` (0x3e). */
const PLAIN = [2, 3, 2, 3, 0, 0, 1, 1, 0, 0, 1, 1, 2, 2, 2, 3, 2, 3, 0, 1, 0, 1, 2]
/** From `v128.load` (0xfd 0x00) to `v128.store` (0xfd 0x0b). */
const SIMD = [4, 3, 3, 3, 3, 3, 3, 0, 1, 2, 3, 4]
/** From `v128.load8_lane` (0xfd 0x54) to `v128.load64_zero` (0xfd 0x5d). */
const LANES = [0, 1, 2, 3, 0, 1, 2, 3, 2, 3]

/** Natural alignment of a plain memory access as a power of 2; undefined for everything else, atomics among it. */
function naturalAlignment(opcode: number): number | undefined {
  if (opcode < 0x100) return PLAIN[opcode - 0x28]
  const sub = opcode & 0xffff
  switch (opcode >>> 16) {
    case 0xfc:
      // f32.load_f16 and f32.store_f16.
      return sub === 0x30 || sub === 0x31 ? 1 : undefined
    case 0xfd:
      return SIMD[sub] ?? LANES[sub - 0x54]
    default:
      return undefined
  }
}
