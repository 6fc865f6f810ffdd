import { Cursor } from '../../wasm/cursor.ts'
import { Immediate, Op, PLAIN_IMMEDIATES, PREFIX_GC, PREFIXED_IMMEDIATES } from '../../wasm/opcodes.ts'
import { WasmParseError } from '../../wasm/parse-error.ts'
import type { ByteWriter } from './byte-writer.ts'

/** Copies pieces of a module to a writer with every integer in its shortest form. */
export class Transcriber {
  readonly cursor: Cursor
  readonly #writer: ByteWriter
  readonly #functionIndex: (index: number) => number

  /** `functionIndex` says which function a reference will mean. */
  constructor(cursor: Cursor, writer: ByteWriter, functionIndex: (index: number) => number) {
    this.cursor = cursor
    this.#writer = writer
    this.#functionIndex = functionIndex
  }

  /** Copies an unsigned LEB128 of at most 32 bits and returns it. */
  unsigned(): number {
    const value = this.cursor.u32()
    this.#writer.unsigned(value)
    return value
  }

  /** Copies a reference to a function. */
  functionIndex(): void {
    this.#writer.unsigned(this.#functionIndex(this.cursor.u32()))
  }

  raw(byteCount: number): void {
    const { bytes, offset } = this.cursor
    this.cursor.skip(byteCount)
    this.#writer.bytes(bytes, offset, offset + byteCount)
  }

  u8(): number {
    const byte = this.cursor.u8()
    this.#writer.u8(byte)
    return byte
  }

  /** Copies a vector: its length, then `each` entry. */
  vector(each: () => void): void {
    for (let left = this.unsigned(); left > 0; left--) each()
  }

  /** Copies a value or block type: a byte, a type index, or a reference with its heap type. */
  type(): void {
    const first = this.cursor.bytes[this.cursor.offset]
    if (first === REF_NULL || first === REF) {
      this.u8()
      this.#heapType()
    } else this.#heapType()
  }

  /** Copies instructions up to the `end` of the expression. */
  expression(): void {
    for (let depth = 0; depth >= 0;) {
      const opcode = this.instruction()
      if (opcode === Op.end) depth--
      else if (OPENS.has(opcode)) depth++
    }
  }

  /** Copies one instruction and returns its opcode. */
  instruction(): number {
    const start = this.cursor.offset
    const byte = this.u8()
    let opcode = byte
    let immediate = PLAIN_IMMEDIATES[byte] as number
    const prefixed = PREFIXED_IMMEDIATES[byte - PREFIX_GC]
    if (immediate === Immediate.Unknown && prefixed !== undefined) {
      const sub = this.unsigned()
      opcode = (byte << 16) | sub
      immediate = prefixed[sub] ?? Immediate.Unknown
    }
    if (immediate === Immediate.Unknown) {
      throw new WasmParseError(`unknown opcode 0x${opcode.toString(16)}`, start)
    }
    if (opcode === Op.call || opcode === Op.returnCall || opcode === Op.refFunc) this.functionIndex()
    else this.#immediate(immediate)
    return opcode
  }

  #immediate(immediate: number): void {
    switch (immediate) {
      case Immediate.None:
        return
      case Immediate.Index:
        this.unsigned()
        return
      case Immediate.TwoIndices:
      case Immediate.CallIndirect:
        this.unsigned()
        this.unsigned()
        return
      case Immediate.I32:
      case Immediate.I64:
        this.#signed()
        return
      case Immediate.MemoryArgument:
      case Immediate.MemoryArgumentLane:
        if (this.unsigned() & HAS_MEMORY_INDEX) this.unsigned()
        this.unsigned64()
        if (immediate === Immediate.MemoryArgumentLane) this.u8()
        return
      case Immediate.BlockType:
        this.type()
        return
      case Immediate.HeapType:
        this.#heapType()
        return
      case Immediate.BranchTable:
        for (let left = this.unsigned() + 1; left > 0; left--) this.unsigned()
        return
      case Immediate.TypeVector:
        this.vector(() => this.type())
        return
      default:
        if (RAW_LENGTHS[immediate] !== undefined) this.raw(RAW_LENGTHS[immediate])
        else this.#rareImmediate(immediate)
    }
  }

  #rareImmediate(immediate: number): void {
    switch (immediate) {
      case Immediate.TryTable:
        this.type()
        this.vector(() => {
          if (this.u8() < CATCH_ALL) this.unsigned()
          this.unsigned()
        })
        return
      case Immediate.CastBranch:
        this.u8()
        this.unsigned()
        this.#heapType()
        this.#heapType()
        return
      case Immediate.TwoIndicesAndHandlers:
        this.unsigned()
        this.unsigned()
        this.#handlers()
        return
      case Immediate.IndexAndHandlers:
        this.unsigned()
        this.#handlers()
        return
      default:
        throw new TypeError(`no form of immediate ${immediate}`)
    }
  }

  #handlers(): void {
    this.vector(() => {
      const isSwitch = this.u8() === 1
      this.unsigned()
      if (!isSwitch) this.unsigned()
    })
  }

  // Shared heap types are a prefix byte, which is a whole integer by itself, and the type.
  #heapType(): void {
    if (this.cursor.bytes[this.cursor.offset] === SHARED) this.u8()
    this.#signed()
  }

  #signed(): void {
    const { bytes, offset } = this.cursor
    this.cursor.skipLeb(10)
    let last = this.cursor.offset - 1
    for (; last > offset; last--) {
      const [previous, byte] = [bytes[last - 1] as number, (bytes[last] as number) & 0x7f]
      if (byte !== (previous & SIGN ? 0x7f : 0)) break
    }
    this.#leb(offset, last)
  }

  /** Copies an unsigned LEB128 of at most 64 bits. */
  unsigned64(): void {
    const { bytes, offset } = this.cursor
    this.cursor.skipLeb(10)
    let last = this.cursor.offset - 1
    while (last > offset && ((bytes[last] as number) & 0x7f) === 0) last--
    this.#leb(offset, last)
  }

  /** Copies an integer that ends with the byte at `last`, whatever followed there. */
  #leb(offset: number, last: number): void {
    const { bytes } = this.cursor
    this.#writer.bytes(bytes, offset, last)
    this.#writer.u8((bytes[last] as number) & 0x7f)
  }
}

const REF_NULL = 0x63
const REF = 0x64
const SHARED = 0x65
const SIGN = 0x40
const CATCH_ALL = 2
const HAS_MEMORY_INDEX = 0x40

const OPENS: ReadonlySet<number> = new Set([Op.block, Op.loop, Op.if, Op.try, Op.tryTable])

const RAW_LENGTHS: Readonly<Record<number, number>> = {
  [Immediate.Lane]: 1,
  [Immediate.F32]: 4,
  [Immediate.F64]: 8,
  [Immediate.Bytes16]: 16,
}
