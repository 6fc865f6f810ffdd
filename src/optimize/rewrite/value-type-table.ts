import { encodeValueType, type ValueType } from '../../wasm/value-types.ts'

/** Numbers the value types of a module in the order in which they are first seen. */
export class ValueTypeTable {
  readonly encodings: Uint8Array[] = []
  readonly #ids = new Map<string, number>()

  idOf(type: ValueType): number {
    const key = typeof type === 'string' ? type : `${type.nullable ? 'null ' : ''}${type.heap}`
    const known = this.#ids.get(key)
    if (known !== undefined) return known
    const id = this.encodings.length
    this.#ids.set(key, id)
    this.encodings.push(encodeValueType(type))
    return id
  }
}
