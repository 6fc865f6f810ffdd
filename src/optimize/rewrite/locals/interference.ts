import { GET, type Accesses } from './accesses.ts'
import type { SlotClass } from './slot-classes.ts'
import { lowestBit, type LiveRanges, type Webs } from './webs.ts'

/** Which webs of a class must not share a slot: one row of bits a web, symmetric. */
export interface Interference {
  /** 32-bit words a row. */
  readonly words: number
  readonly rows: Int32Array
}

/**
 * Finds the interference within each class.
 *
 * What is written conflicts with all that is live after it, read or not. What is live where the function begins conflicts with
 * each other, and what reads the initial zero of a local with every parameter, live or not: their slots do not hold zero.
 */
export function findInterference(
  classes: readonly SlotClass[],
  accesses: Accesses,
  webs: Webs,
  ranges: LiveRanges,
): Interference[] {
  const live = new LiveWebs(classes, webs)
  conflictAtEntry(classes, ranges, live)
  conflictInBody(accesses, webs, ranges, live)
  for (const interference of live.interferences) makeSymmetric(interference)
  return live.interferences
}

/** The webs that are live at one place, as bits by class. */
class LiveWebs {
  readonly interferences: Interference[]
  /** Class of each web, or -1, and its index there. */
  readonly #classes: Int32Array
  readonly #members: Int32Array
  readonly #live: Int32Array[]

  constructor(classes: readonly SlotClass[], webs: Webs) {
    this.#classes = new Int32Array(webs.count).fill(-1)
    this.#members = new Int32Array(webs.count)
    this.interferences = classes.map(({ webs: members }, index) => {
      const words = (members.length + 31) >> 5
      for (let member = 0; member < members.length; member++) {
        this.#members[members[member] as number] = member
        this.#classes[members[member] as number] = index
      }
      return { words, rows: new Int32Array(words * members.length) }
    })
    this.#live = this.interferences.map(({ words }) => new Int32Array(words))
  }

  clear(): void {
    for (const live of this.#live) live.fill(0)
  }

  add(web: number): void {
    const index = this.#classes[web] as number
    if (index < 0) return
    const member = this.#members[web] as number
    const live = this.#live[index] as Int32Array
    live[member >> 5] = (live[member >> 5] as number) | (1 << (member & 31))
  }

  remove(web: number): void {
    const index = this.#classes[web] as number
    if (index < 0) return
    const member = this.#members[web] as number
    const live = this.#live[index] as Int32Array
    live[member >> 5] = (live[member >> 5] as number) & ~(1 << (member & 31))
  }

  /** Makes a web conflict with those that are live. */
  conflict(web: number): void {
    const index = this.#classes[web] as number
    if (index < 0) return
    const { words, rows } = this.interferences[index] as Interference
    const live = this.#live[index] as Int32Array
    const row = (this.#members[web] as number) * words
    for (let word = 0; word < words; word++) {
      rows[row + word] = (rows[row + word] as number) | (live[word] as number)
    }
  }
}

function conflictAtEntry(classes: readonly SlotClass[], ranges: LiveRanges, live: LiveWebs): void {
  const { liveness, initialWebs } = ranges
  const zeros: number[] = []
  const parameters = new Set(classes.flatMap(({ webs, pinned }) => [...webs.subarray(0, pinned)]))
  for (let bit = 0; bit < liveness.locals.length; bit++) {
    if (((liveness.liveIn[bit >> 5] as number) & (1 << (bit & 31))) === 0) continue
    const web = initialWebs[liveness.locals[bit] as number] as number
    live.add(web)
    if (!parameters.has(web)) zeros.push(web)
  }
  for (const web of parameters) live.add(web)
  for (const web of zeros) live.conflict(web)
}

function conflictInBody(accesses: Accesses, webs: Webs, ranges: LiveRanges, live: LiveWebs): void {
  const { flow, liveness, accessStarts, entryWebs, entryStarts, initialWebs } = ranges
  const { words, liveIn, locals } = liveness
  const current = initialWebs.slice()
  for (let block = 0; block < flow.count; block++) {
    let value = entryStarts[block] as number
    if (value >= 0) {
      for (let word = 0; word < words; word++) {
        for (let left = liveIn[block * words + word] as number; left !== 0; left &= left - 1) {
          current[locals[(word << 5) + lowestBit(left)] as number] = entryWebs[value++] as number
        }
      }
    }
    const [first, end] = [accessStarts[block] as number, accessStarts[block + 1] as number]
    let writes = false
    for (let access = first; access < end; access++) {
      current[accesses.locals[access] as number] = webs.ofAccess[access] as number
      if (accesses.kinds[access] !== GET) writes = true
    }
    if (!writes) continue
    live.clear()
    const [targetStart, targetEnd] = [
      flow.targetStarts[block] as number,
      flow.targetStarts[block + 1] as number,
    ]
    for (let word = 0; word < words; word++) {
      let out = 0
      for (let at = targetStart; at < targetEnd; at++) {
        out |= liveIn[(flow.targets[at] as number) * words + word] as number
      }
      for (; out !== 0; out &= out - 1) {
        live.add(current[locals[(word << 5) + lowestBit(out)] as number] as number)
      }
    }
    for (let access = end - 1; access >= first; access--) {
      const web = webs.ofAccess[access] as number
      if (accesses.kinds[access] === GET) live.add(web)
      else {
        live.remove(web)
        live.conflict(web)
      }
    }
  }
}

function makeSymmetric({ words, rows }: Interference): void {
  const members = words === 0 ? 0 : rows.length / words
  for (let member = 0; member < members; member++) {
    const row = member * words
    // A web that is live where it is written again does not conflict with itself.
    rows[row + (member >> 5)] = (rows[row + (member >> 5)] as number) & ~(1 << (member & 31))
    for (let word = 0; word < words; word++) {
      for (let left = rows[row + word] as number; left !== 0; left &= left - 1) {
        const at = ((word << 5) + lowestBit(left)) * words + (member >> 5)
        rows[at] = (rows[at] as number) | (1 << (member & 31))
      }
    }
  }
}
