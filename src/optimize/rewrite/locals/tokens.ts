import { Immediate, Op, PLAIN_IMMEDIATES } from '../../../wasm/opcodes.ts'
import { isLocalAccess, isMemoryAccess, namesFunction } from '../instruction-kinds.ts'
import type { FunctionCode } from '../module-code.ts'
import { mix } from './hash.ts'

/** Token of what lies outside a function. */
export const OUTSIDE = 1

const SEED = 7
const FIRST_PREFIXED = 0x100

/** Hashes every instruction with its immediates; one that accesses a local without saying which. */
export function hashInstructions(code: Uint8Array, func: FunctionCode): Int32Array {
  const { opcodes, operands, starts, ends } = func
  const tokens = new Int32Array(opcodes.length)
  for (let at = 0; at < opcodes.length; at++) {
    const opcode = opcodes[at] as number
    let hash = mix(SEED, opcode)
    if (!isLocalAccess(opcode) && PLAIN_IMMEDIATES[opcode] !== Immediate.None) {
      hash = mix(hash, operands[at] as number)
      if (!namesFunction(opcode) && opcode !== Op.i32Const) {
        // The operand may differ from the code; an alignment is one byte there.
        let from = (starts[at] as number) + (isMemoryAccess(opcode) ? 2 : 1)
        if (opcode >= FIRST_PREFIXED) from++
        for (const end = ends[at] as number; from < end; from++) hash = mix(hash, code[from] as number)
      }
    }
    tokens[at] = hash
  }
  return tokens
}

/** Token of an access to a local that has a certain slot. */
export function slotToken(token: number, slot: number): number {
  return mix(token, slot + SLOT_SEED)
}

const SLOT_SEED = 77
