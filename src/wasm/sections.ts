import { Cursor } from './cursor.ts'
import { WasmParseError } from './parse-error.ts'

/** Names of the known sections by id, as in the specification; `stringrefs` is of the stringref proposal. */
export const SECTION_NAMES: readonly string[] = [
  'custom',
  'type',
  'import',
  'function',
  'table',
  'memory',
  'global',
  'export',
  'start',
  'element',
  'code',
  'data',
  'datacount',
  'tag',
  'stringrefs',
]

/** Order in which known sections must appear, by id (custom sections stand anywhere). */
const SECTION_RANK: readonly number[] = [0, 1, 2, 3, 4, 5, 8, 9, 10, 11, 13, 14, 12, 6, 7]

/**
 * One section and where it lies; all offsets are absolute.
 *
 * ```
 * offset           payloadOffset              endOffset
 *   | id | size LEB | [name if custom] contents |
 *                   ^ contentOffset is behind the name of a custom section, else payloadOffset
 * ```
 */
export interface Section {
  readonly id: number
  /** Standard name, or the name that a custom section gives itself. */
  readonly name: string
  readonly offset: number
  readonly payloadOffset: number
  readonly contentOffset: number
  readonly endOffset: number
}

/**
 * Lists the sections of a core module in file order.
 *
 * @throws {WasmParseError} wrong magic or version, a section that leaves the file, an unknown id, or a wrong order.
 */
export function readSections(bytes: Uint8Array): Section[] {
  readHeader(bytes)
  const cursor = new Cursor(bytes, 8)
  const sections: Section[] = []
  let lastRank = 0
  while (!cursor.done) {
    const offset = cursor.offset
    const id = cursor.u8()
    const size = cursor.u32()
    const payloadOffset = cursor.offset
    if (size > cursor.end - payloadOffset) {
      throw new WasmParseError(`section of ${size} bytes, but ${cursor.end - payloadOffset} are left`, offset)
    }
    const endOffset = payloadOffset + size
    let name = SECTION_NAMES[id]
    if (name === undefined) throw new WasmParseError(`unknown section id ${id}`, offset)
    let contentOffset = payloadOffset
    if (id === 0) {
      const inner = new Cursor(bytes, payloadOffset, endOffset)
      name = inner.lossyName()
      contentOffset = inner.offset
    } else {
      const rank = SECTION_RANK[id] as number
      if (rank <= lastRank) throw new WasmParseError(`${name} section out of order or repeated`, offset)
      lastRank = rank
    }
    sections.push({ id, name, offset, payloadOffset, contentOffset, endOffset })
    cursor.offset = endOffset
  }
  return sections
}

function readHeader(bytes: Uint8Array): void {
  if (!isWasm(bytes)) throw new WasmParseError('not WebAssembly: the magic "\\0asm" is missing', 0)
  if (bytes.length < 8) throw new WasmParseError('the file ends within its header', bytes.length)
  if (isComponent(bytes)) {
    throw new WasmParseError(
      'a component, not a core module: transpile it (jco) before it goes into a web app',
      4,
    )
  }
  const version = new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true)
  if (version !== 1) throw new WasmParseError(`unknown version ${version}`, 4)
}

/** Says whether the bytes begin with the magic of WebAssembly, `\0asm`. */
export function isWasm(bytes: Uint8Array): boolean {
  return bytes[0] === 0 && bytes[1] === 0x61 && bytes[2] === 0x73 && bytes[3] === 0x6d
}

/** Says whether the bytes are a component: the magic, version 0x0d, layer 1. */
export function isComponent(bytes: Uint8Array): boolean {
  return isWasm(bytes) && bytes[4] === 0x0d && bytes[5] === 0 && bytes[6] === 1 && bytes[7] === 0
}
