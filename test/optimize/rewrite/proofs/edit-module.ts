import { Cursor } from '../../../../src/wasm/cursor.ts'
import { InstructionReader } from '../../../../src/wasm/instruction-reader.ts'
import { readModule, type WasmModule } from '../../../../src/wasm/module.ts'
import { leb } from '../../../support/wasm-builder.ts'

/** One instruction of a body, and the bytes it is written in. */
export interface Instruction {
  readonly opcode: number
  /** See `InstructionReader.index`. */
  readonly index: number
  readonly second: number
  readonly bytes: Uint8Array
}

/** A body, taken apart so that a test can put it together again with a fault in it. */
export interface Body {
  /** The local declarations as they are written. */
  readonly declarations: Uint8Array
  readonly instructions: readonly Instruction[]
}

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A random whole number below `count`. */
export function below(random: () => number, count: number): number {
  return Math.floor(random() * count)
}

/** A random one of some things. */
export function pick<T>(random: () => number, things: readonly T[]): T {
  const thing = things[below(random, things.length)]
  if (thing === undefined) throw new Error('nothing to pick from')
  return thing
}

export function readBody({ bytes, bodies }: WasmModule, index: number): Body {
  const start = bodies.contentOffsets[index] as number
  const end = bodies.endOffsets[index] as number
  const cursor = new Cursor(bytes, start, end)
  for (let left = cursor.u32(); left > 0; left--) {
    cursor.u32()
    skipValueType(cursor)
  }
  const reader = new InstructionReader(bytes, cursor.offset, end)
  const instructions: Instruction[] = []
  while (reader.next()) {
    const { opcode, index, second } = reader
    instructions.push({ opcode, index, second, bytes: bytes.slice(reader.start, reader.offset) })
  }
  return { declarations: bytes.slice(start, cursor.offset), instructions }
}

function skipValueType(cursor: Cursor): void {
  const byte = cursor.u8()
  if (byte === 0x63 || byte === 0x64) cursor.s33()
}

export function bodyBytes({ declarations, instructions }: Body): number[] {
  return [...declarations, ...instructions.flatMap(({ bytes }) => [...bytes])]
}

/** An instruction with one index, written the shortest way. */
export function instruction(opcode: number, index: number): Instruction {
  return { opcode, index, second: 0, bytes: Uint8Array.of(opcode, ...leb(index)) }
}

export function withInstruction(body: Body, at: number, ...replacements: readonly Instruction[]): Body {
  return { ...body, instructions: body.instructions.toSpliced(at, 1, ...replacements) }
}

/** The contents of a section; none where there is no such section. */
export function payloadOf({ bytes, sections }: WasmModule, id: number): Uint8Array {
  const section = sections.find((candidate) => candidate.id === id)
  return section === undefined ? new Uint8Array(0) : bytes.slice(section.payloadOffset, section.endOffset)
}

/** The module with other contents of some sections. */
export function withSections(
  bytes: Uint8Array,
  payloads: Readonly<Record<number, ArrayLike<number> | undefined>>,
): Uint8Array {
  const parts: Uint8Array[] = [bytes.subarray(0, 8)]
  for (const { id, offset, endOffset } of readModule(bytes).sections) {
    const payload = payloads[id]
    if (!(id in payloads)) parts.push(bytes.subarray(offset, endOffset))
    else if (payload !== undefined) {
      parts.push(Uint8Array.of(id, ...leb(payload.length)), Uint8Array.from(payload))
    }
  }
  return new Uint8Array(Buffer.concat(parts))
}

/** The module with another body of one function. */
export function withBody(bytes: Uint8Array, index: number, body: Body): Uint8Array {
  const { bodies } = readModule(bytes)
  return withBodies(
    bytes,
    Array.from({ length: bodies.count }, (_, at) =>
      at === index
        ? bodyBytes(body)
        : bytes.subarray(bodies.contentOffsets[at] as number, bodies.endOffsets[at] as number),
    ),
  )
}

/** The module with other bodies, each without its size. */
export function withBodies(bytes: Uint8Array, bodies: readonly ArrayLike<number>[]): Uint8Array {
  return withSections(bytes, { 10: vectorOf(bodies.map((body) => [leb(body.length), body])) })
}

/** A vector of entries, each out of some parts. */
export function vectorOf(entries: readonly (readonly ArrayLike<number>[])[]): Uint8Array {
  const parts = entries.flat().map((part) => (part instanceof Uint8Array ? part : Uint8Array.from(part)))
  return new Uint8Array(Buffer.concat([Uint8Array.from(leb(entries.length)), ...parts]))
}
