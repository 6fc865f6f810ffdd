import { openBody } from '../../src/wasm/function-body.ts'
import type { InstructionReader } from '../../src/wasm/instruction-reader.ts'
import { readModule } from '../../src/wasm/module.ts'

/** A module with one byte changed. */
export interface Mutant {
  readonly offset: number
  readonly bytes: Uint8Array
}

const LOCAL_GET = 0x20
const UNREACHABLE = 0x00

/** Instructions without immediates, and what takes and gives the same: a sum becomes a difference, a comparison its opposite. */
const OPPOSITES: ReadonlyMap<number, number> = new Map([
  [0x6a, 0x6b], // i32.add, i32.sub
  [0x6b, 0x6a],
  [0x7c, 0x7d], // i64.add, i64.sub
  [0x7d, 0x7c],
  [0xa0, 0xa1], // f64.add, f64.sub
  [0xa2, 0xa3], // f64.mul, f64.div
  [0x71, 0x72], // i32.and, i32.or
  [0x46, 0x47], // i32.eq, i32.ne
  [0x47, 0x46],
  [0x48, 0x4e], // i32.lt_s, i32.ge_s
  [0x49, 0x4f], // i32.lt_u, i32.ge_u
])

/**
 * Modules in which one operator is the opposite one, or in which one `local.get` reads a neighbour, evenly spread.
 * All of them are valid.
 */
export function mutants(bytes: Uint8Array, count: number, kind: 'operator' | 'local'): Mutant[] {
  const changes: [offset: number, byte: number][] = []
  for (const { start, opcode, index } of instructions(bytes)) {
    const opposite = OPPOSITES.get(opcode)
    if (kind === 'operator' && opposite !== undefined) changes.push([start, opposite])
    // Only where both indices have one byte.
    if (kind === 'local' && opcode === LOCAL_GET && index < 127) {
      changes.push([start + 1, index % 2 === 0 ? index + 1 : index - 1])
    }
  }
  const found: Mutant[] = []
  // Changes that are not valid make room for the next ones.
  for (const [offset, byte] of spread(changes, count * 4)) {
    const mutant = changed(bytes, offset, byte)
    if (WebAssembly.validate(mutant as BufferSource)) found.push({ offset, bytes: mutant })
  }
  return spread(found, count)
}

/** The module that traps where the mutant differs: what does not change with it either is not on the way. */
export function trapping(bytes: Uint8Array, { offset }: Mutant, kind: 'operator' | 'local'): Uint8Array {
  if (kind === 'operator') return changed(bytes, offset, UNREACHABLE)
  const trap = changed(bytes, offset - 1, UNREACHABLE)
  // A nop where the index was.
  trap[offset] = 0x01
  return trap
}

function changed(bytes: Uint8Array, offset: number, byte: number): Uint8Array {
  const copy = bytes.slice()
  copy[offset] = byte
  return copy
}

function* instructions(bytes: Uint8Array): Generator<InstructionReader> {
  const module = readModule(bytes)
  for (let body = 0; body < module.bodies.count; body++) {
    const reader = openBody(module, body)
    while (reader.next()) yield reader
  }
}

function spread<T>(all: readonly T[], count: number): T[] {
  if (all.length <= count) return [...all]
  return Array.from({ length: count }, (_, at) => all[Math.floor(((at + 0.5) * all.length) / count)] as T)
}
