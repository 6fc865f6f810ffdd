import * as t from '@webassemblyjs/ast'
import type { BlockInstruction, Instr, NumberLiteral } from './ast-nodes.ts'
import { located, numberLiteral, typeName } from './ast-parts.ts'
import { Cursor } from './cursor.ts'
import { InstructionReader } from './instruction-reader.ts'
import { Op } from './opcodes.ts'
import { readHeapType } from './value-types.ts'

const F32_CONST = 0x43
const F64_CONST = 0x44

/** Instructions of constant expressions that have no immediates or whose immediates are left out. */
const PLAIN: Readonly<Record<number, readonly [id: string, object?: string]>> = {
  0x0b: ['end'],
  0x6a: ['add', 'i32'],
  0x6b: ['sub', 'i32'],
  0x6c: ['mul', 'i32'],
  0x7c: ['add', 'i64'],
  0x7d: ['sub', 'i64'],
  0x7e: ['mul', 'i64'],
  0xfb_0000: ['struct.new'],
  0xfb_0001: ['struct.new_default'],
  0xfb_0006: ['array.new'],
  0xfb_0007: ['array.new_default'],
  0xfb_0008: ['array.new_fixed'],
  0xfb_001a: ['any.convert_extern'],
  0xfb_001b: ['extern.convert_any'],
  0xfb_001c: ['ref.i31'],
  0xfb_0082: ['string.const'],
  0xfd_000c: ['const', 'v128'],
}

/** Reads the constant expression at an offset into the library's instructions, the closing `end` included. */
export function readExpression(bytes: Uint8Array, offset: number): Instr[] {
  const instructions: Instr[] = []
  const reader = new InstructionReader(bytes, offset)
  while (reader.next()) instructions.push(instructionAt(reader))
  return instructions
}

/** A whole constant expression as one instruction: itself without its `end`, or a block where there are several. */
export function asOne(expression: readonly Instr[]): Instr | BlockInstruction {
  const [first, ...rest] = expression.filter(({ id }) => id !== 'end')
  if (first !== undefined && rest.length === 0) return first
  return t.blockInstruction(t.identifier('', ''), first === undefined ? [] : [first, ...rest])
}

/** The item of an element segment that an expression stands for: a function index, or the expression. */
export function asItem(expression: readonly Instr[]): NumberLiteral | Instr | BlockInstruction {
  const one = asOne(expression)
  const [index] = one.id === 'ref.func' ? one.args : []
  return index?.type === 'NumberLiteral' ? index : one
}

function instructionAt(reader: InstructionReader): Instr {
  return located(makeInstruction(reader), reader.start, reader.offset)
}

function makeInstruction(reader: InstructionReader): Instr {
  const { opcode, start, bytes, offset } = reader
  // All of these have opcodes of one byte.
  const view = new DataView(bytes.buffer, bytes.byteOffset + start + 1, offset - start - 1)
  switch (opcode) {
    case Op.i32Const:
      return t.objectInstruction('const', 'i32', [numberLiteral(reader.index)])
    case Op.i64Const:
      return t.objectInstruction('const', 'i64', [longLiteral(new Cursor(bytes, start + 1).s64())])
    case F32_CONST:
      return t.objectInstruction('const', 'f32', [floatLiteral(view.getFloat32(0, true))])
    case F64_CONST:
      return t.objectInstruction('const', 'f64', [floatLiteral(view.getFloat64(0, true))])
    case Op.globalGet:
      return t.instruction('get_global', [numberLiteral(reader.index)])
    case Op.refFunc:
      return t.instruction('ref.func', [numberLiteral(reader.index)])
    case Op.refNull: {
      const heap = readHeapType(new Cursor(bytes, start + 1))
      return t.instruction('ref.null', [t.valtypeLiteral(typeName({ nullable: true, heap }))])
    }
    default: {
      const [id, object] = PLAIN[opcode] ?? [`opcode 0x${opcode.toString(16)}`]
      return object === undefined ? t.instruction(id) : t.objectInstruction(id, object)
    }
  }
}

function longLiteral(value: bigint) {
  const low = Number(BigInt.asIntN(32, value))
  return t.longNumberLiteral({ high: Number(value >> 32n), low }, String(value))
}

function floatLiteral(value: number) {
  return t.floatLiteral(value, Number.isNaN(value), Math.abs(value) === Infinity, String(value))
}
