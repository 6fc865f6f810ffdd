import type { ModuleCode } from '../module-code.ts'
import { weighPairs } from './shared-shingles.ts'
import { hashShingles } from './shingles.ts'

/**
 * Orders functions by a path cover: the pairs that share most become neighbours first, so far as each has two at most and none
 * meets itself; the paths follow each other by their first members.
 *
 * What a pair shares are runs of 3 instructions, locals told apart, rare ones counting more; see {@link weighPairs}.
 *
 * @returns places in `code.functions` in their new order.
 */
export function orderByPathCover(code: ModuleCode): Uint32Array {
  const pairs = weighPairs(hashShingles(code, { length: 3, locals: true })).pairsFrom(LEAST_WEIGHT)
  const paths = new Paths(code.functions.length)
  for (let at = 0; at < pairs.lefts.length; at++)
    paths.join(pairs.lefts[at] as number, pairs.rights[at] as number)
  return paths.inOrder()
}

/** Pairs of less than this are chance. */
const LEAST_WEIGHT = 1.5
const NOBODY = -1

class Paths {
  readonly #neighbours: Int32Array
  readonly #parents: Uint32Array

  constructor(count: number) {
    this.#neighbours = new Int32Array(count * 2).fill(NOBODY)
    this.#parents = Uint32Array.from({ length: count }, (_, place) => place)
  }

  /** Makes two functions neighbours where both are ends, and not of one path. */
  join(left: number, right: number): void {
    const [leftSide, rightSide] = [this.#freeSide(left), this.#freeSide(right)]
    if (leftSide === NOBODY || rightSide === NOBODY) return
    const [leftPath, rightPath] = [this.#pathOf(left), this.#pathOf(right)]
    if (leftPath === rightPath) return
    this.#parents[rightPath] = leftPath
    this.#neighbours[leftSide] = right
    this.#neighbours[rightSide] = left
  }

  inOrder(): Uint32Array {
    const count = this.#parents.length
    const order = new Uint32Array(count)
    const isPlaced = new Uint8Array(count)
    let length = 0
    for (let place = 0; place < count; place++) {
      if (isPlaced[place]) continue
      this.#walk(this.#endFrom(place), (member) => {
        order[length++] = member
        isPlaced[member] = 1
      })
    }
    return order
  }

  #endFrom(place: number): number {
    // A function with one neighbour is an end itself.
    if (this.#freeSide(place) !== NOBODY) return place
    let end = place
    this.#walk(place, (member) => {
      end = member
    })
    return end
  }

  /** Visits the members of a path from one on, towards the neighbour it shares most with. */
  #walk(start: number, visit: (member: number) => void): void {
    let previous = this.#freeSide(start) === NOBODY ? (this.#neighbours[start * 2 + 1] as number) : NOBODY
    for (let member = start; member !== NOBODY;) {
      visit(member)
      const [first, second] = [
        this.#neighbours[member * 2] as number,
        this.#neighbours[member * 2 + 1] as number,
      ]
      const next = first === previous ? second : first
      previous = member
      member = next
    }
  }

  #freeSide(place: number): number {
    const side = place * 2
    if (this.#neighbours[side] === NOBODY) return side
    return this.#neighbours[side + 1] === NOBODY ? side + 1 : NOBODY
  }

  #pathOf(place: number): number {
    let root = place
    while (this.#parents[root] !== root) {
      const parent = this.#parents[root] as number
      this.#parents[root] = this.#parents[parent] as number
      root = this.#parents[root] as number
    }
    return root
  }
}
