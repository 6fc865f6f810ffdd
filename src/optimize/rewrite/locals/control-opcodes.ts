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
  call: 0x10,
  callIndirect: 0x11,
  returnCall: 0x12,
  returnCallIndirect: 0x13,
  callRef: 0x14,
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

const FIRST_STACK_SWITCHING = 0xe0
const LAST_STACK_SWITCHING = 0xe6

/** Says whether a function uses no instruction of stack switching, so that all of its control flow is known. */
export function isFollowed(opcodes: Int32Array): boolean {
  return !opcodes.some((opcode) => opcode >= FIRST_STACK_SWITCHING && opcode <= LAST_STACK_SWITCHING)
}
