import { Cursor } from '../../../wasm/cursor.ts'
import type { InstructionReader } from '../../../wasm/instruction-reader.ts'
import { Op } from '../../../wasm/opcodes.ts'

const F32_CONST = 0x43
const F64_CONST = 0x44

/** Says whether an instruction does nothing but push a value that is no operand of another. */
export function isPureValue(opcode: number): boolean {
  return opcode === Op.globalGet || (opcode >= Op.i32Const && opcode <= F64_CONST) || opcode === Op.refNull
}

// Above every number that a body of 2^30 bytes could give the values on its stack.
const FIRST_SYMBOL = 2 ** 30

/** Symbols of constants and of what globals hold, the same for the same value wherever it is written. */
export class PureValues {
  readonly #symbols = new Map<string, number>()

  /** `moment` says when: what a global holds stays the same between two instructions that may change it. */
  symbolOf(reader: InstructionReader, moment: number): number {
    const key = `${reader.opcode} ${valueOf(reader, moment)}`
    const known = this.#symbols.get(key)
    if (known !== undefined) return known
    const symbol = FIRST_SYMBOL + this.#symbols.size
    this.#symbols.set(key, symbol)
    return symbol
  }
}

function valueOf({ opcode, index, bytes, start, offset }: InstructionReader, moment: number): string {
  switch (opcode) {
    case Op.globalGet:
      return `${index} at ${moment}`
    case Op.i32Const:
    case Op.i64Const:
      return String(new Cursor(bytes, start + 1, offset).s64())
    case F32_CONST:
    case F64_CONST:
    case Op.refNull:
      return bytes.subarray(start + 1, offset).join()
    default:
      throw new RangeError(`opcode ${opcode} pushes no plain value`)
  }
}
