import { Cursor } from './cursor.ts'
import { Immediate, Op, PLAIN_IMMEDIATES, PREFIX_GC, PREFIXED_IMMEDIATES } from './opcodes.ts'
import { WasmParseError } from './parse-error.ts'
import { readHeapType, readValueType, type ValueType } from './value-types.ts'

/**
 * Steps through the instructions of a body or constant expression without allocating.
 *
 * After {@link next} the fields describe the instruction just read; they are overwritten by the following call.
 */
export class InstructionReader extends Cursor {
  /** `byte` or `prefix << 16 | sub-opcode`. */
  opcode = 0
  /** Where the instruction begins. */
  start = 0
  /**
   * First index, `i32.const` value, `i64.const` value where it fits 33 bits (else -1), block type (negative: inline) or memory
   * index of a memory argument.
   */
  index = 0
  /** Second index, or the offset of a memory argument. */
  second = 0
  /** Length in bytes of the table index of an indirect call; more than 1 is the overlong form. */
  tableIndexBytes = 0
  /** Value types of a typed `select`, and the inline type of a block that is not a number type. */
  readonly valueTypes: ValueType[] = []
  /** Number of blocks that are open, this instruction counted. */
  depth = 0

  /**
   * Reads one instruction; false after the `end` that closes the body.
   *
   * @throws {WasmParseError} unknown opcode, or an end within an instruction.
   */
  next(): boolean {
    if (this.depth < 0) return false
    const start = this.offset
    const opcode = this.u8()
    this.start = start
    this.opcode = opcode
    const immediate = PLAIN_IMMEDIATES[opcode] as number
    switch (immediate) {
      case Immediate.None:
        if (opcode === Op.end) this.depth--
        return true
      case Immediate.Index:
        this.index = this.u32()
        if (opcode === Op.delegate) this.depth--
        return true
      case Immediate.I32:
        this.index = this.s33() | 0
        return true
      case Immediate.MemoryArgument:
        this.#readMemoryArgument()
        return true
      case Immediate.BlockType:
        this.#readBlockType()
        this.depth++
        return true
      case Immediate.Unknown:
        this.#readPrefixed(opcode)
        return true
      default:
        this.#readImmediate(immediate)
        return true
    }
  }

  #readPrefixed(prefix: number): void {
    const immediates = PREFIXED_IMMEDIATES[prefix - PREFIX_GC]
    let immediate: number | undefined
    if (immediates !== undefined) {
      const sub = this.u32()
      this.opcode = (prefix << 16) | sub
      immediate = immediates[sub]
    }
    if (immediate === undefined || immediate === Immediate.Unknown) {
      throw new WasmParseError(`unknown opcode 0x${this.opcode.toString(16)}`, this.start)
    }
    if (immediate !== Immediate.None) this.#readImmediate(immediate)
  }

  #readImmediate(immediate: number): void {
    switch (immediate) {
      case Immediate.Index:
        this.index = this.u32()
        break
      case Immediate.TwoIndices:
        this.index = this.u32()
        this.second = this.u32()
        break
      case Immediate.CallIndirect: {
        this.index = this.u32()
        const before = this.offset
        this.second = this.u32()
        this.tableIndexBytes = this.offset - before
        break
      }
      case Immediate.BranchTable:
        for (let left = this.u32() + 1; left > 0; left--) this.u32()
        break
      case Immediate.MemoryArgument:
        this.#readMemoryArgument()
        break
      case Immediate.MemoryArgumentLane:
        this.#readMemoryArgument()
        this.u8()
        break
      case Immediate.Lane:
        this.u8()
        break
      case Immediate.I64:
        this.#readSmallI64()
        break
      case Immediate.F32:
        this.skip(4)
        break
      case Immediate.F64:
        this.skip(8)
        break
      case Immediate.Bytes16:
        this.skip(16)
        break
      case Immediate.HeapType:
        readHeapType(this)
        break
      default:
        this.#readRare(immediate)
    }
  }

  #readRare(immediate: number): void {
    switch (immediate) {
      case Immediate.TypeVector:
        this.valueTypes.length = 0
        for (let left = this.count(); left > 0; left--) this.valueTypes.push(readValueType(this))
        break
      case Immediate.TryTable:
        this.#readBlockType()
        this.depth++
        for (let left = this.count(2); left > 0; left--) {
          if (this.u8() < 2) this.u32()
          this.u32()
        }
        break
      case Immediate.CastBranch:
        this.u8()
        this.index = this.u32()
        readHeapType(this)
        readHeapType(this)
        break
      case Immediate.TwoIndicesAndHandlers:
        this.index = this.u32()
        this.second = this.u32()
        this.#readHandlers()
        break
      case Immediate.IndexAndHandlers:
        this.index = this.u32()
        this.#readHandlers()
    }
  }

  #readHandlers(): void {
    for (let left = this.count(2); left > 0; left--) {
      const isSwitch = this.u8() === 1
      this.u32()
      if (!isSwitch) this.u32()
    }
  }

  #readBlockType(): void {
    const before = this.offset
    // Setting the length costs a call, and most blocks find it 0.
    if (this.valueTypes.length > 0) this.valueTypes.length = 0
    this.index = this.s33()
    // -0x40 is the empty type, -1 to -4 the number types.
    if (this.index >= -4 || this.index === -0x40) return
    this.offset = before
    this.valueTypes.push(readValueType(this))
  }

  // Go holds addresses in i64; anything longer than five bytes is none.
  #readSmallI64(): void {
    let end = this.offset
    while ((this.bytes[end] as number) >= 0x80) end++
    if (end - this.offset < 5) this.index = this.s33()
    else {
      this.skipLeb(10)
      this.index = -1
    }
  }

  #readMemoryArgument(): void {
    const align = this.u32()
    this.index = align & 0x40 ? this.u32() : 0
    this.second = this.u64()
  }
}

/** Moves a cursor behind a constant expression. @throws {WasmParseError} see {@link InstructionReader.next}. */
export function skipConstantExpression(cursor: Cursor): void {
  if (skipSimpleExpression(cursor)) return
  const reader = new InstructionReader(cursor.bytes, cursor.offset, cursor.end)
  while (reader.next());
  cursor.offset = reader.offset
}

// Nearly all are one constant or index of at most four bytes, and a Go module has a hundred thousand of them.
function skipSimpleExpression(cursor: Cursor): boolean {
  const { bytes, end, offset } = cursor
  switch (bytes[offset]) {
    case Op.i32Const:
    case Op.i64Const:
    case Op.globalGet:
    case Op.refFunc: {
      let at = offset + 1
      const last = Math.min(offset + 4, end - 2)
      while (at < last && (bytes[at] as number) >= 0x80) at++
      if (at > last || (bytes[at] as number) >= 0x80 || bytes[at + 1] !== Op.end) return false
      cursor.offset = at + 2
      return true
    }
    default:
      return false
  }
}
