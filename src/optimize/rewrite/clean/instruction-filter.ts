import type { FunctionCode } from '../module-code.ts'

/** Copies a function with `opcodes`, of the instructions at `kept` only. */
export function keepInstructions(body: FunctionCode, opcodes: Int32Array, kept: Uint32Array): FunctionCode {
  const count = kept.length
  const result = {
    opcodes: new Int32Array(count),
    operands: new Int32Array(count),
    starts: new Uint32Array(count),
    ends: new Uint32Array(count),
  }
  for (let at = 0; at < count; at++) {
    const from = kept[at] as number
    result.opcodes[at] = opcodes[from] as number
    result.operands[at] = body.operands[from] as number
    result.starts[at] = body.starts[from] as number
    result.ends[at] = body.ends[from] as number
  }
  return { ...body, ...result }
}
