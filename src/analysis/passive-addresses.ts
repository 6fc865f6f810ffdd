import { openBody } from '../wasm/function-body.ts'
import type { WasmModule } from '../wasm/module.ts'
import { Op, PREFIX_MISC } from '../wasm/opcodes.ts'
import { WasmParseError } from '../wasm/parse-error.ts'

/** Flags of a data segment that only `memory.init` and its like read. */
export const PASSIVE = 1
const MEMORY_INIT_CODE = 8
const MEMORY_INIT = (PREFIX_MISC << 16) | MEMORY_INIT_CODE
const DATACOUNT = 12

/**
 * Finds the addresses that the passive data segments of a module are copied to, by segment.
 *
 * A module with threads copies its data itself, once (`__wasm_init_memory`, the start function): `i32.const destination`,
 * `i32.const 0`, `i32.const length`, `memory.init`. Known are segments that every `memory.init` in the module copies as a whole
 * and to the same constant address; thread-local data, which each thread copies to another place, are not.
 */
export function findPassiveAddresses(module: WasmModule): ReadonlyMap<number, number> {
  const { data, bodies, sections } = module
  // Code that names segments must announce their number.
  if (!sections.some(({ id }) => id === DATACOUNT) || !data.flags.includes(PASSIVE)) return new Map()
  const finder = new CopyFinder(module)
  try {
    for (let index = nextWithCopy(module, 0); index < bodies.count; index = nextWithCopy(module, index + 1)) {
      finder.readBody(index)
    }
  } catch (error) {
    if (!(error instanceof WasmParseError)) throw error
    // What cannot be decoded may copy any segment to anywhere.
    return new Map()
  }
  return finder.known()
}

/** Finds the first body from `index` on whose bytes may hold a `memory.init`: most hold none, and are not worth decoding. */
function nextWithCopy(
  { bytes, bodies: { count, contentOffsets, endOffsets } }: WasmModule,
  index: number,
): number {
  if (index >= count) return count
  let at = contentOffsets[index] as number
  const end = endOffsets[count - 1] as number
  do at = bytes.indexOf(PREFIX_MISC, at + 1)
  // Padded, the code has its highest bit set.
  while (at >= 0 && at < end && ((bytes[at + 1] as number) & 0x7f) !== MEMORY_INIT_CODE)
  if (at < 0 || at >= end) return count
  let body = index
  while ((endOffsets[body] as number) <= at) body++
  return body
}

/** Marks a segment that is copied to places that are not known, or to several. */
const ANYWHERE = -1

class CopyFinder {
  readonly #module: WasmModule
  readonly #addresses = new Map<number, number>()
  // What the last three instructions pushed, oldest first; -1 for what is no constant.
  #destination = -1
  #source = -1
  #length = -1

  constructor(module: WasmModule) {
    this.#module = module
  }

  readBody(index: number): void {
    const reader = openBody(this.#module, index)
    while (reader.next()) {
      const { opcode } = reader
      if (opcode === MEMORY_INIT) this.#noteCopy(reader.index, reader.second)
      this.#destination = this.#source
      this.#source = this.#length
      if (opcode === Op.i32Const) this.#length = reader.index >>> 0
      else this.#length = opcode === Op.i64Const ? reader.index : -1
    }
  }

  #noteCopy(segment: number, memory: number): void {
    const { payloadOffsets, endOffsets } = this.#module.data
    const length = (endOffsets[segment] as number) - (payloadOffsets[segment] as number)
    const isWhole = this.#source === 0 && this.#length === length
    const address = isWhole && memory === 0 && this.#destination >= 0 ? this.#destination : ANYWHERE
    const known = this.#addresses.get(segment) ?? address
    this.#addresses.set(segment, known === address ? address : ANYWHERE)
  }

  known(): ReadonlyMap<number, number> {
    const { flags } = this.#module.data
    return new Map(
      [...this.#addresses].filter(([segment, address]) => address !== ANYWHERE && flags[segment] === PASSIVE),
    )
  }
}
