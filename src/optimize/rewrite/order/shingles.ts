import { FNV_BASIS, mixFnv } from '../fnv.ts'
import { isLocalAccess, isMemoryAccess } from '../instruction-kinds.ts'
import type { FunctionCode, ModuleCode } from '../module-code.ts'

/** Hashes of runs of instructions: those of the function at place `i` are `hashes[starts[i]]` up to `hashes[starts[i + 1]]`. */
export interface Shingles {
  readonly hashes: Uint32Array
  readonly starts: Uint32Array
}

/** What of an instruction makes it like another. */
export interface ShingleOptions {
  /** Instructions in a run. */
  readonly length: number
  /** Tells locals apart; else only that there is one. */
  readonly locals: boolean
}

/**
 * Hashes every run of `length` instructions with their constants, offsets and indices; alignments count as equal.
 *
 * A function with fewer instructions has none.
 */
export function hashShingles(code: ModuleCode, { length, locals }: ShingleOptions): Shingles {
  const starts = new Uint32Array(code.functions.length + 1)
  for (const [place, { opcodes }] of code.functions.entries()) {
    starts[place + 1] = (starts[place] as number) + Math.max(0, opcodes.length - length + 1)
  }
  const hashes = new Uint32Array(starts[code.functions.length] as number)
  let at = 0
  for (const body of code.functions) {
    const tokens = hashInstructions(code.code, body, locals)
    for (let first = 0; first + length <= tokens.length; first++) {
      let hash = FNV_BASIS
      for (let next = first; next < first + length; next++) hash = mixFnv(hash, tokens[next] as number)
      hashes[at++] = hash
    }
  }
  return { hashes, starts }
}

function hashInstructions(code: Uint8Array, body: FunctionCode, locals: boolean): Int32Array {
  const { opcodes, operands, starts, ends } = body
  const tokens = new Int32Array(opcodes.length)
  for (let at = 0; at < tokens.length; at++) {
    const opcode = opcodes[at] as number
    let hash = mixFnv(FNV_BASIS, opcode)
    if (isLocalAccess(opcode)) {
      if (locals) hash = mixFnv(hash, operands[at] as number)
    } else {
      const opcodeLength = opcode > 0xff ? 2 : 1
      const end = ends[at] as number
      let from = (starts[at] as number) + opcodeLength + (isMemoryAccess(opcode) ? 1 : 0)
      for (; from < end; from++) hash = mixFnv(hash, code[from] as number)
    }
    tokens[at] = hash
  }
  return tokens
}
