import { Difference } from './difference.ts'

/** Bytes that instantiation copies to a place. */
export interface PlacedBytes {
  readonly address: number
  readonly bytes: Uint8Array
}

/**
 * Returns what is left of pieces that are copied one after the other: disjoint, by ascending address.
 *
 * Takes memory and time by their number, not by how far they are from one another.
 */
export function flattenPieces(pieces: readonly PlacedBytes[]): PlacedBytes[] {
  const order = pieces.map((_, index) => index).filter((index) => pieces[index]?.bytes.length !== 0)
  order.sort((a, b) => addressOf(pieces, a) - addressOf(pieces, b))
  const bounds = [...new Set(order.flatMap((index) => [addressOf(pieces, index), endOf(pieces, index)]))]
  bounds.sort((a, b) => a - b)
  const flat: PlacedBytes[] = []
  const open = new LatestPiece(pieces)
  let next = 0
  for (const [at, start] of bounds.entries()) {
    for (; next < order.length && addressOf(pieces, order[next] as number) <= start; next++) {
      open.add(order[next] as number)
    }
    const end = bounds[at + 1]
    const piece = open.at(start)
    if (piece === undefined || end === undefined) continue
    const bytes = piece.bytes.subarray(start - piece.address, end - piece.address)
    flat.push({ address: start, bytes })
  }
  return flat
}

function addressOf(pieces: readonly PlacedBytes[], index: number): number {
  return (pieces[index] as PlacedBytes).address
}

function endOf(pieces: readonly PlacedBytes[], index: number): number {
  const { address, bytes } = pieces[index] as PlacedBytes
  return address + bytes.length
}

/** The piece copied last of those that reach a place; a heap of their indices, from which those that ended go when they come up. */
class LatestPiece {
  readonly #pieces: readonly PlacedBytes[]
  readonly #heap: number[] = []

  constructor(pieces: readonly PlacedBytes[]) {
    this.#pieces = pieces
  }

  add(index: number): void {
    const heap = this.#heap
    let at = heap.push(index) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if ((heap[parent] as number) >= index) break
      heap[at] = heap[parent] as number
      at = parent
    }
    heap[at] = index
  }

  at(address: number): PlacedBytes | undefined {
    while (this.#heap.length > 0) {
      const index = this.#heap[0] as number
      if (endOf(this.#pieces, index) > address) return this.#pieces[index]
      this.#removeTop()
    }
    return undefined
  }

  #removeTop(): void {
    const heap = this.#heap
    const last = heap.pop() as number
    if (heap.length === 0) return
    let at = 0
    while (true) {
      let child = at * 2 + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && (heap[child + 1] as number) > (heap[child] as number)) child++
      if ((heap[child] as number) <= last) break
      heap[at] = heap[child] as number
      at = child
    }
    heap[at] = last
  }
}

/** Requires two images, each disjoint and ascending, to hold the same; what no piece reaches is 0. */
export function compareImages(before: readonly PlacedBytes[], after: readonly PlacedBytes[]): void {
  const left = new ImageReader(before)
  const right = new ImageReader(after)
  let address = 0
  while (true) {
    const nextLeft = left.moveTo(address)
    const nextRight = right.moveTo(address)
    address = Math.min(nextLeft, nextRight)
    if (address === Number.POSITIVE_INFINITY) return
    left.moveTo(address)
    right.moveTo(address)
    const end = Math.min(left.boundAfter(address), right.boundAfter(address))
    for (; address < end; address++) {
      if (left.byteAt(address) !== right.byteAt(address)) {
        throw new Difference(`memory differs at address ${address}`)
      }
    }
  }
}

class ImageReader {
  readonly #pieces: readonly PlacedBytes[]
  #index = 0

  constructor(pieces: readonly PlacedBytes[]) {
    this.#pieces = pieces
  }

  /** Passes what ends in front of an address; returns the first address from it on that a piece reaches. */
  moveTo(address: number): number {
    while (this.#index < this.#pieces.length && endOf(this.#pieces, this.#index) <= address) this.#index++
    if (this.#index >= this.#pieces.length) return Number.POSITIVE_INFINITY
    return Math.max(address, addressOf(this.#pieces, this.#index))
  }

  /** Where the piece at an address ends, or the next begins. */
  boundAfter(address: number): number {
    if (this.#index >= this.#pieces.length) return Number.POSITIVE_INFINITY
    const start = addressOf(this.#pieces, this.#index)
    return start > address ? start : endOf(this.#pieces, this.#index)
  }

  byteAt(address: number): number {
    const piece = this.#pieces[this.#index]
    return piece === undefined || piece.address > address
      ? 0
      : (piece.bytes[address - piece.address] as number)
  }
}
