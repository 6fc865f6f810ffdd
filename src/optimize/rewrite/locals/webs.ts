import { accessesByBlock, GET, type Accesses } from './accesses.ts'
import type { ControlFlow } from './control-flow.ts'
import { disjointSets, findSet, uniteSets } from './disjoint-sets.ts'
import { findLiveness, type Liveness } from './liveness.ts'

/**
 * The webs of a function: the uses and definitions of a local that must share a slot, joined over control flow.
 *
 * Webs are numbered with the values of the parameters at entry first, then in the order of their first access.
 */
export interface Webs {
  readonly count: number
  /** Web of each access. */
  readonly ofAccess: Int32Array
  /** The local of the input that each web was. */
  readonly locals: Int32Array
  /** How they were found; absent where every local is one web. */
  readonly ranges?: LiveRanges
}

/** Where webs are live. */
export interface LiveRanges {
  readonly flow: ControlFlow
  readonly liveness: Liveness
  /** First access of each block. */
  readonly accessStarts: Int32Array
  /** Webs of the live locals, in the order of their bits, of each block that is not only entered from the one before it. */
  readonly entryWebs: Int32Array
  /** Where each such block begins in `entryWebs`; -1 for all others. */
  readonly entryStarts: Int32Array
  /** Web of each local where the function begins, or of all of a local that is not split; -1 where no access sees it. */
  readonly initialWebs: Int32Array
}

/** More values than this are too many for a function. */
const MAX_NODES = 1 << 22

/** Makes one web of every local. */
export function wholeLocals(accesses: Accesses, localCount: number): Webs {
  return {
    count: localCount,
    ofAccess: accesses.locals,
    locals: Int32Array.from({ length: localCount }, (_, local) => local),
  }
}

/** Finds the webs of the locals that `split` names, and one of each other local; undefined where the function is too large. */
export function findWebs(
  flow: ControlFlow,
  accesses: Accesses,
  parameterCount: number,
  split: Uint8Array,
): Webs | undefined {
  const accessStarts = accessesByBlock(flow, accesses)
  const liveness = findLiveness(flow, accesses, accessStarts, split)
  if (liveness === undefined) return undefined
  const { entryStarts, length } = entryValues(flow, liveness)
  const localCount = split.length
  // Values: the locals at entry or as a whole, then those that enter blocks, then one a definition.
  const firstEntry = localCount
  const firstDefinition = firstEntry + length
  if (firstDefinition + accesses.count > MAX_NODES) return undefined
  const parents = disjointSets(firstDefinition + accesses.count)
  const values = new Int32Array(accesses.count)
  const current = new Int32Array(localCount)
  for (let local = 0; local < localCount; local++) current[local] = local
  for (let block = 0; block < flow.count; block++) {
    const entry = entryStarts[block] as number
    if (entry >= 0) enter(liveness, block, firstEntry + entry, current)
    for (let access = accessStarts[block] as number; access < (accessStarts[block + 1] as number); access++) {
      const local = accesses.locals[access] as number
      if (accesses.kinds[access] !== GET && split[local] === 1) current[local] = firstDefinition + access
      values[access] = current[local] as number
    }
    for (let at = flow.targetStarts[block] as number; at < (flow.targetStarts[block + 1] as number); at++) {
      const target = flow.targets[at] as number
      const targetEntry = entryStarts[target] as number
      if (targetEntry >= 0) leave(liveness, target, firstEntry + targetEntry, current, parents)
    }
  }
  const numbered = number(parents, values, accesses, parameterCount)
  const websOf = (from: number, count: number): Int32Array =>
    Int32Array.from({ length: count }, (_, value) => numbered.webs[findSet(parents, from + value)] as number)
  const [initialWebs, entryWebs] = [websOf(0, localCount), websOf(firstEntry, length)]
  return {
    count: numbered.count,
    ofAccess: values,
    locals: numbered.locals,
    ranges: { flow, liveness, accessStarts, entryWebs, entryStarts, initialWebs },
  }
}

/** Blocks that several edges, or one from far, or none enter have values of their own. */
function entryValues(
  { count, targetStarts, targets, incoming }: ControlFlow,
  { liveIn, words }: Liveness,
): { entryStarts: Int32Array; length: number } {
  const entryStarts = new Int32Array(count)
  let length = 0
  for (let block = 1; block < count; block++) {
    let isNext = false
    for (let at = targetStarts[block - 1] as number; at < (targetStarts[block] as number); at++) {
      if (targets[at] === block) isNext = true
    }
    if (isNext && incoming[block] === 1) {
      entryStarts[block] = -1
      continue
    }
    entryStarts[block] = length
    for (let word = block * words; word < (block + 1) * words; word++)
      length += popCount(liveIn[word] as number)
  }
  // The entry's are the locals themselves.
  entryStarts[0] = -1
  return { entryStarts, length }
}

function enter({ words, liveIn, locals }: Liveness, block: number, first: number, current: Int32Array): void {
  let value = first
  for (let word = 0; word < words; word++) {
    for (let left = liveIn[block * words + word] as number; left !== 0; left &= left - 1) {
      current[locals[(word << 5) + lowestBit(left)] as number] = value++
    }
  }
}

function leave(
  { words, liveIn, locals }: Liveness,
  target: number,
  first: number,
  current: Int32Array,
  parents: Int32Array,
): void {
  let value = first
  for (let word = 0; word < words; word++) {
    for (let left = liveIn[target * words + word] as number; left !== 0; left &= left - 1) {
      uniteSets(parents, current[locals[(word << 5) + lowestBit(left)] as number] as number, value++)
    }
  }
}

/** Replaces the values of accesses by numbers of webs. */
function number(
  parents: Int32Array,
  values: Int32Array,
  accesses: Accesses,
  parameterCount: number,
): { webs: Int32Array; locals: Int32Array; count: number } {
  const webs = new Int32Array(parents.length).fill(-1)
  const locals = new Int32Array(parameterCount + accesses.count)
  let count = 0
  for (; count < parameterCount; count++) {
    webs[findSet(parents, count)] = count
    locals[count] = count
  }
  for (let access = 0; access < values.length; access++) {
    const set = findSet(parents, values[access] as number)
    if ((webs[set] as number) < 0) {
      locals[count] = accesses.locals[access] as number
      webs[set] = count++
    }
    values[access] = webs[set] as number
  }
  return { webs, locals: locals.slice(0, count), count }
}

/** Index of the lowest bit that is set. */
export function lowestBit(word: number): number {
  return 31 - Math.clz32(word & -word)
}

function popCount(word: number): number {
  let rest = word - ((word >>> 1) & 0x55555555)
  rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333)
  return Math.imul((rest + (rest >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
