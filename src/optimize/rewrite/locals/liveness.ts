import { GET, type Accesses } from './accesses.ts'
import type { ControlFlow } from './control-flow.ts'

/**
 * Which locals are live where blocks begin.
 *
 * Only locals that some block reads before it writes them can be: those have a bit, all others are live within a block at most.
 */
export interface Liveness {
  /** 32-bit words a block. */
  readonly words: number
  /** Bits of the locals that are live where each block begins. */
  readonly liveIn: Int32Array
  /** Bit of each local, or -1. */
  readonly bits: Int32Array
  /** Local of each bit. */
  readonly locals: Int32Array
}

/** More words than this are too many for a function: see {@link findLiveness}. */
const MAX_WORDS = 1 << 22

/**
 * Finds liveness by iterating backward to the fixed point; undefined where the function is too large for it.
 *
 * `tracked` tells which locals to look at.
 */
export function findLiveness(
  flow: ControlFlow,
  accesses: Accesses,
  accessStarts: Int32Array,
  tracked: Uint8Array,
): Liveness | undefined {
  const bits = numberExposed(flow, accesses, accessStarts, tracked)
  const locals = localsOf(bits)
  const words = (locals.length + 31) >> 5
  if (words * flow.count > MAX_WORDS) return undefined
  const reads = new Int32Array(words * flow.count)
  const writes = new Int32Array(words * flow.count)
  for (let block = 0; block < flow.count; block++) {
    for (let access = accessStarts[block] as number; access < (accessStarts[block + 1] as number); access++) {
      const bit = bits[accesses.locals[access] as number] as number
      if (bit < 0) continue
      const word = block * words + (bit >> 5)
      const mask = 1 << (bit & 31)
      if (accesses.kinds[access] !== GET) writes[word] = (writes[word] as number) | mask
      else if (((writes[word] as number) & mask) === 0) reads[word] = (reads[word] as number) | mask
    }
  }
  return { words, liveIn: iterate(flow, words, reads, writes), bits, locals }
}

function numberExposed(
  { count }: ControlFlow,
  { kinds, locals }: Accesses,
  accessStarts: Int32Array,
  tracked: Uint8Array,
): Int32Array {
  const exposed = new Uint8Array(tracked.length)
  const writtenIn = new Int32Array(tracked.length).fill(-1)
  for (let block = 0; block < count; block++) {
    for (let access = accessStarts[block] as number; access < (accessStarts[block + 1] as number); access++) {
      const local = locals[access] as number
      if (kinds[access] !== GET) writtenIn[local] = block
      else if (writtenIn[local] !== block) exposed[local] = tracked[local] as number
    }
  }
  let next = 0
  return Int32Array.from(exposed, (isExposed) => (isExposed === 1 ? next++ : -1))
}

function localsOf(bits: Int32Array): Int32Array {
  const locals: number[] = []
  for (let local = 0; local < bits.length; local++) if ((bits[local] as number) >= 0) locals.push(local)
  return Int32Array.from(locals)
}

/** Turns what blocks read into what is live where they begin. */
function iterate(flow: ControlFlow, words: number, reads: Int32Array, writes: Int32Array): Int32Array {
  const { count, targetStarts, targets } = flow
  const liveIn = reads
  for (let changed = true; changed;) {
    changed = false
    for (let block = count - 1; block >= 0; block--) {
      const end = targetStarts[block + 1] as number
      for (let word = 0; word < words; word++) {
        let out = 0
        for (let at = targetStarts[block] as number; at < end; at++) {
          out |= liveIn[(targets[at] as number) * words + word] as number
        }
        const index = block * words + word
        const before = liveIn[index] as number
        const after = before | (out & ~(writes[index] as number))
        if (after === before) continue
        liveIn[index] = after
        changed = true
      }
    }
  }
  return liveIn
}
