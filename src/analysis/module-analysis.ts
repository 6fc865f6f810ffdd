import { countImports, readModule, type WasmModule } from '../wasm/module.ts'
import { attribute, type Attribution } from './attribution.ts'
import { reverse } from './graph/adjacency.ts'
import { dominators, retainedSizes, type DominatorTree } from './graph/dominators.ts'
import { retainedByGroup, shortestPath } from './graph/reachability.ts'
import { groupByCrate, groupByGeneric, groupByTopic } from './groups.ts'
import { makeItems, nodesOf, NO_NODE } from './items.ts'
import { buildGraph, type ModuleGraph } from './module-graph.ts'
import { partitionModule } from './partition.ts'
import type { SectionSize, SizeItem, SizeReport } from './size-report.ts'
import { collectNames, type NameTable, type Symbols } from './symbols.ts'
import { topicsOfFunctions } from './topics.ts'
import { estimateWireSizes } from './wire-estimate.ts'

/** Options of {@link ModuleAnalysis}. */
export interface AnalyzeOptions {
  /** Names from outside, for a module whose own were stripped; indices are those of the module. */
  readonly symbols?: Symbols
  /** Bytes of the file after Content-Encoding; with it, every item gets an estimate of its share. */
  readonly wireSizeBytes?: number
  /**
   * Names of the exports in use; what only the others keep counts as kept by nothing.
   *
   * @default all
   */
  readonly usedExports?: readonly string[]
}

/** One step of the reason why something is in a module. */
export interface ReasonStep {
  readonly kind: 'function' | 'global' | 'data' | 'table-slot'
  /** Index of the function, global or data segment, or number of the table slot. */
  readonly index: number
  readonly name?: string
}

/** The inside of a module: its report, and questions that need the graph behind it. */
export class ModuleAnalysis {
  readonly report: SizeReport
  readonly #module: WasmModule
  readonly #names: NameTable
  readonly #graph: ModuleGraph
  readonly #tree: DominatorTree
  readonly #sizes: Uint32Array
  /** Node of each item of the report. */
  readonly #nodes: Int32Array

  /** @throws {WasmParseError} a module that cannot be read. */
  constructor(bytes: Uint8Array, options: AnalyzeOptions = {}) {
    const inside = lookInside(bytes, options)
    this.#module = inside.module
    this.#names = inside.names
    this.#graph = inside.graph
    this.#tree = inside.tree
    this.#sizes = inside.sizes
    this.#nodes = inside.nodes
    this.report = this.#describe(inside, options.wireSizeBytes)
  }

