import type { WasmModule } from '../wasm/module.ts'
import type { AddressSpace } from './address-space.ts'

/** Marks an address at which no byte of the file lies. */
export const NOWHERE = 0xffffffff

/**
 * Finds where in the file the byte at an address lies.
 *
 * The space is divided into pages, about as many as there are segments, so that a look into one table leads to the few segments
 * that can hold an address.
 */
export class AddressLookup {
  readonly low: number
  readonly high: number
  /** Segments by address: address, length, and place of the first byte in the file. */
  readonly #addresses: Float64Array
  readonly #lengths: Uint32Array
  readonly #payloads: Uint32Array
  readonly #pageSize: number
  /** Number of segments that begin below each page. */
  readonly #pages: Uint32Array

  constructor({ data }: WasmModule, { segments, addresses, low, high }: AddressSpace) {
    this.low = low
    this.high = high
    this.#addresses = new Float64Array(segments.length)
    this.#payloads = new Uint32Array(segments.length)
    this.#lengths = new Uint32Array(segments.length)
    for (let position = 0; position < segments.length; position++) {
      const segment = segments[position] as number
      const payload = data.payloadOffsets[segment] as number
      this.#addresses[position] = addresses[segment] as number
      this.#payloads[position] = payload
      this.#lengths[position] = (data.endOffsets[segment] as number) - payload
    }
    this.#pageSize = Math.ceil((high - low) / (segments.length + 1)) || 1
    this.#pages = new Uint32Array(Math.ceil((high - low) / this.#pageSize) + 1)
    let position = 0
    for (let page = 0; page < this.#pages.length; page++) {
      const start = low + page * this.#pageSize
      while (position < segments.length && (this.#addresses[position] as number) < start) position++
      this.#pages[page] = position
    }
  }

  /** Offset in the file of the byte at an address; {@link NOWHERE} where no segment holds it. */
  offsetOf(address: number): number {
    if (address < this.low || address >= this.high) return NOWHERE
    const page = Math.floor((address - this.low) / this.#pageSize)
    let from = this.#pages[page] as number
    let to = this.#pages[page + 1] as number
    while (from < to) {
      const middle = (from + to) >>> 1
      if ((this.#addresses[middle] as number) <= address) from = middle + 1
      else to = middle
    }
    if (from === 0) return NOWHERE
    const distance = address - (this.#addresses[from - 1] as number)
    return distance < (this.#lengths[from - 1] as number)
      ? (this.#payloads[from - 1] as number) + distance
      : NOWHERE
  }
}
