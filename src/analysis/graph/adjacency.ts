import { NumberList } from './number-list.ts'

/** Adjacency by source: the targets of `node` are `targets[starts[node]]` up to `targets[starts[node + 1]]`. */
export interface Adjacency {
  readonly starts: Uint32Array
  readonly targets: Uint32Array
}

/** Writes adjacency node by node, each target of a node once. */
export class AdjacencyBuilder {
  readonly #starts: Uint32Array
  readonly #targets: NumberList
  /** Last source of each target, plus one. */
  readonly #lastSources: Uint32Array
  #source = -1

  /** `capacity` is the number of edges that are expected. */
  constructor(nodeCount: number, capacity: number) {
    this.#starts = new Uint32Array(nodeCount + 1)
    this.#targets = new NumberList(capacity)
    this.#lastSources = new Uint32Array(nodeCount)
  }

  /** Begins with the targets of `source`, which must be above the one before. */
  begin(source: number): void {
    while (this.#source < source) this.#starts[++this.#source] = this.#targets.length
  }

  add(target: number): void {
    if (this.#lastSources[target] === this.#source + 1) return
    this.#lastSources[target] = this.#source + 1
    this.#targets.push(target)
  }

  finish(): Adjacency {
    this.begin(this.#starts.length - 1)
    return { starts: this.#starts, targets: this.#targets.view() }
  }
}

/** Turns every edge round. */
export function reverse({ starts, targets }: Adjacency): Adjacency {
  const nodeCount = starts.length - 1
  const reversedStarts = new Uint32Array(nodeCount + 1)
  for (let edge = 0; edge < targets.length; edge++) {
    const target = targets[edge] as number
    reversedStarts[target + 1] = (reversedStarts[target + 1] as number) + 1
  }
  for (let node = 0; node < nodeCount; node++) {
    reversedStarts[node + 1] = (reversedStarts[node + 1] as number) + (reversedStarts[node] as number)
  }
  const next = reversedStarts.slice(0, nodeCount)
  const sources = new Uint32Array(targets.length)
  for (let node = 0; node < nodeCount; node++) {
    const end = starts[node + 1] as number
    for (let edge = starts[node] as number; edge < end; edge++) {
      const target = targets[edge] as number
      const at = next[target] as number
      sources[at] = node
      next[target] = at + 1
    }
  }
  return { starts: reversedStarts, targets: sources }
}
