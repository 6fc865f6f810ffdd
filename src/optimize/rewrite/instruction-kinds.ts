import { Immediate, Op, PLAIN_IMMEDIATES, PREFIX_GC, PREFIXED_IMMEDIATES } from '../../wasm/opcodes.ts'

const LOCAL_GET = 0x20
const LOCAL_TEE = 0x22

/** Says whether an instruction is `local.get`, `local.set` or `local.tee`. */
export function isLocalAccess(opcode: number): boolean {
  return opcode >= LOCAL_GET && opcode <= LOCAL_TEE
}

/** Says whether an instruction names a function: `call`, `return_call`, `ref.func`. */
export function namesFunction(opcode: number): boolean {
  return opcode === Op.call || opcode === Op.returnCall || opcode === Op.refFunc
}

/** Says whether an instruction begins its immediates with an alignment. */
export function isMemoryAccess(opcode: number): boolean {
  const immediate =
    opcode > 0xff
      ? PREFIXED_IMMEDIATES[(opcode >> 16) - PREFIX_GC]?.[opcode & 0xffff]
      : PLAIN_IMMEDIATES[opcode]
  return immediate === Immediate.MemoryArgument || immediate === Immediate.MemoryArgumentLane
}
