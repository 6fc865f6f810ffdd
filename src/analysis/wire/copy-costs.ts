import { RecentDistances, type Copies } from './copies.ts'

/** Buckets of lengths and distances: each power of two halved, as in RFC 7932; 64 hold every 32-bit number. */
const BUCKETS = 64
const RECENT = 4

/** Gives each copy and what it costs in bits, in file order. */
export type VisitPricedCopy = (offset: number, length: number, distance: number, bits: number) => void

/**
 * Prices the copies of a parse by how often their kind occurs in it.
 *
 * A kind is a bucket of the literals before it and of its length, and a bucket of its distance or a recent distance, as in
 * brotli; what the bucket leaves open costs its bits.
 */
export function priceCopies(copies: Copies, visit: VisitPricedCopy): void {
  const commands = new Uint32Array(BUCKETS * BUCKETS)
  const distances = new Uint32Array(RECENT + BUCKETS)
  eachCopy(copies, (command, distance) => {
    commands[command] = (commands[command] as number) + 1
    distances[distance] = (distances[distance] as number) + 1
  })
  const bitsOf = (counts: Uint32Array) =>
    Float32Array.from(counts, (count) => Math.log2(copies.count / count))
  const commandBits = bitsOf(commands)
  const distanceBits = bitsOf(distances)
  eachCopy(copies, (command, kind, openBits, offset, length, distance) => {
    visit(
      offset,
      length,
      distance,
      (commandBits[command] as number) + (distanceBits[kind] as number) + openBits,
    )
  })
}

function eachCopy(
  copies: Copies,
  visit: (
    command: number,
    kind: number,
    openBits: number,
    offset: number,
    length: number,
    distance: number,
  ) => void,
): void {
  const recent = new RecentDistances()
  let lastEnd = 0
  copies.each((offset, length, distance) => {
    const inserted = offset - lastEnd
    const position = recent.indexOf(distance)
    const command = bucketOf(inserted) * BUCKETS + bucketOf(length)
    const kind = position >= 0 ? position : RECENT + bucketOf(distance)
    const distanceBits = position >= 0 ? 0 : openBitsOf(distance)
    visit(command, kind, openBitsOf(inserted) + openBitsOf(length) + distanceBits, offset, length, distance)
    recent.push(distance)
    lastEnd = offset + length
  })
}

function bucketOf(value: number): number {
  if (value < 4) return value
  const exponent = 31 - Math.clz32(value)
  return 2 * exponent + ((value >> (exponent - 1)) & 1)
}

function openBitsOf(value: number): number {
  return value < 4 ? 0 : 30 - Math.clz32(value)
}