  #describe(
    { items, sections, attribution, retained }: Inside,
    wireSizeBytes: number | undefined,
  ): SizeReport {
    const module = this.#module
    const graph = this.#graph
    const wireSizes =
      wireSizeBytes === undefined ? undefined : estimateWireSizes(module.bytes, items, wireSizeBytes)
    const wire = wireSizes === undefined ? undefined : this.#spreadWire(items, wireSizes)
    const firstDefined = countImports(module, 'function')
    const grouping = {
      graph,
      tree: this.#tree,
      attribution,
      topics: topicsOfFunctions(this.#names.functions, attribution, { isGo: attribution.isGo }),
      sizes: this.#sizes,
      retained,
      firstDefined,
      wire,
    }
    return {
      version: 1,
      sizeBytes: module.bytes.length,
      ...(wireSizeBytes === undefined ? {} : { wireSizeBytes }),
      sections,
      items,
      crates: groupByCrate(grouping),
      generics: groupByGeneric(grouping),
      topics: groupByTopic(grouping),
      unattributedBytes: sumUnattributed(items),
      code: { ...graph.counts, undecodedCount: graph.undecodedCount },
      functionCount: module.bodies.count,
      namedFunctionCount: countNamed(this.#names, firstDefined),
      imports: module.imports.map(({ module: from, name, type }) => ({
        module: from,
        name,
        kind: type.kind,
      })),
      exports: module.exports.map(({ name, kind, index }) => {
        const node = kind === 'function' ? index : kind === 'global' ? graph.firstGlobal + index : -1
        return { name, kind, index, retainedBytes: retained[node] ?? 0 }
      }),
      producers: module.producers,
    }
  }

  /** Writes the estimates into the items and returns them by node. */
  #spreadWire(items: readonly Mutable<SizeItem>[], wireSizes: Uint32Array): Uint32Array {
    const byNode = new Uint32Array(this.#graph.nodeCount)
    for (const [at, item] of items.entries()) {
      const estimate = wireSizes[at] as number
      item.wireSizeBytes = estimate
      const node = this.#nodes[at] as number
      if (node !== NO_NODE) byNode[node] = estimate
    }
    return byNode
  }

  /** Sums what would go if all items that `isGone` accepts went together: their bytes, and all that only they keep. */
  retainedTogether(isGone: (item: SizeItem) => boolean): number {
    const gone = new Uint8Array(this.#graph.nodeCount)
    let outside = 0
    for (const [at, item] of this.report.items.entries()) {
      if (!isGone(item)) continue
      const node = this.#nodes[at] as number
      if (node === NO_NODE) outside += item.sizeBytes
      else gone[node] = 1
    }
    const { edges, roots } = this.#graph
    return outside + retainedByGroup(edges, roots, this.#tree.order, gone, this.#sizes)
  }

  /** Says why an item of the report is kept: the shortest way to it from a root; empty where nothing keeps it. */
  reasonFor(item: number): ReasonStep[] {
    const node = this.#nodes[item] ?? NO_NODE
    if (node === NO_NODE) return []
    return shortestPath(this.#graph.edges, this.#graph.roots, node).map((step) => this.#describeNode(step))
  }

  #describeNode(node: number): ReasonStep {
    const { firstGlobal, firstRange, firstSlot, ranges } = this.#graph
    const { functions, globals, data, ranges: rangeNames } = this.#names
    const step = (kind: ReasonStep['kind'], index: number, name: string | undefined): ReasonStep => ({
      kind,
      index,
      ...(name === undefined ? {} : { name }),
    })
    if (node < firstGlobal) return step('function', node, functions[node])
    if (node < firstRange) return step('global', node - firstGlobal, globals[node - firstGlobal])
    if (node >= firstSlot) return step('table-slot', node - firstSlot, undefined)
    const segment = ranges.segments[node - firstRange] as number
    return step('data', segment, rangeNames[node - firstRange] ?? data[segment])
  }
}

/** What is found in a module before anything is summed. */
interface Inside {
  readonly module: WasmModule
  readonly names: NameTable
  readonly graph: ModuleGraph
  readonly tree: DominatorTree
  readonly attribution: Attribution
  /** Bytes of each node, and what it retains. */
  readonly sizes: Uint32Array
  readonly retained: Uint32Array
  readonly items: readonly Mutable<SizeItem>[]
  /** Node of each item. */
  readonly nodes: Int32Array
  readonly sections: readonly SectionSize[]
}

// A function of its own, so that what only it needs is gone when groups are made.
function lookInside(bytes: Uint8Array, { symbols, usedExports }: AnalyzeOptions): Inside {
  const module = readModule(bytes)
  const graph = buildGraph(module, usedExports)
  const { linked, ranges, firstRange } = graph
  const names = collectNames(
    module,
    symbols,
    linked === undefined ? undefined : { links: linked.links, ranges },
  )
  const { leaves, sections } = partitionModule(module, ranges)
  const nodes = nodesOf(leaves, graph)
  const sizes = new Uint32Array(graph.nodeCount)
  for (let leaf = 0; leaf < nodes.length; leaf++) {
    const node = nodes[leaf] as number
    if (node !== NO_NODE) sizes[node] = leaves.sizes[leaf] as number
  }
  const reversed = reverse(graph.edges)
  const tree = dominators(graph.edges, reversed, graph.roots)
  const retained = retainedSizes(tree, sizes)
  const attribution = attribute(graph, reversed, tree, names)
  const items = makeItems({ module, leaves, nodes, names, retained, attribution, firstRange })
  return { module, names, graph, tree, attribution, sizes, retained, items, nodes, sections }
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] }

function sumUnattributed(items: readonly SizeItem[]): number {
  let sum = 0
  for (let at = 0; at < items.length; at++) {
    const { kind, crate, sizeBytes } = items[at] as SizeItem
    if (crate === undefined && (kind === 'function' || kind === 'data')) sum += sizeBytes
  }
  return sum
}

function countNamed({ functions }: NameTable, first: number): number {
  let count = 0
  for (let index = first; index < functions.length; index++) if (functions[index] !== undefined) count++
  return count
}
