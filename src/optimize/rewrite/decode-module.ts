import { Cursor } from '../../wasm/cursor.ts'
import { InstructionReader } from '../../wasm/instruction-reader.ts'
import { readModule, type WasmModule } from '../../wasm/module.ts'
import { Op } from '../../wasm/opcodes.ts'
import { WasmParseError } from '../../wasm/parse-error.ts'
import { readValueType, type ValueType } from '../../wasm/value-types.ts'
import { ByteWriter } from './byte-writer.ts'
import { isMemoryAccess } from './instruction-kinds.ts'
import type { FunctionCode, ModuleCode } from './module-code.ts'
import { Transcriber } from './transcriber.ts'
import { ValueTypeTable } from './value-type-table.ts'

/** As many locals as engines allow a function: https://webassembly.github.io/spec/js-api/#limits */
const MAX_LOCALS = 50_000

/**
 * Takes a module apart for rewriting.
 *
 * @throws {WasmParseError} anything malformed or unknown: such a module is left as it is.
 */
export function decodeModule(bytes: Uint8Array): ModuleCode {
  const module = readModule(bytes)
  const types = new ValueTypeTable()
  const parameters = parametersByType(module, types)
  const writer = new ByteWriter(bytes.length)
  const functions = Array.from({ length: module.bodies.count }, (_, index) =>
    decodeFunction(module, index, types, parameters, writer),
  )
  return { module, code: writer.view(), valueTypes: types.encodings, functions }
}

function parametersByType(module: WasmModule, types: ValueTypeTable): readonly (Int32Array | undefined)[] {
  return module.types.map(({ composite }) =>
    composite.kind === 'func'
      ? Int32Array.from(composite.params, (type: ValueType) => types.idOf(type))
      : undefined,
  )
}

function decodeFunction(
  module: WasmModule,
  index: number,
  types: ValueTypeTable,
  parameters: readonly (Int32Array | undefined)[],
  writer: ByteWriter,
): FunctionCode {
  const { bytes, bodies, functions } = module
  const [contentOffset, endOffset] = [bodies.contentOffsets[index], bodies.endOffsets[index]] as [
    number,
    number,
  ]
  const typeIndex = functions.typeIndices[index] as number
  const parametersOfType = parameters[typeIndex]
  if (parametersOfType === undefined)
    throw new WasmParseError(`type ${typeIndex} is no function`, contentOffset)
  const cursor = new Cursor(bytes, contentOffset, endOffset)
  const locals: number[] = []
  for (let left = cursor.count(2); left > 0; left--) {
    const { offset } = cursor
    const count = cursor.u32()
    if (locals.length + count > MAX_LOCALS) throw new WasmParseError('more locals than engines allow', offset)
    const id = types.idOf(readValueType(cursor))
    for (let local = 0; local < count; local++) locals.push(id)
  }
  const instructions = decodeInstructions(bytes, cursor.offset, endOffset, writer)
  return { typeIndex, parameters: parametersOfType, locals: Int32Array.from(locals), ...instructions }
}

type Instructions = Pick<FunctionCode, 'opcodes' | 'operands' | 'starts' | 'ends'>

function decodeInstructions(
  bytes: Uint8Array,
  offset: number,
  endOffset: number,
  writer: ByteWriter,
): Instructions {
  const opcodes: number[] = []
  const operands: number[] = []
  const bounds: number[] = [writer.length]
  const reader = new InstructionReader(bytes, offset, endOffset)
  const transcriber = new Transcriber(new Cursor(bytes, offset, endOffset), writer, (index) => index)
  while (reader.next()) {
    const { opcode, start } = reader
    opcodes.push(opcode)
    operands.push(operandOf(reader))
    if (mayBePadded(bytes, start, reader.offset)) {
      transcriber.cursor.offset = start
      transcriber.instruction()
    } else writer.bytes(bytes, start, reader.offset)
    bounds.push(writer.length)
    // `next` leaves what it does not overwrite.
    reader.index = 0
  }
  if (!reader.done) throw new WasmParseError('bytes after the end of the body', reader.offset)
  const all = Uint32Array.from(bounds)
  return {
    opcodes: Int32Array.from(opcodes),
    operands: Int32Array.from(operands),
    starts: all.subarray(0, -1),
    ends: all.subarray(1),
  }
}

function operandOf(reader: InstructionReader): number {
  if (!isMemoryAccess(reader.opcode)) return reader.opcode === Op.i64Const ? 0 : reader.index
  const { bytes, start } = reader
  const cursor = new Cursor(bytes, start + 1, reader.offset)
  if (reader.opcode > 0xff) cursor.u32()
  return cursor.u32()
}

/** Padding ends with a byte 0x00, or 0x7f in negative numbers, after a byte that announces it. */
function mayBePadded(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start + 1; at < end; at++) {
    const byte = bytes[at]
    if ((byte === 0 || byte === 0x7f) && (bytes[at - 1] as number) >= 0x80) return true
  }
  return false
}
