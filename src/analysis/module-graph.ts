import { countImports, type WasmModule } from '../wasm/module.ts'
import { AddressLookup } from './address-lookup.ts'
import { readAddressSpace } from './address-space.ts'
import type { CodeCounts } from './body-scanner.ts'
import { findPointers, type DataPointers } from './data-pointers.ts'
import { cutData, type DataRanges } from './data-ranges.ts'
import { AdjacencyBuilder, type Adjacency } from './graph/adjacency.ts'
import { readLinkedEdges, type LinkedEdges } from './linked-edges.ts'
import { numberNodes, type NodeNumbers } from './graph-nodes.ts'
import { findRoots } from './graph-roots.ts'
import { PASSIVE } from './passive-addresses.ts'
import { collectReferences, type References } from './references.ts'
import { readTableSlots, type TableSlots } from './table-slots.ts'
import { findVtables, type VtableReferences } from './vtables.ts'

/** What refers to what in a module. */
export interface ModuleGraph extends NodeNumbers {
  readonly edges: Adjacency
  /** What is kept whatever else goes: exports, the start function, and what may be used in ways that bytes do not show. */
  readonly roots: Uint32Array
  readonly ranges: DataRanges
  readonly slots: TableSlots
  readonly counts: CodeCounts
  /** What relocations tell, where the module has them and they are true. */
  readonly linked: LinkedEdges | undefined
  /** Functions whose bodies cannot be decoded. */
  readonly undecodedCount: number
}

/**
 * Builds the graph; only the exports named in `usedExports` are roots, all where it is absent.
 *
 * Roots are also data that nothing seems to refer to and table slots that no table of function pointers explains: both
 * would otherwise look like garbage.
 */
export function buildGraph(module: WasmModule, usedExports?: readonly string[]): ModuleGraph {
  const space = readAddressSpace(module)
  const lookup = new AddressLookup(module, space)
  const references = collectReferences(module, lookup)
  const slots = readTableSlots(module)
  const linked = readLinkedEdges(module, space, slots)
  const functionCount = countImports(module, 'function') + module.bodies.count
  const dataEdges = linked?.dataEdges(references.dataEdges, functionCount) ?? references.dataEdges
  const pointers = linked?.pointers ?? findPointers(module, space, lookup)
  const named = linked?.links.dataSymbols.offsets ?? NONE
  const ranges = cutData(module, dataEdges.targets, pointers.targets, named)
  const vtables = linked?.slotPointers(ranges) ?? findVtables(module, space, ranges, slots)
  const numbers = numberNodes(module, ranges, slots)
  const edges = joinEdges(
    module,
    numbers,
    { ...references, dataEdges },
    pointers,
    ranges,
    slots,
    vtables,
    linked,
  )
  const roots = findRoots(module, numbers, { ranges, vtables, slots, linked, references, usedExports })
  const { counts, undecoded } = references
  return { edges, roots, ...numbers, ranges, slots, linked, counts, undecodedCount: undecoded.length }
}

const NONE = new Uint32Array()

// Node by node in the order of their numbers, so that the edges need not be sorted afterwards.
function joinEdges(
  { data }: WasmModule,
  { nodeCount, firstGlobal, firstRange, firstSlot }: NodeNumbers,
  { edges, dataEdges, segmentUsers, segments }: References,
  pointers: DataPointers,
  ranges: DataRanges,
  slots: TableSlots,
  vtables: VtableReferences,
  linked: LinkedEdges | undefined,
): Adjacency {
  const capacity =
    edges.targets.length +
    dataEdges.targets.length +
    pointers.offsets.length +
    slots.count +
    vtables.slots.length +
    (linked?.slotUsers.length ?? 0)
  const builder = new AdjacencyBuilder(nodeCount, capacity + 16)
  let segmentUse = 0
  let slotUse = 0
  for (let node = 0; node < firstRange; node++) {
    builder.begin(node)
    const end = edges.starts[node + 1] as number
    for (let at = edges.starts[node] as number; at < end; at++) builder.add(edges.targets[at] as number)
    const dataEnd = dataEdges.starts[node + 1] as number
    for (let at = dataEdges.starts[node] as number; at < dataEnd; at++)
      builder.add(firstRange + ranges.at(dataEdges.targets[at] as number))
    for (; linked?.slotUsers[slotUse] === node; slotUse++)
      builder.add(firstSlot + (linked.slotsUsed[slotUse] as number))
    for (; segmentUsers[segmentUse] === node; segmentUse++) {
      const segment = segments[segmentUse] as number
      // Of active segments nothing is left to copy once the module runs.
      if (data.flags[segment] !== PASSIVE) continue
      const last = ranges.firstRanges[segment + 1] as number
      for (let range = ranges.firstRanges[segment] as number; range < last; range++)
        if (ranges.referenced[range] === 0) builder.add(firstRange + range)
    }
  }
  let pointer = 0
  let vtable = 0
  for (let range = 0; range < ranges.count; range++) {
    builder.begin(firstRange + range)
    const end = ranges.offsets[range + 1] as number
    for (; pointer < pointers.offsets.length && (pointers.offsets[pointer] as number) < end; pointer++)
      builder.add(firstRange + ranges.at(pointers.targets[pointer] as number))
    for (; vtables.ranges[vtable] === range; vtable++)
      builder.add(firstSlot + (vtables.slots[vtable] as number))
  }
  for (let slot = 0; slot < slots.count; slot++) {
    const func = slots.functions[slot] as number
    if (func >= firstGlobal) continue
    builder.begin(firstSlot + slot)
    builder.add(func)
  }
  return builder.finish()
}
