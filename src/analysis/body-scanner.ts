import { openBody } from '../wasm/function-body.ts'
import { InstructionReader } from '../wasm/instruction-reader.ts'
import type { WasmModule } from '../wasm/module.ts'
import { Op, PREFIX_GC, PREFIX_MISC } from '../wasm/opcodes.ts'
import { WasmParseError } from '../wasm/parse-error.ts'
import { FIRST_NUMBER_TYPE, isLongBlockType, isRareAccess, Step, STEPS } from './scanner-steps.ts'

/** Is told what the instructions of one function or initialiser refer to. */
export interface ReferenceSink {
  /** Called, or made a reference of. */
  functionUsed(index: number): void
  globalUsed(index: number): void
  /** A constant, or the offset of a memory access: an address, or a number that looks like one. */
  numberUsed(value: number): void
  /** Named by `memory.init`, `data.drop`, `array.new_data` or `array.init_data`. */
  segmentUsed(index: number): void
}

/** What bodies consist of, as far as it was counted while they were read. */
export interface CodeCounts {
  readonly instructionCount: number
  /** `call` and `return_call`. */
  readonly callCount: number
  /** `call_indirect` and `return_call_indirect`. */
  readonly indirectCallCount: number
  /** Bytes that shorter forms of the same integers would not need, in bodies. */
  readonly paddingBytes: number
}

const MEMORY_INIT = (PREFIX_MISC << 16) | 8
const DATA_DROP = (PREFIX_MISC << 16) | 9
const ARRAY_NEW_DATA = (PREFIX_GC << 16) | 0x09
const ARRAY_INIT_DATA = (PREFIX_GC << 16) | 0x12
/** Bits of the fifth byte of a negative number of 32 bits that are above those. */
const SIGN_OF_FIFTH_BYTE = 0x70

/**
 * Reads instructions for what they refer to and nothing else.
 *
 * Nine in ten are stepped over with one look into a table, which is several times as fast as reading them all in full.
 */
export class BodyScanner {
  readonly #module: WasmModule
  readonly #bytes: Uint8Array
  readonly #sink: ReferenceSink
  #instructions = 0
  #calls = 0
  #indirectCalls = 0
  #padding = 0
  /** Value of the integer that was read last. */
  #value = 0

  constructor(module: WasmModule, sink: ReferenceSink) {
    this.#module = module
    this.#bytes = module.bytes
    this.#sink = sink
  }

  get counts(): CodeCounts {
    return {
      instructionCount: this.#instructions,
      callCount: this.#calls,
      indirectCallCount: this.#indirectCalls,
      paddingBytes: this.#padding,
    }
  }

  /** Scans the body of the defined function `index`. @throws {WasmParseError} a body that cannot be decoded. */
  scanBody(index: number): void {
    const { contentOffsets, endOffsets } = this.#module.bodies
    const end = endOffsets[index] as number
    const start = this.#skipNumberLocals(contentOffsets[index] as number, end)
    this.#scan(start < 0 ? openBody(this.#module, index).offset : start, end)
  }

  /** Scans a constant expression. @throws {WasmParseError} one that cannot be decoded. */
  scanExpression(offset: number, end: number): void {
    const reader = new InstructionReader(this.#bytes, offset, end)
    while (reader.next()) this.#useRare(reader)
  }

  /** Moves behind local declarations that are all of number types; -1 where they are not. */
  #skipNumberLocals(offset: number, end: number): number {
    const bytes = this.#bytes
    let at = offset
    let left = bytes[at++] as number
    if (left >= 0x80) return -1
    for (; left > 0; left--) {
      if ((bytes[at++] as number) >= 0x80) at = this.#readLong(at - 1)
      const type = bytes[at++] as number
      if (type < FIRST_NUMBER_TYPE || type >= 0x80) return -1
    }
    return at < end ? at : -1
  }

