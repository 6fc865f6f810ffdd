import type { ModuleCode } from '../module-code.ts'
import { PairTable } from './pair-table.ts'
import { coverWithPaths, type Path } from './paths.ts'
import { weighPairs } from './shared-shingles.ts'
import { hashShingles } from './shingles.ts'

/** How functions are compared. */
export interface PathCoverOptions {
  /**
   * Instructions in the runs that functions share.
   *
   * @default 3
   */
  readonly runLength?: number
}

/**
 * Orders functions by path covers: the pairs that share most become neighbours first, then the paths of these that share most.
 *
 * What a pair shares are runs of instructions, locals told apart, rare ones counting more; see {@link weighPairs}.
 *
 * @returns places in `code.functions` in their new order.
 */
export function orderByPathCover(code: ModuleCode, { runLength = 3 }: PathCoverOptions = {}): Uint32Array {
  const count = code.functions.length
  const pairs = weighPairs(hashShingles(code, { length: runLength, locals: true }))
  const paths = coverWithPaths(count, pairs, LEAST_WEIGHT)
  const order = new Uint32Array(count)
  let length = 0
  for (const chain of coverWithPaths(paths.length, weighPathPairs(pairs, paths, count), 0)) {
    for (const path of chain) {
      order.set(paths[path] as Path, length)
      length += (paths[path] as Path).length
    }
  }
  return order
}

/** Pairs of functions of less than this are chance. */
const LEAST_WEIGHT = 1.5

/** Sums the weights between the members of two paths, over the root of the product of their lengths. */
function weighPathPairs(pairs: PairTable, paths: readonly Path[], count: number): PairTable {
  const pathOf = new Uint32Array(count)
  for (const [number, path] of paths.entries()) for (const member of path) pathOf[member] = number
  const sums = new PairTable(pairs.size)
  pairs.forEach((left, right, weight) => {
    const [a, b] = [pathOf[left] as number, pathOf[right] as number]
    if (a === b) return
    const root = Math.sqrt((paths[a] as Path).length * (paths[b] as Path).length)
    sums.add(Math.min(a, b), Math.max(a, b), weight / root)
  })
  return sums
}
