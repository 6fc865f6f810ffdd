import { Immediate, Op, PLAIN_IMMEDIATES } from '../../../wasm/opcodes.ts'
import type { FunctionCode, ModuleCode } from '../module-code.ts'

/**
 * Leaves out what has no effect in two neighbouring instructions: `local.get x; local.set x`, `local.set x; local.get x` (a
 * `local.tee`), `local.tee x; drop` (a `local.set`), two writes of one value to one local, a constant that is dropped, `nop`.
 *
 * No branch leads between two neighbours: what one can lead to, the start of a loop and the end of a block, are instructions.
 */
export function applyPeepholes(code: ModuleCode): ModuleCode | undefined {
  let isChanged = false
  const functions = code.functions.map((body) => {
    const changed = reduce(body)
    if (changed !== undefined) isChanged = true
    return changed ?? body
  })
  return isChanged ? { ...code, functions } : undefined
}

function reduce(body: FunctionCode): FunctionCode | undefined {
  const { opcodes, operands } = body
  const count = opcodes.length
  // `kept` is a stack, so that what comes together when something goes is looked at again.
  const kept = new Uint32Array(count)
  let changed: Int32Array | undefined
  let length = 0
  for (let at = 0; at < count; at++) {
    const opcode = opcodes[at] as number
    if (opcode === NOP) continue
    kept[length++] = at
    while (length > 1) {
      const [left, right] = [kept[length - 2] as number, kept[length - 1] as number]
      const current = changed ?? opcodes
      const isSameLocal = operands[left] === operands[right]
      const outcome = pair(current[left] as number, current[right] as number, isSameLocal)
      if (outcome === KEEP_BOTH) break
      length -= outcome === KEEP_NONE ? 2 : 1
      if (outcome === KEEP_NONE) break
      changed ??= opcodes.slice()
      changed[left] = outcome
    }
  }
  if (length === count) return undefined
  const places = kept.subarray(0, length)
  const pick = <T extends Int32Array | Uint32Array>(from: T, to: T): T => {
    for (let at = 0; at < length; at++) to[at] = from[places[at] as number] as number
    return to
  }
  return {
    ...body,
    opcodes: pick(changed ?? opcodes, new Int32Array(length)),
    operands: pick(operands, new Int32Array(length)),
    starts: pick(body.starts, new Uint32Array(length)),
    ends: pick(body.ends, new Uint32Array(length)),
  }
}

/** Opcode of the one instruction that does the same as both; its operand is that of the left one. */
function pair(left: number, right: number, isSameLocal: boolean): number {
  if (right === DROP) {
    if (left === TEE) return SET
    return isPlainValue(left) ? KEEP_NONE : KEEP_BOTH
  }
  if (!isSameLocal) return KEEP_BOTH
  if (left === GET && right === SET) return KEEP_NONE
  if (left === GET && right === TEE) return GET
  if (left === SET && right === GET) return TEE
  if (left === TEE && right === SET) return SET
  if (left === TEE && right === TEE) return TEE
  return KEEP_BOTH
}

/** Says whether an instruction does nothing but push a value. */
function isPlainValue(opcode: number): boolean {
  if (opcode === GET || opcode === Op.globalGet || opcode === Op.refNull) return true
  const immediate = PLAIN_IMMEDIATES[opcode] ?? Immediate.Unknown
  return CONSTANTS.has(immediate)
}

const NOP = 0x01
const DROP = 0x1a
const GET = 0x20
const SET = 0x21
const TEE = 0x22
const KEEP_BOTH = -1
const KEEP_NONE = -2

const CONSTANTS: ReadonlySet<number> = new Set([
  Immediate.I32,
  Immediate.I64,
  Immediate.F32,
  Immediate.F64,
])
