import { BIT } from './slot-model.ts'

const MANTISSA_BITS = 12

/**
 * Turns probabilities into costs in units of 1/{@link BIT} bit.
 *
 * By table and in integers: the last digit of `Math.log2` is not the same on every machine.
 */
export class BitCosts {
  readonly #float = new Float32Array(1)
  readonly #bits = new Int32Array(this.#float.buffer)
  readonly #table = Int32Array.from({ length: 1 << MANTISSA_BITS }, (_, index) =>
    Math.round(Math.log2(1 + (index + 0.5) / (1 << MANTISSA_BITS)) * BIT),
  )

  of(probability: number): number {
    this.#float[0] = probability
    const bits = this.#bits[0] as number
    const mantissa = (bits >>> (23 - MANTISSA_BITS)) & ((1 << MANTISSA_BITS) - 1)
    return (127 - (bits >>> 23)) * BIT - (this.#table[mantissa] as number)
  }
}
