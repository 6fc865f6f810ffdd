import { isLocalAccess } from '../instruction-kinds.ts'
import type { FunctionCode } from '../module-code.ts'
import type { ControlFlow } from './control-flow.ts'

/** The instructions of a function that access locals, in order. */
export interface Accesses {
  readonly count: number
  /** Instruction of each access. */
  readonly positions: Int32Array
  /** 0 for `local.get`, 1 for `local.set`, 2 for `local.tee`. */
  readonly kinds: Uint8Array
  readonly locals: Int32Array
}

export const GET = 0

/** Lists the accesses to locals in a function. */
export function listAccesses({ opcodes, operands }: FunctionCode): Accesses {
  let count = 0
  for (let at = 0; at < opcodes.length; at++) if (isLocalAccess(opcodes[at] as number)) count++
  const positions = new Int32Array(count)
  const kinds = new Uint8Array(count)
  const locals = new Int32Array(count)
  let access = 0
  for (let at = 0; at < opcodes.length; at++) {
    const opcode = opcodes[at] as number
    if (!isLocalAccess(opcode)) continue
    positions[access] = at
    kinds[access] = opcode - FIRST
    locals[access++] = operands[at] as number
  }
  return { count, positions, kinds, locals }
}

const FIRST = 0x20

/** First access of each block, and after the last the number of all. */
export function accessesByBlock({ count, starts }: ControlFlow, { positions }: Accesses): Int32Array {
  const result = new Int32Array(count + 1)
  let access = 0
  for (let block = 0; block <= count; block++) {
    const start = starts[block] as number
    while (access < positions.length && (positions[access] as number) < start) access++
    result[block] = access
  }
  return result
}
