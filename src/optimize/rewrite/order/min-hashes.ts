import type { Shingles } from './shingles.ts'

/** Min-hashes a function has. */
export const MIN_HASHES = 64

/** Stands for every min-hash of a function without shingles. */
export const NO_HASH = 0xffffffff

/**
 * Draws up min-hashes, {@link MIN_HASHES} a function: the share that is equal in two functions estimates the share of shingles
 * that both have of all that either has.
 *
 * Broder, "On the resemblance and containment of documents", 1997.
 */
export function minHash({ hashes, starts }: Shingles): Uint32Array {
  const count = starts.length - 1
  const signatures = new Uint32Array(count * MIN_HASHES).fill(NO_HASH)
  for (let place = 0; place < count; place++) {
    const first = place * MIN_HASHES
    const signature = signatures.subarray(first, first + MIN_HASHES)
    const end = starts[place + 1] as number
    for (let at = starts[place] as number; at < end; at++) {
      const hash = hashes[at] as number
      for (let seed = 0; seed < MIN_HASHES; seed++) {
        const value = Math.imul(hash ^ Math.imul(seed + 1, GOLDEN), MURMUR) >>> 0
        if (value < (signature[seed] as number)) signature[seed] = value
      }
    }
  }
  return signatures
}

/** 2^32 divided by the golden ratio, and the first multiplier of MurmurHash3's last step: any odd numbers would do. */
const GOLDEN = 0x9e3779b1
const MURMUR = 0x85ebca6b
