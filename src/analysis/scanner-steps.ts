import { Immediate, Op, PLAIN_IMMEDIATES } from '../wasm/opcodes.ts'

/** What is done about an instruction; everything rare goes to {@link InstructionReader}. */
export const Step = {
  Rare: 0,
  None: 1,
  SkipInteger: 2,
  Call: 3,
  RefFunc: 4,
  Global: 5,
  I32: 6,
  I64: 7,
  Memory: 8,
  Block: 9,
  End: 10,
  F32: 11,
  F64: 12,
} as const

/** Step by one-byte opcode. */
export const STEPS: Uint8Array = Uint8Array.from(PLAIN_IMMEDIATES, (immediate, opcode) => {
  switch (immediate) {
    case Immediate.None:
      return opcode === Op.end ? Step.End : Step.None
    case Immediate.Index:
      if (opcode === Op.call || opcode === Op.returnCall) return Step.Call
      if (opcode === Op.refFunc) return Step.RefFunc
      if (opcode === Op.delegate) return Step.Rare
      return opcode === Op.globalGet || opcode === Op.globalSet ? Step.Global : Step.SkipInteger
    case Immediate.BlockType:
      return opcode === Op.try ? Step.Rare : Step.Block
    case Immediate.MemoryArgument:
      return Step.Memory
    case Immediate.I32:
      return Step.I32
    case Immediate.I64:
      return Step.I64
    case Immediate.F32:
      return Step.F32
    case Immediate.F64:
      return Step.F64
    default:
      return Step.Rare
  }
})

/** Value types with numbers from here to 0x7f take one byte. */
export const FIRST_NUMBER_TYPE = 0x7b
const FIRST_SIMD_ACCESS = 0xfd0000
const LAST_SIMD_ACCESS = 0xfd000b
const FIRST_LANE_ACCESS = 0xfd0054
const LAST_LANE_ACCESS = 0xfd005d
const FIRST_ATOMIC_ACCESS = 0xfe0010
const LAST_ATOMIC_ACCESS = 0xfe004e

/** Whether more than one byte may belong to a block type: one-byte types are the empty one (0x40) and those of numbers. */
export function isLongBlockType(byte: number): boolean {
  return byte >= 0x80 || (byte > 0x40 && byte < FIRST_NUMBER_TYPE)
}

/** Whether one of the instructions that are read in full has a memory argument whose offset may be the address of a variable. */
export function isRareAccess(opcode: number): boolean {
  if (opcode < FIRST_SIMD_ACCESS) return opcode >= 0x28 && opcode <= 0x3e
  return (
    opcode <= LAST_SIMD_ACCESS ||
    (opcode >= FIRST_LANE_ACCESS && opcode <= LAST_LANE_ACCESS) ||
    (opcode >= FIRST_ATOMIC_ACCESS && opcode <= LAST_ATOMIC_ACCESS)
  )
}
