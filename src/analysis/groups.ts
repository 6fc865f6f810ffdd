import type { Attribution } from './attribution.ts'
import { intervalsOf, type DominatorTree } from './graph/dominators.ts'
import { retainedByEachGroup } from './graph/reachability.ts'
import type { ModuleGraph } from './module-graph.ts'
import type { GenericSize, GroupSize } from './size-report.ts'
import { TOPICS } from './topic-patterns.ts'

/** What groups are made from. */
export interface GroupingInput {
  readonly graph: ModuleGraph
  readonly tree: DominatorTree
  readonly attribution: Attribution
  /** Index in `TOPICS` of what each function is for; -1 for what is the program's own. */
  readonly topics: Int8Array
  /** Bytes of each node, and what it retains. */
  readonly sizes: Uint32Array
  readonly retained: Uint32Array
  /** Estimated bytes of each node on the wire; absent where the file's are not known. */
  readonly wire?: Uint32Array | undefined
  /** Functions below this index are imports. */
  readonly firstDefined: number
}

/** Groups nodes by crate, largest first. */
export function groupByCrate(input: GroupingInput): GroupSize[] {
  const { graph, tree, sizes, attribution } = input
  const { crates, crateIds } = attribution
  const sums = sumGroups(input, crateIds, crates.length)
  const retained = retainedByEachGroup(graph.edges, graph.roots, tree.order, crateIds, crates.length, sizes)
  return crates
    .map((name, id) => ({ ...measure(name, id, sums, input), retainedBytes: retained[id] as number }))
    .filter(({ sizeBytes }) => sizeBytes > 0)
    .sort((a, b) => b.sizeBytes - a.sizeBytes || (a.name < b.name ? -1 : 1))
}

/** Groups functions by what they are for, in the order of `TOPICS`. */
export function groupByTopic(input: GroupingInput): GroupSize[] {
  const { graph, tree, sizes, topics } = input
  if (topics.every((topic) => topic < 0)) return []
  const topicIds = new Int32Array(graph.nodeCount).fill(-1)
  topicIds.set(topics)
  const sums = sumGroups(input, topicIds, TOPICS.length)
  const retained = retainedByEachGroup(graph.edges, graph.roots, tree.order, topicIds, TOPICS.length, sizes)
  return TOPICS.map((name, id) => ({
    ...measure(name, id, sums, input),
    retainedBytes: retained[id] as number,
  })).filter(({ count }) => count > 0)
}

/** Groups the copies of generic functions, those with more than one copy, most waste first. */
export function groupByGeneric(input: GroupingInput): GenericSize[] {
  const { generics, genericIds } = input.attribution
  const sums = sumGroups(input, genericIds, generics.length)
  const retained = retainedApart(input, generics.length)
  return generics
    .flatMap((name, id) => {
      const count = sums.counts[id] as number
      if (count < 2) return []
      const size = { ...measure(name, id, sums, input), retainedBytes: retained[id] as number }
      const average = size.sizeBytes / count
      const withoutLargest = size.sizeBytes - (sums.largestBytes[id] as number)
      return { ...size, wasteBytes: Math.round(Math.min(withoutLargest, average * (count - 1))) }
    })
    .sort((a, b) => b.wasteBytes - a.wasteBytes || (a.name < b.name ? -1 : 1))
}

/** Sums by group, in columns: there are as many generics as functions, nearly. */
interface GroupSums {
  readonly codeBytes: Float64Array
  readonly dataBytes: Float64Array
  readonly inferredBytes: Float64Array
  readonly wireSizeBytes: Float64Array
  readonly largestBytes: Float64Array
  readonly counts: Uint32Array
}

function sumGroups(input: GroupingInput, groupIds: Int32Array, groupCount: number): GroupSums {
  const { graph, sizes, attribution, wire, firstDefined } = input
  const sums = {
    codeBytes: new Float64Array(groupCount),
    dataBytes: new Float64Array(groupCount),
    inferredBytes: new Float64Array(groupCount),
    wireSizeBytes: new Float64Array(groupCount),
    largestBytes: new Float64Array(groupCount),
    counts: new Uint32Array(groupCount),
  }
  const add = (column: Float64Array, group: number, bytes: number) => {
    column[group] = (column[group] as number) + bytes
  }
  for (let node = firstDefined; node < groupIds.length; node++) {
    const group = groupIds[node] as number
    if (group < 0) continue
    const sizeBytes = sizes[node] as number
    if (node < graph.firstGlobal) {
      add(sums.codeBytes, group, sizeBytes)
      sums.counts[group] = (sums.counts[group] as number) + 1
      if (sizeBytes > (sums.largestBytes[group] as number)) sums.largestBytes[group] = sizeBytes
    } else if (node >= graph.firstRange) add(sums.dataBytes, group, sizeBytes)
    if (attribution.inferred[node] === 1) add(sums.inferredBytes, group, sizeBytes)
    if (wire !== undefined) add(sums.wireSizeBytes, group, wire[node] as number)
  }
  return sums
}

function measure(
  name: string,
  id: number,
  sums: GroupSums,
  { wire }: GroupingInput,
): Omit<GroupSize, 'retainedBytes'> {
  const codeBytes = sums.codeBytes[id] as number
  const dataBytes = sums.dataBytes[id] as number
  const size = {
    name,
    codeBytes,
    dataBytes,
    sizeBytes: codeBytes + dataBytes,
    inferredBytes: sums.inferredBytes[id] as number,
    count: sums.counts[id] as number,
  }
  return wire === undefined ? size : { ...size, wireSizeBytes: sums.wireSizeBytes[id] as number }
}

// There are thousands of generics: walking the graph for each would take longer than all the rest. Copies that another copy
// dominates are counted with that one.
function retainedApart(
  { tree, retained, attribution, firstDefined }: GroupingInput,
  groupCount: number,
): Float64Array {
  const { genericIds } = attribution
  const sums = new Float64Array(groupCount)
  if (groupCount === 0) return sums
  const { positions, ends } = intervalsOf(tree)
  const lastEnds = new Float64Array(groupCount)
  const functions: number[] = []
  for (let func = firstDefined; func < genericIds.length; func++) {
    const group = genericIds[func] as number
    if (group < 0) continue
    if (positions[func] === 0) sums[group] = (sums[group] as number) + (retained[func] as number)
    else functions.push(func)
  }
  functions.sort((a, b) => (positions[a] as number) - (positions[b] as number))
  for (const func of functions) {
    const group = genericIds[func] as number
    if ((positions[func] as number) < (lastEnds[group] as number)) continue
    sums[group] = (sums[group] as number) + (retained[func] as number)
    lastEnds[group] = ends[func] as number
  }
  return sums
}
