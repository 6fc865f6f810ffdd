import type { Adjacency } from './graph/adjacency.ts'
import { NONE, type DominatorTree } from './graph/dominators.ts'
import type { ModuleGraph } from './module-graph.ts'
import { groupKeysOf } from './names/group-keys.ts'
import type { NameTable } from './symbols.ts'

/** Whose code and data each node of a graph is. */
export interface Attribution {
  /** Crates, packages and namespaces by id. */
  readonly crates: readonly string[]
  /** Id of each node's crate; -1 where none could be found. */
  readonly crateIds: Int32Array
  /** Whether the crate of a node was inferred from references. */
  readonly inferred: Uint8Array
  /** Keys of generic functions by id. */
  readonly generics: readonly string[]
  /** Id of each function's key; -1 where it has none. */
  readonly genericIds: Int32Array
  /** Whether the names are Go's. */
  readonly isGo: boolean
}

/** Rounds in which crates travel along references; chains of unnamed functions are seldom longer. */
const ROUNDS = 4

/** Name of a symbol that Go's linker puts before all functions. */
const GO_MARK = 'go.buildid'

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
  { functions, ranges }: Pick<NameTable, 'functions' | 'ranges'>,
): Attribution {
  const crates = new Ids()
  const generics = new Ids()
  const crateIds = new Int32Array(graph.nodeCount).fill(-1)
  const genericIds = new Int32Array(graph.firstGlobal).fill(-1)
  const inferred = new Uint8Array(graph.nodeCount)
  const context = { isGo: functions.includes(GO_MARK) }
  for (let func = 0; func < functions.length; func++) {
    const raw = functions[func]
    if (raw === undefined) continue
    const { crate, generic } = groupKeysOf(raw, context)
    if (crate !== undefined) crateIds[func] = crates.of(crate)
    if (generic !== undefined) genericIds[func] = generics.of(generic)
  }
  for (let range = 0; range < ranges.length; range++) {
    const raw = ranges[range]
    const crate = raw === undefined ? undefined : groupKeysOf(raw, context).crate
    if (crate !== undefined) crateIds[graph.firstRange + range] = crates.of(crate)
  }
  if (crates.names.length > 0) infer(graph, reversed, tree, functions, crateIds, inferred)
  return { crates: crates.names, crateIds, inferred, generics: generics.names, genericIds, ...context }
}

/** Numbers names in the order in which they are met. */
class Ids {
  readonly names: string[] = []
  readonly #ids = new Map<string, number>()

  of(name: string): number {
    let id = this.#ids.get(name)
    if (id === undefined) {
      id = this.names.push(name) - 1
      this.#ids.set(name, id)
    }
    return id
  }
}

function infer(
  graph: ModuleGraph,
  { starts, targets: predecessors }: Adjacency,
  { order, parents }: DominatorTree,
  names: readonly (string | undefined)[],
  crateIds: Int32Array,
  inferred: Uint8Array,
): void {
  const { firstGlobal, firstRange, roots } = graph
  // 0: has a crate already, or may not be given one.
  const isOpen = new Uint8Array(graph.nodeCount)
  for (let func = 0; func < firstGlobal; func++) if (names[func] === undefined) isOpen[func] = 1
  for (let node = firstRange; node < graph.nodeCount; node++) if (crateIds[node] === -1) isOpen[node] = 1
  for (let at = 0; at < roots.length; at++) isOpen[roots[at] as number] = 0
  for (let round = 0; round < ROUNDS; round++) {
    let found = 0
    for (let at = 0; at < order.length; at++) {
      const node = order[at] as number
      if (isOpen[node] === 0) continue
      const crate = agreed(predecessors, starts[node] as number, starts[node + 1] as number, node, crateIds)
      if (crate === -1) continue
      isOpen[node] = 0
      crateIds[node] = crate
      inferred[node] = 1
      found++
    }
    if (found === 0) break
  }
  // Crate of the nearest dominating function that has one; parents come before their children in the order.
  const dominating = new Int32Array(graph.nodeCount).fill(-1)
  for (let at = 0; at < order.length; at++) {
    const node = order[at] as number
    const parent = parents[node] as number
    const crate = parent === NONE ? -1 : (dominating[parent] as number)
    if (crate !== -1 && node >= firstGlobal && isOpen[node] === 1) {
      crateIds[node] = crate
      inferred[node] = 1
    }
    dominating[node] = node < firstGlobal && crateIds[node] !== -1 ? (crateIds[node] as number) : crate
  }
}

/** The one crate of all that refer to a node, itself left out; -1 where they differ or one has none. */
function agreed(
  referrers: Uint32Array,
  from: number,
  to: number,
  node: number,
  crateIds: Int32Array,
): number {
  let crate = -1
  for (let at = from; at < to; at++) {
    const referrer = referrers[at] as number
    if (referrer === node) continue
    const other = crateIds[referrer] as number
    if (other === -1 || (crate !== -1 && other !== crate)) return -1
    crate = other
  }
  return crate
}
