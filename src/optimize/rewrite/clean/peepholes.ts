import { Immediate, Op, PLAIN_IMMEDIATES } from '../../../wasm/opcodes.ts'
import { Control } from '../locals/control-opcodes.ts'
import type { FunctionCode } from '../module-code.ts'
import { keepInstructions } from './instruction-filter.ts'

/**
 * Leaves out what has no effect in two neighbouring instructions: `local.get x; local.set x`, `local.set x; local.get x` (a
 * `local.tee`), `local.tee x; drop` (a `local.set`), two writes of one value to one local, a constant that is dropped, `nop`.
 *
 * No branch leads between two neighbours: what one can lead to, the start of a loop and the end of a block, are instructions.
 */
export function applyPeepholes(body: FunctionCode): FunctionCode | undefined {
  const { operands } = body
  const opcodes = body.opcodes.slice()
  // A stack, so that what comes together when something goes is looked at again.
  const kept = new Uint32Array(opcodes.length)
  let length = 0
  for (let at = 0; at < opcodes.length; at++) {
    if (opcodes[at] === NOP) continue
    kept[length++] = at
    while (length > 1) {
      const [left, right] = [kept[length - 2] as number, kept[length - 1] as number]
      const isSameOperand = operands[left] === operands[right]
      const outcome = pair(opcodes[left] as number, opcodes[right] as number, isSameOperand)
      if (outcome === KEEP_BOTH) break
      length -= outcome === KEEP_NONE ? 2 : 1
      if (outcome === KEEP_NONE) break
      opcodes[left] = outcome
    }
  }
  return length === opcodes.length ? undefined : keepInstructions(body, opcodes, kept.subarray(0, length))
}

/** Opcode of the one instruction that does the same as both; its operand is that of the left one. */
function pair(left: number, right: number, isSameOperand: boolean): number {
  const { localGet, localSet, localTee } = Control
  if (right === DROP) {
    if (left === localTee) return localSet
    return isPlainValue(left) ? KEEP_NONE : KEEP_BOTH
  }
  if (!isSameOperand) return KEEP_BOTH
  if (left === localGet && right === localSet) return KEEP_NONE
  if (left === localGet && right === localTee) return localGet
  if (left === localSet && right === localGet) return localTee
  if (left === localTee && right === localSet) return localSet
  if (left === localTee && right === localTee) return localTee
  return KEEP_BOTH
}

/** Says whether an instruction does nothing but push a value. */
function isPlainValue(opcode: number): boolean {
  if (opcode === Control.localGet || opcode === Op.globalGet || opcode === Op.refNull) return true
  return CONSTANTS.has(PLAIN_IMMEDIATES[opcode] ?? Immediate.Unknown)
}

const NOP = 0x01
const DROP = 0x1a
const KEEP_BOTH = -1
const KEEP_NONE = -2

const CONSTANTS: ReadonlySet<number> = new Set([Immediate.I32, Immediate.I64, Immediate.F32, Immediate.F64])
