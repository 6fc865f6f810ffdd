/** A list of numbers that grows; typed, because a large module has millions of references. */
export class NumberList {
  #values: Uint32Array
  length = 0

  constructor(capacity = 1024) {
    this.#values = new Uint32Array(capacity)
  }

  push(value: number): void {
    if (this.length === this.#values.length) {
      const larger = new Uint32Array(this.length * 2)
      larger.set(this.#values)
      this.#values = larger
    }
    this.#values[this.length++] = value
  }

  /** The numbers so far; shares memory with the list. */
  view(): Uint32Array {
    return this.#values.subarray(0, this.length)
  }
}

/** Adjacency by source: the targets of `node` are `targets[starts[node]]` up to `targets[starts[node + 1]]`. */
export interface Adjacency {
  readonly starts: Uint32Array
  readonly targets: Uint32Array
}

/** Sorts edges into adjacency; `sources[i]` refers to `targets[i]`, parallel edges stay. */
export function toAdjacency(nodeCount: number, sources: Uint32Array, targets: Uint32Array): Adjacency {
  const starts = new Uint32Array(nodeCount + 1)
  for (const source of sources) starts[source + 1] = (starts[source + 1] as number) + 1
  for (let node = 0; node < nodeCount; node++) {
    starts[node + 1] = (starts[node + 1] as number) + (starts[node] as number)
  }
  const next = starts.slice(0, nodeCount)
  const sorted = new Uint32Array(targets.length)
  for (let edge = 0; edge < sources.length; edge++) {
    const source = sources[edge] as number
    const at = next[source] as number
    sorted[at] = targets[edge] as number
    next[source] = at + 1
  }
  return { starts, targets: sorted }
}

/** Turns every edge round. */
export function reverse({ starts, targets }: Adjacency): Adjacency {
  const nodeCount = starts.length - 1
  const sources = new Uint32Array(targets.length)
  for (let node = 0; node < nodeCount; node++) sources.fill(node, starts[node], starts[node + 1])
  return toAdjacency(nodeCount, targets, sources)
}
