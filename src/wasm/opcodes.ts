/**
 * What follows an opcode; `Index` is any one index (local, global, function, type, label, tag, memory, ...).
 *
 * Opcodes are numbered `byte` or `prefix << 16 | sub-opcode`.
 * Sources: https://webassembly.github.io/spec/core/appendix/index-instructions.html and the binary sections of the
 * proposals named in the table below.
 */
export const Immediate = {
  Unknown: 0,
  None: 1,
  Index: 2,
  TwoIndices: 3,
  BlockType: 4,
  BranchTable: 5,
  MemoryArgument: 6,
  MemoryArgumentLane: 7,
  Lane: 8,
  I32: 9,
  I64: 10,
  F32: 11,
  F64: 12,
  Bytes16: 13,
  HeapType: 14,
  TypeVector: 15,
  TryTable: 16,
  CastBranch: 17,
  IndexAndHandlers: 18,
  TwoIndicesAndHandlers: 19,
  CallIndirect: 20,
} as const

export const PREFIX_GC = 0xfb
export const PREFIX_MISC = 0xfc

/** Opcodes that analyses ask for by name. */
export const Op = {
  block: 0x02,
  loop: 0x03,
  if: 0x04,
  else: 0x05,
  try: 0x06,
  end: 0x0b,
  delegate: 0x18,
  call: 0x10,
  callIndirect: 0x11,
  returnCall: 0x12,
  returnCallIndirect: 0x13,
  tryTable: 0x1f,
  globalGet: 0x23,
  globalSet: 0x24,
  i32Const: 0x41,
  i64Const: 0x42,
  refNull: 0xd0,
  refFunc: 0xd2,
} as const

type Range = readonly [from: number, to: number, immediate: number]

const PLAIN: readonly Range[] = [
  [0x00, 0x01, Immediate.None],
  [0x02, 0x04, Immediate.BlockType],
  [0x05, 0x05, Immediate.None],
  // Legacy exception handling: try, catch, throw, rethrow, delegate, catch_all.
  [0x06, 0x06, Immediate.BlockType],
  [0x07, 0x09, Immediate.Index],
  [0x0a, 0x0b, Immediate.None],
  [0x0c, 0x0d, Immediate.Index],
  [0x0e, 0x0e, Immediate.BranchTable],
  [0x0f, 0x0f, Immediate.None],
  [0x10, 0x10, Immediate.Index],
  [0x11, 0x11, Immediate.CallIndirect],
  [0x12, 0x12, Immediate.Index],
  [0x13, 0x13, Immediate.CallIndirect],
  [0x14, 0x15, Immediate.Index],
  [0x18, 0x18, Immediate.Index],
  [0x19, 0x1b, Immediate.None],
  [0x1c, 0x1c, Immediate.TypeVector],
  [0x1f, 0x1f, Immediate.TryTable],
  [0x20, 0x26, Immediate.Index],
  [0x28, 0x3e, Immediate.MemoryArgument],
  [0x3f, 0x40, Immediate.Index],
  [0x41, 0x41, Immediate.I32],
  [0x42, 0x42, Immediate.I64],
  [0x43, 0x43, Immediate.F32],
  [0x44, 0x44, Immediate.F64],
  [0x45, 0xc4, Immediate.None],
  [0xd0, 0xd0, Immediate.HeapType],
  [0xd1, 0xd1, Immediate.None],
  [0xd2, 0xd2, Immediate.Index],
  [0xd3, 0xd4, Immediate.None],
  [0xd5, 0xd6, Immediate.Index],
  // Stack switching: cont.new, cont.bind, suspend, resume, resume_throw, resume_throw_ref, switch.
  [0xe0, 0xe0, Immediate.Index],
  [0xe1, 0xe1, Immediate.TwoIndices],
  [0xe2, 0xe2, Immediate.Index],
  [0xe3, 0xe3, Immediate.IndexAndHandlers],
  [0xe4, 0xe4, Immediate.TwoIndicesAndHandlers],
  [0xe5, 0xe5, Immediate.IndexAndHandlers],
  [0xe6, 0xe6, Immediate.TwoIndices],
]

const GC: readonly Range[] = [
  [0x00, 0x01, Immediate.Index],
  [0x02, 0x05, Immediate.TwoIndices],
  [0x06, 0x07, Immediate.Index],
  [0x08, 0x0a, Immediate.TwoIndices],
  [0x0b, 0x0e, Immediate.Index],
  [0x0f, 0x0f, Immediate.None],
  [0x10, 0x10, Immediate.Index],
  [0x11, 0x13, Immediate.TwoIndices],
  [0x14, 0x17, Immediate.HeapType],
  [0x18, 0x19, Immediate.CastBranch],
  [0x1a, 0x1f, Immediate.None],
]

const MISC: readonly Range[] = [
  [0x00, 0x07, Immediate.None],
  [0x08, 0x08, Immediate.TwoIndices],
  [0x09, 0x09, Immediate.Index],
  [0x0a, 0x0a, Immediate.TwoIndices],
  [0x0b, 0x0b, Immediate.Index],
  [0x0c, 0x0c, Immediate.TwoIndices],
  [0x0d, 0x0d, Immediate.Index],
  [0x0e, 0x0e, Immediate.TwoIndices],
  [0x0f, 0x12, Immediate.Index],
  // Wide arithmetic.
  [0x13, 0x16, Immediate.None],
  // Half precision: f32.load_f16, f32.store_f16.
  [0x30, 0x31, Immediate.MemoryArgument],
]

const SIMD: readonly Range[] = [
  [0x00, 0x0b, Immediate.MemoryArgument],
  [0x0c, 0x0d, Immediate.Bytes16],
  [0x0e, 0x14, Immediate.None],
  [0x15, 0x22, Immediate.Lane],
  [0x23, 0x53, Immediate.None],
  [0x54, 0x5b, Immediate.MemoryArgumentLane],
  [0x5c, 0x5d, Immediate.MemoryArgument],
  [0x5e, 0xff, Immediate.None],
  // Relaxed SIMD, then half precision.
  [0x100, 0x113, Immediate.None],
  [0x120, 0x120, Immediate.None],
  [0x121, 0x122, Immediate.Lane],
  [0x123, 0x14f, Immediate.None],
]

const ATOMIC: readonly Range[] = [
  [0x00, 0x02, Immediate.MemoryArgument],
  [0x03, 0x03, Immediate.Lane],
  [0x10, 0x4e, Immediate.MemoryArgument],
]

/** Immediate kinds of the one-byte opcodes. */
export const PLAIN_IMMEDIATES: Uint8Array = fill(PLAIN, 0x100)

/** Immediate kinds of the prefixed opcodes, by `prefix - 0xfb` and sub-opcode. */
export const PREFIXED_IMMEDIATES: readonly Uint8Array[] = [
  fill(GC, 0x20),
  fill(MISC, 0x32),
  fill(SIMD, 0x150),
  fill(ATOMIC, 0x4f),
]

function fill(ranges: readonly Range[], length: number): Uint8Array {
  const table = new Uint8Array(length)
  for (const [from, to, immediate] of ranges) table.fill(immediate, from, to + 1)
  return table
}
