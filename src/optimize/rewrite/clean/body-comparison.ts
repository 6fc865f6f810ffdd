import { FNV_BASIS, mixFnv } from '../fnv.ts'
import { isLocalAccess, isMemoryAccess, namesFunction } from '../instruction-kinds.ts'
import type { FunctionCode, ModuleCode } from '../module-code.ts'

/** Hashes a body without the functions that it names, so that the hash holds whichever of them are merged. */
export function hashBody({ code }: ModuleCode, body: FunctionCode): number {
  const { opcodes, operands, starts, ends } = body
  let hash = mixFnv(mixFnv(FNV_BASIS, body.typeIndex), opcodes.length)
  for (const type of body.locals) hash = mixFnv(hash, type)
  for (let at = 0; at < opcodes.length; at++) {
    const opcode = opcodes[at] as number
    hash = mixFnv(hash, opcode)
    if (namesFunction(opcode)) continue
    hash = mixFnv(hash, operands[at] as number)
    if (isLocalAccess(opcode) || opcode === DROP) continue
    const end = ends[at] as number
    for (let from = restOf(opcode, starts[at] as number); from < end; from++)
      hash = mixFnv(hash, code[from] as number)
  }
  return hash
}

/** Hashes the functions that a body names, as `numberOf` numbers them. */
export function hashFunctionNames(
  { opcodes, operands }: FunctionCode,
  numberOf: (index: number) => number,
): number {
  let hash = FNV_BASIS
  for (let at = 0; at < opcodes.length; at++)
    if (namesFunction(opcodes[at] as number)) hash = mixFnv(hash, numberOf(operands[at] as number))
  return hash
}

/** Says whether two bodies are the same; the functions that they name are as `numberOfA` and `numberOfB` number them. */
export function areSameBodies(
  { code }: ModuleCode,
  a: FunctionCode,
  b: FunctionCode,
  numberOfA: (index: number) => number,
  numberOfB: (index: number) => number,
): boolean {
  if (a.typeIndex !== b.typeIndex || !areEqual(a.opcodes, b.opcodes) || !areEqual(a.locals, b.locals)) {
    return false
  }
  for (let at = 0; at < a.opcodes.length; at++) {
    const opcode = a.opcodes[at] as number
    const [left, right] = [a.operands[at] as number, b.operands[at] as number]
    if (namesFunction(opcode)) {
      if (numberOfA(left) !== numberOfB(right)) return false
      continue
    }
    if (opcode === DROP) continue
    if (left !== right) return false
    if (isLocalAccess(opcode)) continue
    const start = restOf(opcode, a.starts[at] as number)
    const distance = restOf(opcode, b.starts[at] as number) - start
    const end = a.ends[at] as number
    if ((b.ends[at] as number) - end !== distance) return false
    for (let from = start; from < end; from++) if (code[from] !== code[from + distance]) return false
  }
  return true
}

/** Where the bytes that the encoder copies begin: behind the opcode, and the alignment of a memory access. */
function restOf(opcode: number, start: number): number {
  return start + (opcode > 0xff ? 2 : 1) + (isMemoryAccess(opcode) ? 1 : 0)
}

function areEqual(a: Int32Array, b: Int32Array): boolean {
  if (a.length !== b.length) return false
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false
  return true
}

/** A pass may have put one in place of another instruction, whose bytes then mean nothing. */
const DROP = 0x1a
