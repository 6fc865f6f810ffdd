import type { Cursor } from '../../../wasm/cursor.ts'
import type { WasmModule } from '../../../wasm/module.ts'
import { readValueType, type ValueType } from '../../../wasm/value-types.ts'
import { Difference } from './difference.ts'

/** Locals of a function; equal types have equal numbers. */
export interface Locals {
  readonly parameterCount: number
  /** One entry a local, parameters first. */
  readonly types: Int32Array
  /** Locals that have no value before they are set: references that cannot be null. */
  readonly unset: readonly number[]
}

// https://webassembly.github.io/spec/js-api/#limits: no engine takes more, and a hostile count must allocate nothing.
const MAX_LOCALS = 50_000

/** Reads the local declarations of functions of one module or of two with the same types. */
export class LocalTypes {
  readonly #numbers = new Map<string, number>()

  /** Reads the declarations at a cursor, which a function of type `typeIndex` begins with. */
  read({ types }: WasmModule, typeIndex: number, cursor: Cursor): Locals {
    const type = types[typeIndex]?.composite
    if (type?.kind !== 'func') throw new Difference(`type ${typeIndex} is not that of a function`)
    const all = type.params.map((parameter) => this.#numberOf(parameter))
    const unset: number[] = []
    for (let left = cursor.count(2); left > 0; left--) {
      const count = cursor.u32()
      const local = readValueType(cursor)
      const number = this.#numberOf(local)
      if (all.length + count > MAX_LOCALS) throw new Difference(`more than ${MAX_LOCALS} locals`)
      for (let more = count; more > 0; more--) {
        if (typeof local !== 'string' && !local.nullable) unset.push(all.length)
        all.push(number)
      }
    }
    return { parameterCount: type.params.length, types: Int32Array.from(all), unset }
  }

  #numberOf(type: ValueType): number {
    const key = nameOfType(type)
    const known = this.#numbers.get(key)
    if (known !== undefined) return known
    const number = this.#numbers.size
    this.#numbers.set(key, number)
    return number
  }
}

/** Spells a type; equal types of modules with the same type section have equal spellings. */
export function nameOfType(type: ValueType): string {
  return typeof type === 'string' ? type : `${type.nullable ? 'ref null' : 'ref'} ${type.heap}`
}
