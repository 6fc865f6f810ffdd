import type { WasmModule } from '../wasm/module.ts'
import { WasmParseError } from '../wasm/parse-error.ts'
import type { AddressSpace } from './address-space.ts'
import type { DataPointers } from './data-pointers.ts'
import type { DataRanges } from './data-ranges.ts'
import type { Adjacency } from './graph/adjacency.ts'
import { NumberList } from './graph/number-list.ts'
import { findKeptSymbols, type KeptSymbols } from './kept-symbols.ts'
import { LinkedKind, readLinkedReferences, type LinkedReferences } from './linked-references.ts'
import type { TableSlots } from './table-slots.ts'
import type { VtableReferences } from './vtables.ts'

/** Edges of a module's graph that relocations tell: they take the place of those that numbers suggest. */
export class LinkedEdges {
  readonly links: LinkedReferences
  readonly kept: KeptSymbols
  /** Words in data that hold addresses of data. */
  readonly pointers: DataPointers
  /** Parallel lists, ascending: functions, and slots of functions whose address they take. */
  readonly slotUsers: Uint32Array
  readonly slotsUsed: Uint32Array
  readonly #slotOf: ReadonlyMap<number, number>

  constructor(module: WasmModule, links: LinkedReferences, slots: TableSlots) {
    this.links = links
    this.kept = findKeptSymbols(module, links.linking, links.dataSymbols)
    this.#slotOf = firstSlots(slots)
    const { offsets } = links.dataSymbols
    const { data, code } = links
    const at = select(data.kinds, LinkedKind.data)
    this.pointers = {
      offsets: at.map((reference) => data.sources[reference] as number),
      targets: at.map((reference) => offsets[data.targets[reference] as number] as number),
    }
    const inCode = this.#withSlot(code.kinds, code.targets)
    this.slotUsers = inCode.map((reference) => code.sources[reference] as number)
    this.slotsUsed = this.#slotsOf(inCode, code.targets)
  }

  /**
   * From node to the offsets in the file of the data that it refers to.
   *
   * What initialisers of globals refer to stays as it was `guessed`: the linker writes them, without relocations.
   */
  dataEdges(guessed: Adjacency, functionCount: number): Adjacency {
    const { code, dataSymbols } = this.links
    const nodeCount = guessed.starts.length - 1
    const starts = new Uint32Array(nodeCount + 1)
    const targets = new NumberList()
    let at = 0
    for (let node = 0; node < nodeCount; node++) {
      starts[node] = targets.length
      for (; at < code.count && code.sources[at] === node; at++) {
        if (code.kinds[at] === LinkedKind.data)
          targets.push(dataSymbols.offsets[code.targets[at] as number] as number)
      }
      if (node < functionCount) continue
      const end = guessed.starts[node + 1] as number
      for (let guess = guessed.starts[node] as number; guess < end; guess++)
        targets.push(guessed.targets[guess] as number)
    }
    starts[nodeCount] = targets.length
    return { starts, targets: targets.view() }
  }

  /** Slots that words in data hold, by range. */
  slotPointers(ranges: DataRanges): VtableReferences {
    const { kinds, sources, targets } = this.links.data
    const inData = this.#withSlot(kinds, targets)
    return {
      ranges: inData.map((reference) => ranges.at(sources[reference] as number)),
      slots: this.#slotsOf(inData, targets),
    }
  }

  // A function has no slot only where a loader makes one, for an export.
  #withSlot(kinds: Uint8Array, targets: Uint32Array): Uint32Array {
    return select(kinds, LinkedKind.functionAddress).filter((at) => this.#slotOf.has(targets[at] as number))
  }

  #slotsOf(references: Uint32Array, targets: Uint32Array): Uint32Array {
    return references.map((at) => this.#slotOf.get(targets[at] as number) as number)
  }
}

/**
 * Reads the edges that relocations tell; undefined for modules without them, and for modules that another tool rewrote without
 * knowing what they mean.
 */
export function readLinkedEdges(
  module: WasmModule,
  space: AddressSpace,
  slots: TableSlots,
): LinkedEdges | undefined {
  try {
    const links = readLinkedReferences(module, space)
    return links === undefined ? undefined : new LinkedEdges(module, links, slots)
  } catch (error) {
    // Custom sections do not make a module invalid; wasm-opt leaves such behind.
    if (error instanceof WasmParseError) return undefined
    throw error
  }
}

function firstSlots({ functions }: TableSlots): Map<number, number> {
  const slotOf = new Map<number, number>()
  for (let slot = functions.length - 1; slot >= 0; slot--) slotOf.set(functions[slot] as number, slot)
  return slotOf
}

function select(kinds: Uint8Array, kind: number): Uint32Array {
  const found = new NumberList()
  for (let at = 0; at < kinds.length; at++) if (kinds[at] === kind) found.push(at)
  return found.view()
}
