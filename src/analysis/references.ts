import { openBody } from '../wasm/function-body.ts'
import type { InstructionReader } from '../wasm/instruction-reader.ts'
import { countImports, type WasmModule } from '../wasm/module.ts'
import { Op, PREFIX_GC, PREFIX_MISC } from '../wasm/opcodes.ts'
import { WasmParseError } from '../wasm/parse-error.ts'
import type { AddressSpace } from './address-space.ts'
import { NumberList } from './graph/adjacency.ts'

/** What code refers to: parallel lists of the referring function's index and what it names. */
export interface CodeReferences {
  readonly callers: Uint32Array
  readonly callees: Uint32Array
  readonly globalUsers: Uint32Array
  readonly globals: Uint32Array
  /** Constants and memory offsets that lie in data: an address, or a number that looks like one. */
  readonly addressUsers: Uint32Array
  readonly addresses: Uint32Array
  readonly segmentUsers: Uint32Array
  /** Data segments named by `memory.init`, `data.drop`, `array.new_data` and `array.init_data`. */
  readonly segments: Uint32Array
  /** Functions whose bodies cannot be decoded: what they refer to is unknown. */
  readonly undecoded: readonly number[]
}

const MEMORY_INIT = (PREFIX_MISC << 16) | 8
const DATA_DROP = (PREFIX_MISC << 16) | 9
const ARRAY_NEW_DATA = (PREFIX_GC << 16) | 0x09
const ARRAY_INIT_DATA = (PREFIX_GC << 16) | 0x12
const FIRST_ACCESS = 0x28
const LAST_ACCESS = 0x3e
const FIRST_SIMD_ACCESS = 0xfd0000
const LAST_SIMD_ACCESS = 0xfd000b
const FIRST_LANE_ACCESS = 0xfd0054
const LAST_LANE_ACCESS = 0xfd005d
const FIRST_ATOMIC_ACCESS = 0xfe0010
const LAST_ATOMIC_ACCESS = 0xfe004e

/** Decodes every body and collects what it refers to. */
export function collectReferences(module: WasmModule, space: AddressSpace): CodeReferences {
  const collector = new Collector(space)
  const first = countImports(module, 'function')
  const undecoded: number[] = []
  for (let index = 0; index < module.bodies.count; index++) {
    try {
      collector.collect(first + index, openBody(module, index))
    } catch (error) {
      if (!(error instanceof WasmParseError)) throw error
      undecoded.push(first + index)
    }
  }
  return { ...collector.result(), undecoded }
}

class Collector {
  readonly #low: number
  readonly #high: number
  readonly #callers = new NumberList()
  readonly #callees = new NumberList()
  readonly #globalUsers = new NumberList()
  readonly #globals = new NumberList()
  readonly #addressUsers = new NumberList()
  readonly #addresses = new NumberList()
  readonly #segmentUsers = new NumberList()
  readonly #segments = new NumberList()

  constructor({ low, high }: AddressSpace) {
    this.#low = low
    this.#high = high
  }

  collect(user: number, reader: InstructionReader): void {
    while (reader.next()) {
      const { opcode } = reader
      if (opcode === Op.call || opcode === Op.returnCall || opcode === Op.refFunc) {
        this.#callers.push(user)
        this.#callees.push(reader.index)
      } else if (opcode === Op.globalGet || opcode === Op.globalSet) {
        this.#globalUsers.push(user)
        this.#globals.push(reader.index)
      } else if (opcode === Op.i32Const) {
        this.#address(user, reader.index >>> 0)
      } else if (opcode === Op.i64Const) {
        this.#address(user, reader.index)
      } else if (isAccess(opcode)) {
        if (reader.index === 0) this.#address(user, reader.second)
      } else if (opcode === MEMORY_INIT || opcode === DATA_DROP) {
        this.#segmentUsers.push(user)
        this.#segments.push(reader.index)
      } else if (opcode === ARRAY_NEW_DATA || opcode === ARRAY_INIT_DATA) {
        this.#segmentUsers.push(user)
        this.#segments.push(reader.second)
      }
    }
  }

  #address(user: number, value: number): void {
    if (value < this.#low || value >= this.#high) return
    this.#addressUsers.push(user)
    this.#addresses.push(value)
  }

  result(): Omit<CodeReferences, 'undecoded'> {
    return {
      callers: this.#callers.view(),
      callees: this.#callees.view(),
      globalUsers: this.#globalUsers.view(),
      globals: this.#globals.view(),
      addressUsers: this.#addressUsers.view(),
      addresses: this.#addresses.view(),
      segmentUsers: this.#segmentUsers.view(),
      segments: this.#segments.view(),
    }
  }
}

/** Whether an instruction has a memory argument whose offset may be the address of a variable. */
function isAccess(opcode: number): boolean {
  if (opcode <= LAST_ACCESS) return opcode >= FIRST_ACCESS
  if (opcode < FIRST_SIMD_ACCESS) return false
  return (
    opcode <= LAST_SIMD_ACCESS ||
    (opcode >= FIRST_LANE_ACCESS && opcode <= LAST_LANE_ACCESS) ||
    (opcode >= FIRST_ATOMIC_ACCESS && opcode <= LAST_ATOMIC_ACCESS)
  )
}
