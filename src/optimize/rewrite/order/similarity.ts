import type { ModuleCode } from '../module-code.ts'
import { MIN_HASHES, minHash } from './min-hashes.ts'
import { NO_NODE, SameHashLists } from './same-hash-lists.ts'
import { hashShingles } from './shingles.ts'

/**
 * Orders functions by similarity: each is followed by the one left that is most like it, else by the first one left.
 *
 * Likeness is the share of equal min-hashes of 4 instructions, at least 0.02, times the shorter length over the root of the
 * longer. Per min-hash only the {@link NEIGHBOURS} nearest functions that share it are looked at on either side, so that time is
 * linear in the code and `n log n` in the functions, however many are alike.
 *
 * @returns places in `code.functions` in their new order.
 */
export function orderBySimilarity(code: ModuleCode): Uint32Array {
  const count = code.functions.length
  const lists = new SameHashLists(minHash(hashShingles(code, { length: 4, locals: false })))
  const lengths = Float64Array.from(code.functions, ({ opcodes }) => opcodes.length)
  const isTaken = new Uint8Array(count)
  const order = new Uint32Array(count)
  const shared = new Uint8Array(count)
  let firstLeft = 0
  let current = 0
  for (let at = 0; at < count; at++) {
    order[at] = current
    isTaken[current] = 1
    lists.take(current)
    while (isTaken[firstLeft]) firstLeft++
    current = findMostAlike(lists, current, lengths, shared) ?? firstLeft
  }
  return order
}

/** Functions that share a min-hash and are looked at, on either side of the present one. */
const NEIGHBOURS = 16
const LEAST_SHARED = 0.02 * MIN_HASHES

/** Finds the function most like one that was just taken; `shared` is all zeros before and after. */
function findMostAlike(
  lists: SameHashLists,
  place: number,
  lengths: Float64Array,
  shared: Uint8Array,
): number | undefined {
  const seen: number[] = []
  const see = (node: number) => {
    const other = Math.floor(node / MIN_HASHES)
    if (shared[other] === 0) seen.push(other)
    ;(shared[other] as number)++
  }
  const end = (place + 1) * MIN_HASHES
  for (let node = place * MIN_HASHES; node < end; node++) {
    let before = lists.previous(node)
    for (let left = NEIGHBOURS; left > 0 && before !== NO_NODE; left--, before = lists.previous(before))
      see(before)
    let after = lists.next(node)
    for (let left = NEIGHBOURS; left > 0 && after !== NO_NODE; left--, after = lists.next(after)) see(after)
  }
  const length = lengths[place] as number
  let best: number | undefined
  let bestLikeness = 0
  for (const other of seen) {
    const count = shared[other] as number
    shared[other] = 0
    const otherLength = lengths[other] as number
    const likeness = (count * Math.min(length, otherLength)) / Math.sqrt(Math.max(length, otherLength))
    if (count < LEAST_SHARED || likeness < bestLikeness) continue
    if (likeness === bestLikeness && best !== undefined && best < other) continue
    best = other
    bestLikeness = likeness
  }
  return best
}
