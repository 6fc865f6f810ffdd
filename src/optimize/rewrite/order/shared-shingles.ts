import { PairTable, PLACES } from './pair-table.ts'
import type { Shingles } from './shingles.ts'

/**
 * Weighs the pairs of functions that share shingles: a shingle in `n` functions adds 1 / √(n - 1) to each pair of them.
 *
 * Shingles in more than {@link MOST_HOLDERS} functions say little and are left out; in a large module also those in fewer, so
 * far as it takes to keep below {@link MOST_ADDITIONS}, which bounds time and memory.
 */
export function weighPairs(shingles: Shingles): PairTable {
  const holders = listHolders(shingles)
  const additions = new Float64Array(MOST_HOLDERS + 1)
  eachShingle(holders, (from, to) => {
    const count = to - from
    if (count <= MOST_HOLDERS) additions[count] = (additions[count] as number) + (count * (count - 1)) / 2
  })
  let mostHolders = 1
  let total = 0
  while (mostHolders < MOST_HOLDERS && total + (additions[mostHolders + 1] as number) <= MOST_ADDITIONS)
    total += additions[++mostHolders] as number
  const table = new PairTable(total)
  eachShingle(holders, (from, to) => {
    const count = to - from
    if (count > mostHolders) return
    for (let a = from; a < to; a++)
      for (let b = a + 1; b < to; b++)
        table.add((holders[a] as number) % PLACES, (holders[b] as number) % PLACES, 1 / Math.sqrt(count - 1))
  })
  return table
}

const MOST_HOLDERS = 40
const MOST_ADDITIONS = 2 ** 22

/** Lists shingles with the functions that hold them, by shingle and then by place; as `hash * PLACES + place`. */
function listHolders({ hashes, starts }: Shingles): Float64Array {
  const keys = new Float64Array(hashes.length)
  for (let place = 0; place + 1 < starts.length; place++) {
    const end = starts[place + 1] as number
    for (let at = starts[place] as number; at < end; at++) keys[at] = (hashes[at] as number) * PLACES + place
  }
  keys.sort()
  let length = 0
  for (const key of keys) if (length === 0 || keys[length - 1] !== key) keys[length++] = key
  return keys.subarray(0, length)
}

function eachShingle(holders: Float64Array, visit: (from: number, to: number) => void): void {
  let from = 0
  while (from < holders.length) {
    const hash = Math.floor((holders[from] as number) / PLACES)
    const behind = (hash + 1) * PLACES
    let to = from + 1
    while (to < holders.length && (holders[to] as number) < behind) to++
    visit(from, to)
    from = to
  }
}
