/** Contexts of a literal: the high six bits of the byte before it, as in brotli's MSB6 mode. */
const CONTEXT_COUNT = 64
const CONTEXT_SHIFT = 2

/** Weight of a byte's frequency in the whole file against its frequency in its context. */
const FILE_WEIGHT = 32
/** Weight of a context's statistics in the whole file against those of the chunk. Tuned on removals really made. */
const CONTEXT_WEIGHT = 300
/** Where brotli would at the earliest pay for statistics of their own. Tuned on removals really made. */
const CHUNK_BYTES = 32_768

/** Bits are counted in eighths, so that a byte's fit a byte. */
export const UNITS_PER_BIT = 8
const MAX_UNITS = 255

/**
 * Probability of each byte in each context, `[context << 8 | byte]`.
 *
 * With a mask only the bytes whose mask is not 0 count.
 */
export function literalProbabilities(bytes: Uint8Array, mask?: Uint8Array): Float32Array {
  const counts = new Uint32Array(CONTEXT_COUNT << 8)
  let context = 0
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number
    if (mask === undefined || mask[at] !== 0) {
      const key = (context << 8) | byte
      counts[key] = (counts[key] as number) + 1
    }
    context = byte >> CONTEXT_SHIFT
  }
  const byteCounts = new Float64Array(256)
  let total = 0
  for (let key = 0; key < counts.length; key++) {
    byteCounts[key & 255] = (byteCounts[key & 255] as number) + (counts[key] as number)
    total += counts[key] as number
  }
  const probabilities = new Float32Array(counts.length)
  for (let first = 0; first < counts.length; first += 256) {
    let inContext = 0
    for (let byte = 0; byte < 256; byte++) inContext += counts[first + byte] as number
    for (let byte = 0; byte < 256; byte++) {
      // No byte is impossible, however rare.
      const inFile = ((byteCounts[byte] as number) + 0.3) / (total + 77)
      probabilities[first + byte] =
        ((counts[first + byte] as number) + FILE_WEIGHT * inFile) / (inContext + FILE_WEIGHT)
    }
  }
  return probabilities
}

/** Bits that each byte would cost in each context, `[context << 8 | byte]`. */
export function literalBits(probabilities: Float32Array): Float32Array {
  return probabilities.map((probability) => -Math.log2(probability))
}

/** Index into a table of {@link literalBits} for the byte at an offset. */
export function literalKey(bytes: Uint8Array, at: number): number {
  const before = at === 0 ? 0 : (bytes[at - 1] as number)
  return ((before >> CONTEXT_SHIFT) << 8) | (bytes[at] as number)
}

/**
 * Replaces each byte of a mask that is not 0 by what the literal there costs, in eighths of a bit.
 *
 * Statistics of the whole file, bent by those of the chunk: brotli has several codes and pays for each.
 */
export function priceLiterals(bytes: Uint8Array, mask: Uint8Array): void {
  const inFile = literalProbabilities(bytes, mask)
  const counts = new Uint32Array(inFile.length)
  const totals = new Uint32Array(CONTEXT_COUNT)
  const chunkCount = Math.max(1, Math.round(bytes.length / CHUNK_BYTES))
  for (let chunk = 0; chunk < chunkCount; chunk++) {
    const start = Math.floor((bytes.length * chunk) / chunkCount)
    const end = Math.floor((bytes.length * (chunk + 1)) / chunkCount)
    counts.fill(0)
    totals.fill(0)
    for (let at = start; at < end; at++) {
      if (mask[at] === 0) continue
      const key = literalKey(bytes, at)
      counts[key] = (counts[key] as number) + 1
      totals[key >> 8] = (totals[key >> 8] as number) + 1
    }
    for (let at = start; at < end; at++) {
      if (mask[at] === 0) continue
      const key = literalKey(bytes, at)
      const probability =
        ((counts[key] as number) + CONTEXT_WEIGHT * (inFile[key] as number)) /
        ((totals[key >> 8] as number) + CONTEXT_WEIGHT)
      mask[at] = Math.min(MAX_UNITS, Math.round(-Math.log2(probability) * UNITS_PER_BIT))
    }
  }
}
