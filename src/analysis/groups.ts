import type { Attribution } from './attribution.ts'
import { NONE, type DominatorTree } from './graph/dominators.ts'
import { retainedByEachGroup } from './graph/reachability.ts'
import type { ModuleGraph } from './module-graph.ts'
import type { GenericSize, GroupSize } from './size-report.ts'

interface Group {
  readonly name: string
  readonly nodes: number[]
  codeBytes: number
  dataBytes: number
  inferredBytes: number
  count: number
  largestBytes: number
  wireSizeBytes: number
}

/** What groups are made from. */
export interface GroupingInput {
  readonly graph: ModuleGraph
  readonly tree: DominatorTree
  readonly attribution: Attribution
  /** Bytes of each node, and what it retains. */
  readonly sizes: Float64Array
  readonly retained: Float64Array
  /** Estimated bytes of each node on the wire; absent where the file's are not known. */
  readonly wire?: Float64Array | undefined
  /** Functions below this index are imports. */
  readonly firstDefined: number
}

/** Groups nodes by crate, largest first. */
export function groupByCrate(input: GroupingInput): GroupSize[] {
  const { graph, tree, sizes, attribution, firstDefined } = input
  const { crates, crateIds } = attribution
  const groups = crates.map((name) => newGroup(name))
  for (let node = firstDefined; node < graph.nodeCount; node++) {
    const id = crateIds[node] as number
    if (id >= 0) addNode(groups[id] as Group, node, input)
  }
  const retained = retainedByEachGroup(graph.edges, graph.roots, tree.order, crateIds, crates.length, sizes)
  return groups
    .map((group, id) => ({ ...measure(group, input), retainedBytes: retained[id] as number }))
    .filter(({ sizeBytes }) => sizeBytes > 0)
    .sort((a, b) => b.sizeBytes - a.sizeBytes || (a.name < b.name ? -1 : 1))
}

/** Groups the copies of generic functions, those with more than one copy, most waste first. */
export function groupByGeneric(input: GroupingInput): GenericSize[] {
  const groups = new Map<string, Group>()
  for (const [func, { generic }] of input.attribution.names) {
    if (generic === undefined || func < input.firstDefined) continue
    const group = groups.get(generic) ?? newGroup(generic)
    groups.set(generic, group)
    addNode(group, func, input)
  }
  return [...groups.values()]
    .filter(({ count }) => count > 1)
    .map((group) => {
      const size = { ...measure(group, input), retainedBytes: retainedApart(group, input) }
      const average = size.sizeBytes / size.count
      const wasteBytes = Math.round(Math.min(size.sizeBytes - group.largestBytes, average * (size.count - 1)))
      return { ...size, wasteBytes }
    })
    .sort((a, b) => b.wasteBytes - a.wasteBytes || (a.name < b.name ? -1 : 1))
}

function newGroup(name: string): Group {
  return {
    name,
    nodes: [],
    codeBytes: 0,
    dataBytes: 0,
    inferredBytes: 0,
    count: 0,
    largestBytes: 0,
    wireSizeBytes: 0,
  }
}

function addNode(group: Group, node: number, { graph, sizes, attribution, wire }: GroupingInput): void {
  const sizeBytes = sizes[node] as number
  group.nodes.push(node)
  if (node < graph.firstGlobal) {
    group.codeBytes += sizeBytes
    group.count++
    group.largestBytes = Math.max(group.largestBytes, sizeBytes)
  } else if (node >= graph.firstRange) {
    group.dataBytes += sizeBytes
  }
  if (attribution.inferred[node] === 1) group.inferredBytes += sizeBytes
  group.wireSizeBytes += wire?.[node] ?? 0
}

function measure(group: Group, { wire }: GroupingInput): Omit<GroupSize, 'retainedBytes'> {
  const { name, codeBytes, dataBytes, inferredBytes, count, wireSizeBytes } = group
  const size = { name, codeBytes, dataBytes, sizeBytes: codeBytes + dataBytes, inferredBytes, count }
  return wire === undefined ? size : { ...size, wireSizeBytes }
}

// There are thousands of generics: walking the graph for each would take longer than all the rest.
function retainedApart({ nodes }: Group, { tree, retained }: GroupingInput): number {
  const inGroup = new Set(nodes)
  let sum = 0
  for (const node of nodes) {
    let ancestor = tree.parents[node] as number
    while (ancestor !== NONE && !inGroup.has(ancestor)) ancestor = tree.parents[ancestor] as number
    if (ancestor === NONE) sum += retained[node] as number
  }
  return sum
}
