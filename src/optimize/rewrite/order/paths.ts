import type { PairTable } from './pair-table.ts'

/** Places in their order, from one end to the other. */
export type Path = readonly number[]

/**
 * Covers places with paths: the heaviest pairs become neighbours first, so far as each place has two at most and none meets itself.
 *
 * @returns every place once, in paths by their first places; one without a neighbour is a path by itself.
 */
export function coverWithPaths(count: number, pairs: PairTable, leastWeight: number): readonly Path[] {
  const { lefts, rights } = pairs.pairsFrom(leastWeight)
  const paths = new Paths(count)
  for (let at = 0; at < lefts.length; at++) paths.join(lefts[at] as number, rights[at] as number)
  return paths.list()
}

const NOBODY = -1

class Paths {
  readonly #neighbours: Int32Array
  readonly #parents: Uint32Array

  constructor(count: number) {
    this.#neighbours = new Int32Array(count * 2).fill(NOBODY)
    this.#parents = Uint32Array.from({ length: count }, (_, place) => place)
  }

  /** Makes two places neighbours where both are ends, and not of one path. */
  join(left: number, right: number): void {
    const [leftSide, rightSide] = [this.#freeSide(left), this.#freeSide(right)]
    if (leftSide === NOBODY || rightSide === NOBODY) return
    const [leftPath, rightPath] = [this.#pathOf(left), this.#pathOf(right)]
    if (leftPath === rightPath) return
    this.#parents[rightPath] = leftPath
    this.#neighbours[leftSide] = right
    this.#neighbours[rightSide] = left
  }

  list(): readonly Path[] {
    const isListed = new Uint8Array(this.#parents.length)
    const paths: Path[] = []
    for (let place = 0; place < isListed.length; place++) {
      if (isListed[place]) continue
      const path = this.#walk(this.#endFrom(place))
      for (const member of path) isListed[member] = 1
      paths.push(path)
    }
    return paths
  }

  #endFrom(place: number): number {
    // A place with one neighbour is an end itself.
    return this.#freeSide(place) === NOBODY ? (this.#walk(place).at(-1) as number) : place
  }

  /** Lists the members of a path from one on, towards the neighbour it shares most with. */
  #walk(start: number): Path {
    const members: number[] = []
    let previous = this.#freeSide(start) === NOBODY ? (this.#neighbours[start * 2 + 1] as number) : NOBODY
    for (let member = start; member !== NOBODY;) {
      members.push(member)
      const [first, second] = [
        this.#neighbours[member * 2] as number,
        this.#neighbours[member * 2 + 1] as number,
      ]
      const next = first === previous ? second : first
      previous = member
      member = next
    }
    return members
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
