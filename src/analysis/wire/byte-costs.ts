import { DICTIONARY_BYTES, findBrotliDictionary } from './brotli-dictionary.ts'
import { priceCopies } from './copy-costs.ts'
import { literalBits, literalProbabilities, priceLiterals, UNITS_PER_BIT } from './literal-model.ts'
import { parseCopies } from './parse-copies.ts'

/**
 * Part of what content costs that goes over to each copy of it.
 *
 * Where it occurs first it is written out, but without it there a copy pays, so it costs its copies as well. Between 0.3 and 0.5
 * removals are predicted equally well; with 0 the median error is a fifth higher.
 */
const SHARE_OF_COPY = 0.45
/** Bits a byte of brotli's own dictionary costs: measured by cutting it out of resvg (2.4) and brotli-wasm (3.0). */
const BITS_OF_DICTIONARY = 2.4
const MAX_UNITS = 255

/**
 * Estimates what each byte costs in the output of a strong encoder, in eighths of a bit.
 *
 * One LZ77 parse over the whole file, literals and copies priced by their statistics. Holds two bytes for each of the file, and 10 MB.
 */
export function estimateByteCosts(bytes: Uint8Array): Uint8Array {
  const copies = parseCopies(bytes, literalBits(literalProbabilities(bytes)))
  const units = new Uint8Array(bytes.length).fill(1)
  copies.each((offset, length) => {
    units.fill(0, offset, offset + length)
  })
  priceLiterals(bytes, units)
  // What rounding leaves goes to the next byte, so that sums hold.
  let left = 0
  priceCopies(copies, (offset, length, distance, bits) => {
    const own = (bits * UNITS_PER_BIT) / length
    let share = 0
    for (let at = offset; at < offset + length; at++) {
      const source = units[at - distance] as number
      share += source * SHARE_OF_COPY
      const moved = Math.floor(share)
      share -= moved
      units[at - distance] = source - moved
      left += own + moved
      const whole = Math.min(MAX_UNITS, Math.floor(left))
      units[at] = whole
      left -= whole
    }
  })
  const dictionary = findBrotliDictionary(bytes)
  if (dictionary >= 0)
    units.fill(Math.round(BITS_OF_DICTIONARY * UNITS_PER_BIT), dictionary, dictionary + DICTIONARY_BYTES)
  return units
}
