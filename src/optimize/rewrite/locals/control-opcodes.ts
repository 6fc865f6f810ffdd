/** Opcodes that steer control or access locals. */
export const Control = {
  unreachable: 0x00,
  block: 0x02,
  loop: 0x03,
  if: 0x04,
  else: 0x05,
  try: 0x06,
  catch: 0x07,
  throw: 0x08,
  rethrow: 0x09,
  throwRef: 0x0a,
  end: 0x0b,
  br: 0x0c,
  brIf: 0x0d,
  brTable: 0x0e,
  return: 0x0f,
  returnCall: 0x12,
  returnCallIndirect: 0x13,
  returnCallRef: 0x15,
  delegate: 0x18,
  catchAll: 0x19,
  tryTable: 0x1f,
  localGet: 0x20,
  localSet: 0x21,
  localTee: 0x22,
  brOnNull: 0xd5,
  brOnNonNull: 0xd6,
  brOnCast: 0xfb0018,
  brOnCastFail: 0xfb0019,
} as const

/** How far the control flow of a function is understood. */
export const Understood = {
  /** All of it. */
  Wholly: 0,
  /** Calls may continue in a handler: only what holds whatever the order of instructions is safe. */
  OnlyAsSet: 1,
  /** Functions that are suspended in the middle. */
  Not: 2,
} as const

const FIRST_STACK_SWITCHING = 0xe0
const LAST_STACK_SWITCHING = 0xe6

/** Says how far the control flow of a function with these instructions is understood. */
export function understanding(opcodes: Int32Array): number {
  let result: number = Understood.Wholly
  for (let at = 0; at < opcodes.length; at++) {
    const opcode = opcodes[at] as number
    if (opcode >= FIRST_STACK_SWITCHING && opcode <= LAST_STACK_SWITCHING) return Understood.Not
    if (opcode === Control.try || opcode === Control.tryTable) result = Understood.OnlyAsSet
  }
  return result
}
