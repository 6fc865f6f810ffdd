/** Positions of the largest weights, the largest first, equal ones in their order; weights of 0 never. */
export function largestOf(weights: ArrayLike<number>, count: number): number[] {
  const positions: number[] = []
  for (let at = 0; at < weights.length; at++) if ((weights[at] as number) > 0) positions.push(at)
  return positions.sort((a, b) => (weights[b] as number) - (weights[a] as number) || a - b).slice(0, count)
}

/** Numbers whose quantity nobody knows beforehand. */
export class Counters {
  #counts = new Uint32Array(1024)

  increment(id: number): void {
    if (id >= this.#counts.length) {
      const counts = new Uint32Array(Math.max(id + 1, this.#counts.length * 2))
      counts.set(this.#counts)
      this.#counts = counts
    }
    this.#counts[id] = (this.#counts[id] as number) + 1
  }

  get(id: number): number {
    return this.#counts[id] ?? 0
  }
}
