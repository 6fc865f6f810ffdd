import { Cursor } from '../../../wasm/cursor.ts'
import { InstructionReader } from '../../../wasm/instruction-reader.ts'
import { Immediate, Op, PLAIN_IMMEDIATES, PREFIX_GC, PREFIXED_IMMEDIATES } from '../../../wasm/opcodes.ts'
import { CursorPair } from './cursor-pair.ts'
import { Difference } from './difference.ts'

/**
 * Throws {@link Difference} unless the instructions that two readers have just read are the same.
 *
 * `functionIndices` is the index a function has after by the one it has before; all keep theirs without it.
 */
export function compareInstructions(
  before: InstructionReader,
  after: InstructionReader,
  functionIndices?: Uint32Array,
): void {
  const { opcode } = before
  if (opcode !== after.opcode) {
    throw new Difference(
      `opcode 0x${opcode.toString(16)} became 0x${after.opcode.toString(16)}${at(before, after)}`,
    )
  }
  if (functionIndices !== undefined && hasFunctionIndex(opcode)) {
    if (functionIndices[before.index] === after.index) return
    throw new Difference(
      `function ${before.index} became ${after.index}, not ${functionIndices[before.index]}${at(before, after)}`,
    )
  }
  if (!equalRanges(before, after) && !sameImmediates(before, after)) {
    throw new Difference(`operands of opcode 0x${opcode.toString(16)} differ${at(before, after)}`)
  }
}

function hasFunctionIndex(opcode: number): boolean {
  return opcode === Op.call || opcode === Op.returnCall || opcode === Op.refFunc
}

function at(before: InstructionReader, after: InstructionReader): string {
  return ` (at offset 0x${before.start.toString(16)}, after the rewrite 0x${after.start.toString(16)})`
}

function equalRanges(before: InstructionReader, after: InstructionReader): boolean {
  const length = before.offset - before.start
  if (length !== after.offset - after.start) return false
  for (let at = 1; at < length; at++) {
    if (before.bytes[before.start + at] !== after.bytes[after.start + at]) return false
  }
  return true
}

function sameImmediates(before: InstructionReader, after: InstructionReader): boolean {
  const pair = new CursorPair(cursorOver(before), cursorOver(after))
  try {
    compareImmediates(pair, immediateOf(before.opcode))
    pair.end()
  } catch (error) {
    if (error instanceof Difference) return false
    throw error
  }
  return true
}

/** A cursor behind the opcode of the instruction that was just read, up to its end. */
function cursorOver({ bytes, start, offset, opcode }: InstructionReader): Cursor {
  const cursor = new Cursor(bytes, start + 1, offset)
  if (opcode >= 0x100) cursor.u32()
  return cursor
}

function immediateOf(opcode: number): number {
  if (opcode < 0x100) return PLAIN_IMMEDIATES[opcode] as number
  return PREFIXED_IMMEDIATES[(opcode >>> 16) - PREFIX_GC]?.[opcode & 0xffff] ?? Immediate.Unknown
}

function compareImmediates(pair: CursorPair, immediate: number): void {
  switch (immediate) {
    case Immediate.None:
      return
    case Immediate.Index:
      return pair.index()
    case Immediate.TwoIndices:
    case Immediate.CallIndirect:
      pair.index()
      return pair.index()
    case Immediate.BlockType:
      return pair.blockType()
    case Immediate.BranchTable:
      pair.vector(() => pair.index())
      return pair.index()
    case Immediate.MemoryArgument:
      return compareMemoryArguments(pair)
    case Immediate.MemoryArgumentLane:
      compareMemoryArguments(pair)
      pair.byte()
      return
    case Immediate.Lane:
      pair.byte()
      return
    case Immediate.I32:
    case Immediate.I64:
      return pair.signed()
    case Immediate.F32:
      return pair.raw(4)
    case Immediate.F64:
      return pair.raw(8)
    case Immediate.Bytes16:
      return pair.raw(16)
    case Immediate.HeapType:
      return pair.heapType()
    case Immediate.TypeVector:
      return pair.vector(() => pair.valueType())
    default:
      compareRareImmediates(pair, immediate)
  }
}

function compareRareImmediates(pair: CursorPair, immediate: number): void {
  switch (immediate) {
    case Immediate.TryTable:
      pair.blockType()
      pair.vector(() => {
        if (pair.byte() < 2) pair.index()
        pair.index()
      })
      return
    case Immediate.CastBranch:
      pair.byte()
      pair.index()
      pair.heapType()
      return pair.heapType()
    case Immediate.IndexAndHandlers:
      pair.index()
      return compareHandlers(pair)
    case Immediate.TwoIndicesAndHandlers:
      pair.index()
      pair.index()
      return compareHandlers(pair)
    default:
      throw new Difference('an instruction of an unknown form')
  }
}

function compareHandlers(pair: CursorPair): void {
  pair.vector(() => {
    const isSwitch = pair.byte() === 1
    pair.index()
    if (!isSwitch) pair.index()
  })
}

function compareMemoryArguments(pair: CursorPair): void {
  if (pair.unsigned() & 0x40) pair.index()
  pair.unsigned()
}

/** Compares what is left of two bodies, or two constant expressions, up to the `end` that closes them. */
export function compareExpressions(
  before: InstructionReader,
  after: InstructionReader,
  functionIndices?: Uint32Array,
): void {
  while (before.next()) {
    if (!after.next()) throw new Difference('it ends too early')
    compareInstructions(before, after, functionIndices)
  }
  if (after.next()) throw new Difference('it ends too late')
}
