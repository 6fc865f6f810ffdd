import { countImports, readModule, type WasmModule } from '../wasm/module.ts'
import { attribute, type Attribution } from './attribution.ts'
import { reverse } from './graph/adjacency.ts'
import { dominators, retainedSizes, type DominatorTree } from './graph/dominators.ts'
import { retainedByGroup, shortestPath } from './graph/reachability.ts'
import { groupByCrate, groupByGeneric } from './groups.ts'
import { buildGraph, type ModuleGraph } from './module-graph.ts'
import { partitionModule, type Leaf, type Partition } from './partition.ts'
import type { SizeItem, SizeReport } from './size-report.ts'
import { collectSymbols, type Symbols } from './symbols.ts'
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
  readonly #symbols: Symbols
  readonly #graph: ModuleGraph
  readonly #tree: DominatorTree
  readonly #sizes: Float64Array
  /** Node of each item of the report; -1 for items that the graph does not know. */
  readonly #nodes: Int32Array

  /** @throws {WasmParseError} a module that cannot be read. */
  constructor(bytes: Uint8Array, options: AnalyzeOptions = {}) {
    const module = readModule(bytes)
    const symbols = collectSymbols(module, options.symbols)
    const graph = buildGraph(module, options.usedExports)
    const partition = partitionModule(module, symbols, graph.ranges)
    const nodes = nodesOf(partition, graph)
    const sizes = new Float64Array(graph.nodeCount)
    for (const [at, node] of nodes.entries()) if (node >= 0) sizes[node] = partition.items[at]?.sizeBytes ?? 0
    const reversed = reverse(graph.edges)
    const tree = dominators(graph.edges, reversed, graph.roots)
    const retained = retainedSizes(tree, sizes)
    const attribution = attribute(graph, reversed, tree, symbols)
    this.#module = module
    this.#symbols = symbols
    this.#graph = graph
    this.#tree = tree
    this.#sizes = sizes
    this.#nodes = nodes
    this.report = this.#describe(partition, attribution, retained, options.wireSizeBytes)
  }

  #describe(
    { items: leaves, sections }: Partition,
    attribution: Attribution,
    retained: Float64Array,
    wireSizeBytes: number | undefined,
  ): SizeReport {
    const module = this.#module
    const graph = this.#graph
    const items = leaves.map((leaf, at) => toItem(leaf, this.#nodes[at] as number, retained, attribution))
    const wireSizes =
      wireSizeBytes === undefined ? undefined : estimateWireSizes(module.bytes, items, wireSizeBytes)
    const wire = wireSizes === undefined ? undefined : this.#spreadWire(items, wireSizes)
    const firstDefined = countImports(module, 'function')
    const grouping = {
      graph,
      tree: this.#tree,
      attribution,
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
      unattributedBytes: sumUnattributed(items),
      functionCount: module.bodies.count,
      namedFunctionCount: countNamed(module, this.#symbols, firstDefined),
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
  #spreadWire(items: readonly Mutable<SizeItem>[], wireSizes: Uint32Array): Float64Array {
    const byNode = new Float64Array(this.#graph.nodeCount)
    for (const [at, item] of items.entries()) {
      const estimate = wireSizes[at] as number
      item.wireSizeBytes = estimate
      const node = this.#nodes[at] as number
      if (node >= 0) byNode[node] = estimate
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
      if (node < 0) outside += item.sizeBytes
      else gone[node] = 1
    }
    const { edges, roots } = this.#graph
    return outside + retainedByGroup(edges, roots, this.#tree.order, gone, this.#sizes)
  }

  /** Says why an item of the report is kept: the shortest way to it from a root; empty where nothing keeps it. */
  reasonFor(item: number): ReasonStep[] {
    const node = this.#nodes[item] ?? -1
    if (node < 0) return []
    return shortestPath(this.#graph.edges, this.#graph.roots, node).map((step) => this.#describeNode(step))
  }

  #describeNode(node: number): ReasonStep {
    const { firstGlobal, firstRange, firstSlot, ranges } = this.#graph
    const { functions, globals, data } = this.#symbols
    const step = (kind: ReasonStep['kind'], index: number, name: string | undefined): ReasonStep => ({
      kind,
      index,
      ...(name === undefined ? {} : { name }),
    })
    if (node < firstGlobal) return step('function', node, functions.get(node))
    if (node < firstRange) return step('global', node - firstGlobal, globals.get(node - firstGlobal))
    if (node >= firstSlot) return step('table-slot', node - firstSlot, undefined)
    const segment = ranges.segments[node - firstRange] as number
    return step('data', segment, data.get(segment))
  }
}

function nodesOf({ items }: Partition, graph: ModuleGraph): Int32Array {
  let range = graph.firstRange
  return Int32Array.from(items, ({ kind, index }) => {
    if (kind === 'function') return index as number
    if (kind === 'global') return graph.firstGlobal + (index as number)
    return kind === 'data' ? range++ : -1
  })
}

function toItem(
  leaf: Leaf,
  node: number,
  retained: Float64Array,
  attribution: Attribution,
): Mutable<SizeItem> {
  // Grown instead of spread: a large module has hundreds of thousands of items.
  const item: Mutable<SizeItem> = leaf as SizeItem
  item.retainedBytes = node < 0 ? leaf.sizeBytes : (retained[node] as number)
  if (node < 0) return item
  const { crates, crateIds, names, inferred } = attribution
  const crate = crates[crateIds[node] as number]
  if (crate !== undefined) item.crate = crate
  const generic = names.get(node)?.generic
  if (generic !== undefined) item.generic = generic
  if (inferred[node] === 1) item.inferred = true
  return item
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] }

function sumUnattributed(items: readonly SizeItem[]): number {
  const open = items.filter(
    ({ kind, crate }) => (kind === 'function' || kind === 'data') && crate === undefined,
  )
  return open.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
}

function countNamed(module: WasmModule, symbols: Symbols, first: number): number {
  const end = first + module.bodies.count
  let count = 0
  // A name section may name functions that are not there.
  for (const index of symbols.functions.keys()) if (index >= first && index < end) count++
  return count
}