  // One loop with its state in locals: it sees every byte of code there is.
  #scan(start: number, end: number): void {
    const bytes = this.#bytes
    const sink = this.#sink
    let at = start
    let depth = 0
    let count = 0
    let reader: InstructionReader | undefined
    while (depth >= 0) {
      if (at >= end) throw new WasmParseError('unexpected end', end)
      count++
      switch (STEPS[bytes[at++] as number]) {
        case Step.None:
          break
        case Step.SkipInteger:
          if ((bytes[at++] as number) >= 0x80) at = this.#readLong(at - 1)
          break
        case Step.Memory: {
          // With bit 6 the index of a memory follows.
          if ((bytes[at] as number) >= 0x40) {
            reader ??= new InstructionReader(bytes, at, end)
            at = this.#stepRare(reader, at - 1)
            break
          }
          const value = bytes[++at] as number
          at++
          if (value < 0x80) sink.numberUsed(value)
          else {
            at = this.#readLong(at - 1)
            sink.numberUsed(this.#value)
          }
          break
        }
        case Step.I32:
          if ((bytes[at++] as number) >= 0x80) {
            at = this.#readSigned(at - 1)
            sink.numberUsed(this.#value >>> 0)
          } else sink.numberUsed((((bytes[at - 1] as number) << 25) >> 25) >>> 0)
          break
        case Step.I64:
          if ((bytes[at++] as number) >= 0x80) {
            at = this.#readSigned(at - 1)
            sink.numberUsed(this.#value)
          } else sink.numberUsed(((bytes[at - 1] as number) << 25) >> 25)
          break
        case Step.Call: {
          this.#calls++
          const value = bytes[at++] as number
          if (value >= 0x80) at = this.#readLong(at - 1)
          sink.functionUsed(value < 0x80 ? value : this.#value)
          break
        }
        case Step.RefFunc:
          if ((bytes[at++] as number) >= 0x80) at = this.#readLong(at - 1)
          else this.#value = bytes[at - 1] as number
          sink.functionUsed(this.#value)
          break
        case Step.Global: {
          const value = bytes[at++] as number
          if (value >= 0x80) at = this.#readLong(at - 1)
          sink.globalUsed(value < 0x80 ? value : this.#value)
          break
        }
        case Step.Block:
          depth++
          // A type of one byte is no type index above 63 and no typed reference.
          if (isLongBlockType(bytes[at++] as number)) {
            reader ??= new InstructionReader(bytes, at, end)
            at = this.#stepRare(reader, at - 2)
          }
          break
        case Step.End:
          depth--
          break
        case Step.F32:
          at += 4
          break
        case Step.F64:
          at += 8
          break
        default:
          reader ??= new InstructionReader(bytes, at, end)
          at = this.#stepRare(reader, at - 1)
          depth += reader.depth
      }
    }
    this.#instructions += count
    if (at !== end) throw new WasmParseError('the body goes on behind its end', at)
  }

  /** Reads one instruction in full and returns where it ends; the depth of the reader says whether a block began or ended. */
  #stepRare(reader: InstructionReader, offset: number): number {
    reader.offset = offset
    reader.depth = 0
    reader.next()
    this.#useRare(reader)
    return reader.offset
  }

  #useRare(reader: InstructionReader): void {
    const { opcode } = reader
    if (opcode === Op.callIndirect || opcode === Op.returnCallIndirect) {
      this.#indirectCalls++
      this.#padding += reader.tableIndexBytes - 1
    } else if (opcode === MEMORY_INIT || opcode === DATA_DROP) this.#sink.segmentUsed(reader.index)
    else if (opcode === ARRAY_NEW_DATA || opcode === ARRAY_INIT_DATA) this.#sink.segmentUsed(reader.second)
    else if (opcode === Op.i32Const) this.#sink.numberUsed(reader.index >>> 0)
    else if (opcode === Op.i64Const) this.#sink.numberUsed(reader.index)
    else if (opcode === Op.refFunc) this.#sink.functionUsed(reader.index)
    else if (opcode === Op.globalGet) this.#sink.globalUsed(reader.index)
    else if (isRareAccess(opcode) && reader.index === 0) this.#sink.numberUsed(reader.second)
  }

  /** Reads an unsigned integer of at most 64 bits, exact up to 2^53, and returns where it ends. */
  #readLong(offset: number): number {
    const bytes = this.#bytes
    let at = offset + 1
    let value = (bytes[offset] as number) & 0x7f
    let byte = 0x80
    for (let shift = 7; byte >= 0x80; shift += 7) {
      if (shift > 63) throw new WasmParseError('integer is longer than 10 bytes', offset)
      byte = bytes[at++] as number
      value = shift < 28 ? value | ((byte & 0x7f) << shift) : value + (byte & 0x7f) * 2 ** shift
    }
    if (byte === 0) this.#padding += at - offset - unsignedLength(value)
    this.#value = value
    return at
  }

  /** Reads a signed integer, exact from -2^31 up to 2^32, negative where it does not fit; returns where it ends. */
  #readSigned(offset: number): number {
    const bytes = this.#bytes
    let at = offset + 1
    let value = (bytes[offset] as number) & 0x7f
    // Bits above the lowest 32.
    let high = 0
    let shift = 7
    for (let byte = 0x80; byte >= 0x80; shift += 7) {
      if (shift > 63) throw new WasmParseError('integer is longer than 10 bytes', offset)
      byte = bytes[at++] as number
      if (shift < 32) value |= (byte & 0x7f) << shift
      if (shift >= 28) high |= shift === 28 ? byte & 0x70 : byte & 0x7f
    }
    if (shift < 32) value = (value << (32 - shift)) >> (32 - shift)
    else if (high === 0) value >>>= 0
    else if (value >= 0) value = -1
    // Of what does not fit 32 bits nobody knows how short it could be.
    const isWhole = shift < 32 || high === 0 || (shift === 35 && high === SIGN_OF_FIFTH_BYTE)
    if (isWhole) this.#padding += at - offset - signedLength(value)
    this.#value = value
    return at
  }
}

function unsignedLength(value: number): number {
  let length = 1
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) length++
  return length
}

function signedLength(value: number): number {
  let length = 1
  for (let rest = value; rest >= 0x40 || rest < -0x40; rest = Math.floor(rest / 0x80)) length++
  return length
}
