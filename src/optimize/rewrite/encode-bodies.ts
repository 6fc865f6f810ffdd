import { Cursor } from '../../wasm/cursor.ts'
import { ByteWriter } from './byte-writer.ts'
import { isLocalAccess, isMemoryAccess, namesFunction } from './instruction-kinds.ts'
import type { FunctionCode, ModuleCode } from './module-code.ts'
import { Transcriber } from './transcriber.ts'

/** Writes the contents of a code section. */
export function encodeBodies(
  code: ModuleCode,
  writer: ByteWriter,
  functionIndex: (index: number) => number,
  exact: boolean,
): void {
  writer.unsigned(code.functions.length)
  const body = new ByteWriter()
  for (const [index, func] of code.functions.entries()) {
    body.clear()
    if (exact) copyDeclarations(code, index, body)
    else writeDeclarations(code, func, body)
    writeInstructions(code, func, body, functionIndex)
    writer.sized(body)
  }
}

function copyDeclarations({ module }: ModuleCode, index: number, body: ByteWriter): void {
  const { bytes, bodies } = module
  const cursor = new Cursor(bytes, bodies.contentOffsets[index], bodies.endOffsets[index])
  const transcriber = new Transcriber(cursor, body, (func) => func)
  transcriber.vector(() => {
    transcriber.unsigned()
    transcriber.type()
  })
}

function writeDeclarations({ valueTypes }: ModuleCode, { locals }: FunctionCode, body: ByteWriter): void {
  let groups = 0
  for (let at = 0; at < locals.length; at++) if (at === 0 || locals[at] !== locals[at - 1]) groups++
  body.unsigned(groups)
  for (let at = 0; at < locals.length;) {
    const type = locals[at] as number
    const start = at
    while (locals[at] === type) at++
    body.unsigned(at - start)
    body.bytes(valueTypes[type] as Uint8Array)
  }
}

function writeInstructions(
  { code }: ModuleCode,
  { opcodes, operands, starts, ends }: FunctionCode,
  body: ByteWriter,
  functionIndex: (index: number) => number,
): void {
  for (let at = 0; at < opcodes.length; at++) {
    const opcode = opcodes[at] as number
    const [operand, start, end] = [operands[at] as number, starts[at] as number, ends[at] as number]
    if (isLocalAccess(opcode)) {
      body.u8(opcode)
      body.unsigned(operand)
    } else if (namesFunction(opcode)) {
      body.u8(opcode)
      body.unsigned(functionIndex(operand))
    } else if (isMemoryAccess(opcode)) writeMemoryAccess(code, start, end, operand, body)
    else if (opcode === DROP) body.u8(opcode)
    else body.bytes(code, start, end)
  }
}

// A pass may put one where there was another instruction.
const DROP = 0x1a

function writeMemoryAccess(
  code: Uint8Array,
  start: number,
  end: number,
  alignment: number,
  body: ByteWriter,
): void {
  let at = start + 1
  if ((code[start] as number) >= FIRST_PREFIX) while ((code[at++] as number) >= 0x80);
  body.bytes(code, start, at)
  body.unsigned(alignment)
  // An alignment, with its bit for a memory index, fits one byte.
  body.bytes(code, at + 1, end)
}

const FIRST_PREFIX = 0xfb
