import { countImports, type WasmModule } from '../wasm/module.ts'
import { WasmParseError } from '../wasm/parse-error.ts'
import { NOWHERE, type AddressLookup } from './address-lookup.ts'
import { BodyScanner, type CodeCounts, type ReferenceSink } from './body-scanner.ts'
import { AdjacencyBuilder, type Adjacency } from './graph/adjacency.ts'
import { NumberList } from './graph/number-list.ts'

/**
 * What functions and the initialisers of globals refer to.
 *
 * Nodes are functions, imports first, then globals, imports first.
 */
export interface References {
  /** From node to node. */
  readonly edges: Adjacency
  /** From node to the offsets in the file of the data whose address, or a number that looks like it, is in the code. */
  readonly dataEdges: Adjacency
  /** Parallel lists: node, and data segment that an instruction names. */
  readonly segmentUsers: Uint32Array
  readonly segments: Uint32Array
  /** Functions whose bodies cannot be decoded: what they refer to is unknown. */
  readonly undecoded: readonly number[]
  readonly counts: CodeCounts
}

/** Decodes every body and initialiser and collects what it refers to. */
export function collectReferences(module: WasmModule, lookup: AddressLookup): References {
  const firstBody = countImports(module, 'function')
  const functionCount = firstBody + module.bodies.count
  const collector = new Collector(
    functionCount,
    countImports(module, 'global') + module.globals.length,
    lookup,
  )
  const scanner = new BodyScanner(module, collector)
  const undecoded: number[] = []
  for (let index = 0; index < module.bodies.count; index++) {
    collector.begin(firstBody + index)
    try {
      scanner.scanBody(index)
    } catch (error) {
      if (!(error instanceof WasmParseError)) throw error
      undecoded.push(firstBody + index)
    }
  }
  const firstGlobal = functionCount + countImports(module, 'global')
  for (const [at, { initializerOffset, endOffset }] of module.globals.entries()) {
    if (initializerOffset === undefined) continue
    collector.begin(firstGlobal + at)
    scanner.scanExpression(initializerOffset, endOffset)
  }
  return { ...collector.finish(), undecoded, counts: scanner.counts }
}

class Collector implements ReferenceSink {
  readonly #functionCount: number
  readonly #nodeCount: number
  readonly #lookup: AddressLookup
  readonly #low: number
  readonly #high: number
  readonly #edges: AdjacencyBuilder
  readonly #dataStarts: Uint32Array
  readonly #dataOffsets = new NumberList(1 << 12)
  readonly #segmentUsers = new NumberList(16)
  readonly #segments = new NumberList(16)
  #node = -1
  #lastNumber = -1

  constructor(functionCount: number, globalCount: number, lookup: AddressLookup) {
    this.#functionCount = functionCount
    this.#nodeCount = functionCount + globalCount
    this.#lookup = lookup
    this.#low = lookup.low
    this.#high = lookup.high
    this.#edges = new AdjacencyBuilder(this.#nodeCount, functionCount * 8)
    this.#dataStarts = new Uint32Array(this.#nodeCount + 1)
  }

  begin(node: number): void {
    this.#edges.begin(node)
    while (this.#node < node) this.#dataStarts[++this.#node] = this.#dataOffsets.length
    this.#lastNumber = -1
  }

  // Indices come from bytes that nobody has validated: what is out of range is no edge.
  functionUsed(index: number): void {
    if (index < this.#functionCount) this.#edges.add(index)
  }

  globalUsed(index: number): void {
    const node = this.#functionCount + index
    if (node < this.#nodeCount) this.#edges.add(node)
  }

  numberUsed(value: number): void {
    // Accesses to the fields of one variable repeat its address.
    if (value < this.#low || value >= this.#high || value === this.#lastNumber) return
    this.#lastNumber = value
    const offset = this.#lookup.offsetOf(value)
    if (offset !== NOWHERE) this.#dataOffsets.push(offset)
  }

  segmentUsed(index: number): void {
    this.#segmentUsers.push(this.#node)
    this.#segments.push(index)
  }

  finish(): Omit<References, 'undecoded' | 'counts'> {
    const edges = this.#edges.finish()
    this.begin(this.#nodeCount)
    return {
      edges,
      dataEdges: { starts: this.#dataStarts, targets: this.#dataOffsets.view() },
      segmentUsers: this.#segmentUsers.view(),
      segments: this.#segments.view(),
    }
  }
}
