import { Copies, RecentDistances } from './copies.ts'
import { literalKey } from './literal-model.ts'

/** Candidates tried at one offset; more predict no better, fewer a little worse. */
const CHAIN_LENGTH = 8
/** Bits of hashes and of how far back chains lead: tables fit a core's cache; the latest occurrence is found at any distance. */
const TABLE_BITS = 18
/** The largest window of brotli (RFC 7932, section 9.1). */
const MAX_DISTANCE = (1 << 24) - 16
const MIN_LENGTH = 4
const CHAIN_MASK = (1 << TABLE_BITS) - 1
/** Copies as long as this are taken without looking for better ones. */
const GOOD_LENGTH = 32
/** Of longer copies every further byte counts as `BITS_BEYOND`. */
const SUMMED_LENGTH = 96
const BITS_BEYOND = 2

/** What a copy costs in bits beside the distance: from typical brotli streams, refined after the parse. */
const BITS_OF_COPY = 8
const BITS_OF_LAST_DISTANCE = 5
/** Records of four bytes repeat only parts of themselves. */
const RECORD_BYTES = 4
const BITS_OF_RECORD = 10

/**
 * Parses a file as an encoder would: which bytes are copies of earlier ones.
 *
 * A copy is taken where it costs fewer bits than the literals would, after `literalBits`; one byte later, where that saves more.
 */
export function parseCopies(bytes: Uint8Array, literalBits: Float32Array): Copies {
  const copies = new Copies()
  const finder = new CopyFinder(bytes, literalBits)
  let at = 0
  while (at < bytes.length) {
    finder.find(at)
    if (finder.length === 0) {
      finder.insert(at, at + 1)
      at++
      continue
    }
    let { length, distance, gain } = finder
    while (length < GOOD_LENGTH && at + 1 < bytes.length) {
      finder.insert(at, at + 1)
      finder.find(at + 1)
      if (finder.length === 0 || finder.gain <= gain) break
      at++
      ;({ length, distance, gain } = finder)
    }
    copies.add(at, length, distance)
    finder.recent.push(distance)
    finder.insert(finder.insertedTo, at + length)
    at += length
  }
  return copies
}

function hashOf(bytes: Uint8Array, at: number): number {
  const word =
    (bytes[at] as number) |
    ((bytes[at + 1] as number) << 8) |
    ((bytes[at + 2] as number) << 16) |
    ((bytes[at + 3] as number) << 24)
  return Math.imul(word, 0x9e3779b1) >>> (32 - TABLE_BITS)
}

class CopyFinder {
  readonly recent = new RecentDistances()
  /** The best copy that `find` found: its length (0: none), distance, and bits saved. */
  length = 0
  distance = 0
  gain = 0
  /** Offsets before it are in the table. */
  insertedTo = 0
  readonly #bytes: Uint8Array
  readonly #literalBits: Float32Array
  readonly #latest: Int32Array
  readonly #previous: Int32Array

  constructor(bytes: Uint8Array, literalBits: Float32Array) {
    this.#bytes = bytes
    this.#literalBits = literalBits
    this.#latest = new Int32Array(1 << TABLE_BITS).fill(-1)
    this.#previous = new Int32Array(1 << TABLE_BITS)
  }

  insert(from: number, to: number): void {
    const bytes = this.#bytes
    const latest = this.#latest
    const previous = this.#previous
    const end = Math.min(to, bytes.length - MIN_LENGTH + 1)
    for (let at = from; at < end; at++) {
      const hash = hashOf(bytes, at)
      previous[at & CHAIN_MASK] = latest[hash] as number
      latest[hash] = at
    }
    this.insertedTo = to
  }

  find(at: number): void {
    const bytes = this.#bytes
    this.length = 0
    this.gain = 0
    const { first, second, third, fourth } = this.recent
    this.#tryNear(at, first, BITS_OF_LAST_DISTANCE)
    this.#tryNear(at, second, BITS_OF_COPY)
    this.#tryNear(at, third, BITS_OF_COPY)
    this.#tryNear(at, fourth, BITS_OF_COPY)
    this.#tryNear(at, RECORD_BYTES, BITS_OF_RECORD)
    if (at + MIN_LENGTH > bytes.length) return
    let candidate = this.#latest[hashOf(bytes, at)] as number
    for (let tries = CHAIN_LENGTH; tries > 0 && candidate >= 0; tries--) {
      const distance = at - candidate
      if (distance > MAX_DISTANCE || this.length >= GOOD_LENGTH) return
      // Candidates grow dearer: one that is no longer than the best is no better.
      if (bytes[candidate + this.length] === bytes[at + this.length])
        this.#try(
          at,
          distance,
          Math.max(MIN_LENGTH, this.length + 1),
          BITS_OF_COPY + 31.5 - Math.clz32(distance),
        )
      if (distance > CHAIN_MASK) return
      const next = this.#previous[candidate & CHAIN_MASK] as number
      // The ring has been written over.
      if (next >= candidate) return
      candidate = next
    }
  }

  #tryNear(at: number, distance: number, bits: number): void {
    const bytes = this.#bytes
    const from = at - distance
    if (from >= 0 && bytes[from] === bytes[at] && bytes[from + 1] === bytes[at + 1])
      this.#try(at, distance, 2, bits)
  }

  #try(at: number, distance: number, minLength: number, bits: number): void {
    const bytes = this.#bytes
    const end = bytes.length
    let to = at
    while (to < end && bytes[to] === bytes[to - distance]) to++
    const length = to - at
    if (length < minLength) return
    const gain = this.#literalCost(at, length) - bits
    if (gain <= this.gain) return
    this.gain = gain
    this.length = length
    this.distance = distance
  }

  #literalCost(at: number, length: number): number {
    const summed = Math.min(length, SUMMED_LENGTH)
    const bytes = this.#bytes
    const literalBits = this.#literalBits
    let bits = (length - summed) * BITS_BEYOND
    for (let offset = at; offset < at + summed; offset++)
      bits += literalBits[literalKey(bytes, offset)] as number
    return bits
  }
}
