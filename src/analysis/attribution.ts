import type { Adjacency } from './graph/adjacency.ts'
import { NONE, type DominatorTree } from './graph/dominators.ts'
import type { ModuleGraph } from './module-graph.ts'
import { describeName, type NameParts } from './names/describe-name.ts'
import type { Symbols } from './symbols.ts'

/** Whose code and data each node of a graph is. */
export interface Attribution {
  /** Crates, packages and namespaces by id. */
  readonly crates: readonly string[]
  /** Id of each node's crate; -1 where none could be found. */
  readonly crateIds: Int32Array
  /** Whether the crate of a node was inferred from references. */
  readonly inferred: Uint8Array
  /** What the names of functions say, by function. */
  readonly names: ReadonlyMap<number, NameParts>
}

/** Rounds in which crates travel along references; chains of unnamed functions are seldom longer. */
const ROUNDS = 4

/**
 * Attributes functions by their names, and what has no name by who refers to it.
 *
 * An unnamed function or a range of data belongs to a crate if all that refer to it do. Data that several crates share belongs to
 * the crate of the nearest function through which all references pass, where there is one.
 */
export function attribute(
  graph: ModuleGraph,
  reversed: Adjacency,
  tree: DominatorTree,
  symbols: Symbols,
): Attribution {
  const ids = new Map<string, number>()
  const crateIds = new Int32Array(graph.nodeCount).fill(-1)
  const inferred = new Uint8Array(graph.nodeCount)
  const names = new Map<number, NameParts>()
  const isGo = [...symbols.functions.values()].includes('go.buildid')
  for (const [func, raw] of symbols.functions) {
    if (func >= graph.firstGlobal) continue
    const parts = describeName(raw, { isGo })
    names.set(func, parts)
    if (parts.crate === undefined) continue
    const id = ids.get(parts.crate) ?? ids.size
    ids.set(parts.crate, id)
    crateIds[func] = id
  }
  if (ids.size > 0) infer(graph, reversed, tree, names, crateIds, inferred)
  return { crates: [...ids.keys()], crateIds, inferred, names }
}

function infer(
  graph: ModuleGraph,
  { starts, targets: predecessors }: Adjacency,
  { order, parents }: DominatorTree,
  names: ReadonlyMap<number, NameParts>,
  crateIds: Int32Array,
  inferred: Uint8Array,
): void {
  const { firstGlobal, firstRange, roots } = graph
  const isRoot = new Uint8Array(graph.nodeCount)
  for (const root of roots) isRoot[root] = 1
  const isFunction = (node: number) => node < firstGlobal
  const isOpen = (node: number) =>
    crateIds[node] === -1 && isRoot[node] === 0 && (isFunction(node) ? !names.has(node) : node >= firstRange)
  for (let round = 0; round < ROUNDS; round++) {
    let found = 0
    for (const node of order) {
      if (!isOpen(node)) continue
      const crate = agreed(predecessors.subarray(starts[node], starts[node + 1]), node, crateIds)
      if (crate === -1) continue
      crateIds[node] = crate
      inferred[node] = 1
      found++
    }
    if (found === 0) break
  }
  // Crate of the nearest dominating function that has one; parents come before their children in the order.
  const dominating = new Int32Array(graph.nodeCount).fill(-1)
  for (const node of order) {
    const parent = parents[node] as number
    const crate = parent === NONE ? -1 : (dominating[parent] as number)
    if (crate !== -1 && !isFunction(node) && isOpen(node)) {
      crateIds[node] = crate
      inferred[node] = 1
    }
    dominating[node] = isFunction(node) && crateIds[node] !== -1 ? (crateIds[node] as number) : crate
  }
}

/** The one crate of all that refer to a node, itself left out; -1 where they differ or one has none. */
function agreed(referrers: Uint32Array, node: number, crateIds: Int32Array): number {
  let crate = -1
  for (const referrer of referrers) {
    if (referrer === node) continue
    const other = crateIds[referrer] as number
    if (other === -1 || (crate !== -1 && other !== crate)) return -1
    crate = other
  }
  return crate
}
