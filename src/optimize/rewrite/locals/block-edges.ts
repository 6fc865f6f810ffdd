import type { IntList } from './int-list.ts'

/** The edges between blocks: block `b` continues in `targets[targetStarts[b]]` up to `targets[targetStarts[b + 1]]`, each once. */
export interface BlockEdges {
  readonly targetStarts: Int32Array
  readonly targets: Int32Array
  /** Number of edges that enter each block. */
  readonly incoming: Int32Array
}

/** Sorts edges by the block that they leave. */
export function sortEdges(count: number, from: IntList, to: IntList): BlockEdges {
  const next = new Int32Array(count + 1)
  for (let edge = 0; edge < from.length; edge++) {
    const block = (from.values[edge] as number) + 1
    next[block] = (next[block] as number) + 1
  }
  for (let block = 0; block < count; block++) {
    next[block + 1] = (next[block + 1] as number) + (next[block] as number)
  }
  const bounds = next.slice()
  const sorted = new Int32Array(from.length)
  for (let edge = 0; edge < from.length; edge++) {
    const block = from.values[edge] as number
    const at = next[block] as number
    sorted[at] = to.values[edge] as number
    next[block] = at + 1
  }
  return dropRepeated(count, bounds, sorted)
}

function dropRepeated(count: number, bounds: Int32Array, sorted: Int32Array): BlockEdges {
  const targetStarts = new Int32Array(count + 1)
  const incoming = new Int32Array(count)
  const seenFrom = new Int32Array(count).fill(-1)
  let length = 0
  for (let block = 0; block < count; block++) {
    targetStarts[block] = length
    for (let at = bounds[block] as number; at < (bounds[block + 1] as number); at++) {
      const target = sorted[at] as number
      if (seenFrom[target] === block) continue
      seenFrom[target] = block
      incoming[target] = (incoming[target] as number) + 1
      sorted[length++] = target
    }
  }
  targetStarts[count] = length
  return { targetStarts, targets: sorted.subarray(0, length), incoming }
}
