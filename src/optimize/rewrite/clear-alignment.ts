import { isMemoryAccess } from './instruction-kinds.ts'
import type { FunctionCode, ModuleCode } from './module-code.ts'

/**
 * Sets the alignment hint of every load and store to 0, which promises nothing; atomic ones must keep theirs.
 *
 * The hint changes no result: https://webassembly.github.io/spec/core/syntax/instructions.html#memory-instructions
 */
export function clearAlignment(code: ModuleCode): ModuleCode | undefined {
  let isChanged = false
  const functions = code.functions.map((body) => {
    const changed = clearIn(body)
    if (changed !== undefined) isChanged = true
    return changed ?? body
  })
  return isChanged ? { ...code, functions } : undefined
}

function clearIn(body: FunctionCode): FunctionCode | undefined {
  const { opcodes } = body
  let operands: Int32Array | undefined
  for (let at = 0; at < opcodes.length; at++) {
    const opcode = opcodes[at] as number
    const operand = body.operands[at] as number
    if ((operand & ALIGNMENT) === 0 || opcode >> 16 === PREFIX_ATOMIC || !isMemoryAccess(opcode)) continue
    operands ??= body.operands.slice()
    operands[at] = operand & ~ALIGNMENT
  }
  return operands === undefined ? undefined : { ...body, operands }
}

/** The bits below the one that announces a memory index. */
const ALIGNMENT = 0x3f
const PREFIX_ATOMIC = 0xfe
