import { InstructionReader } from '../wasm/instruction-reader.ts'
import { countImports, type WasmModule } from '../wasm/module.ts'
import { Op } from '../wasm/opcodes.ts'
import { readAddressSpace, type AddressSpace } from './address-space.ts'
import { cutData, NO_RANGE, rangeAt, rangeAtOffset, type DataRanges } from './data-ranges.ts'
import { NumberList, toAdjacency, type Adjacency } from './graph/adjacency.ts'
import { collectReferences, type CodeReferences } from './references.ts'
import { readTableSlots, type TableSlots } from './table-slots.ts'
import { findVtables } from './vtables.ts'

/**
 * What refers to what in a module.
 *
 * Nodes are numbered through: functions (imports first), globals (imports first), data ranges, table slots.
 */
export interface ModuleGraph {
  readonly edges: Adjacency
  /** What is kept whatever else goes: exports, the start function, and what may be used in ways that bytes do not show. */
  readonly roots: Uint32Array
  readonly nodeCount: number
  readonly firstGlobal: number
  readonly firstRange: number
  readonly firstSlot: number
  readonly ranges: DataRanges
  readonly slots: TableSlots
}

/**
 * Builds the graph; only the exports named in `usedExports` are roots, all where it is absent.
 *
 * Roots are also data that nothing seems to refer to and table slots that no table of function pointers explains: both
 * would otherwise look like garbage.
 */
export function buildGraph(module: WasmModule, usedExports?: readonly string[]): ModuleGraph {
  const space = readAddressSpace(module)
  const references = collectReferences(module, space)
  const slots = readTableSlots(module)
  const ranges = cutData(module, space, references.addresses)
  return new GraphBuilder(module, space, references, ranges, slots).build(usedExports)
}

/** Flags of a data segment that only `memory.init` and its like read. */
const PASSIVE = 1

class GraphBuilder {
  readonly #module: WasmModule
  readonly #space: AddressSpace
  readonly #references: CodeReferences
  readonly #ranges: DataRanges
  readonly #slots: TableSlots
  readonly #firstGlobal: number
  readonly #firstRange: number
  readonly #firstSlot: number
  readonly #nodeCount: number
  readonly #sources = new NumberList(1 << 16)
  readonly #targets = new NumberList(1 << 16)

  constructor(
    module: WasmModule,
    space: AddressSpace,
    references: CodeReferences,
    ranges: DataRanges,
    slots: TableSlots,
  ) {
    this.#module = module
    this.#space = space
    this.#references = references
    this.#ranges = ranges
    this.#slots = slots
    this.#firstGlobal = countImports(module, 'function') + module.bodies.count
    this.#firstRange = this.#firstGlobal + countImports(module, 'global') + module.globals.length
    this.#firstSlot = this.#firstRange + ranges.count
    this.#nodeCount = this.#firstSlot + slots.count
  }

  build(usedExports: readonly string[] | undefined): ModuleGraph {
    this.#addCode()
    this.#addGlobals()
    this.#addPointers()
    const explained = this.#addSlots()
    const roots = this.#roots(usedExports, explained)
    return {
      edges: toAdjacency(this.#nodeCount, this.#sources.view(), this.#targets.view()),
      roots,
      nodeCount: this.#nodeCount,
      firstGlobal: this.#firstGlobal,
      firstRange: this.#firstRange,
      firstSlot: this.#firstSlot,
      ranges: this.#ranges,
      slots: this.#slots,
    }
  }

  // Indices come from bytes that nobody has validated: what is out of range is no edge.
  #edge(source: number, target: number, limit: number): void {
    if (target >= limit) return
    this.#sources.push(source)
    this.#targets.push(target)
  }

  #addCode(): void {
    const { callers, callees, globalUsers, globals, addressUsers, addresses, segmentUsers, segments } =
      this.#references
    for (let at = 0; at < callers.length; at++) {
      this.#edge(callers[at] as number, callees[at] as number, this.#firstGlobal)
    }
    for (let at = 0; at < globalUsers.length; at++) {
      this.#edge(globalUsers[at] as number, this.#firstGlobal + (globals[at] as number), this.#firstRange)
    }
    for (let at = 0; at < addressUsers.length; at++)
      this.#addressEdge(addressUsers[at] as number, addresses[at] as number)
    const { flags } = this.#module.data
    for (let at = 0; at < segmentUsers.length; at++) {
      const segment = segments[at] as number
      // Of active segments nothing is left to copy once the module runs; passive ones have one range.
      if (flags[segment] !== PASSIVE) continue
      const range = this.#ranges.firstRanges[segment] as number
      this.#edge(segmentUsers[at] as number, this.#firstRange + range, this.#firstSlot)
    }
  }

  #addressEdge(source: number, address: number): void {
    const range = rangeAt(this.#module, this.#space, this.#ranges, address)
    if (range !== NO_RANGE) this.#edge(source, this.#firstRange + range, this.#firstSlot)
  }

  #addGlobals(): void {
    const { bytes, globals } = this.#module
    const firstDefined = this.#firstRange - globals.length
    for (const [at, { initializerOffset }] of globals.entries()) {
      if (initializerOffset === undefined) continue
      const reader = new InstructionReader(bytes, initializerOffset)
      while (reader.next()) {
        if (reader.opcode === Op.refFunc) this.#edge(firstDefined + at, reader.index, this.#firstGlobal)
        else if (reader.opcode === Op.globalGet)
          this.#edge(firstDefined + at, this.#firstGlobal + reader.index, this.#firstRange)
        else if (reader.opcode === Op.i32Const) this.#addressEdge(firstDefined + at, reader.index >>> 0)
      }
    }
  }

  #addPointers(): void {
    const { pointerOffsets, pointerTargets } = this.#ranges
    for (let at = 0; at < pointerOffsets.length; at++) {
      const target = pointerTargets[at] as number
      if (target === NO_RANGE) continue
      const range = rangeAtOffset(this.#ranges, pointerOffsets[at] as number)
      this.#edge(this.#firstRange + range, this.#firstRange + target, this.#firstSlot)
    }
  }

  #addSlots(): Uint8Array {
    const explained = new Uint8Array(this.#slots.count)
    for (const [slot, func] of this.#slots.functions.entries())
      this.#edge(this.#firstSlot + slot, func, this.#firstGlobal)
    const vtables = findVtables(this.#module, this.#space, this.#ranges, this.#slots)
    for (const [at, range] of vtables.ranges.entries()) {
      const slot = vtables.slots[at] as number
      explained[slot] = 1
      this.#edge(this.#firstRange + range, this.#firstSlot + slot, this.#nodeCount)
    }
    return explained
  }

  #roots(usedExports: readonly string[] | undefined, explained: Uint8Array): Uint32Array {
    const { exports, start, data } = this.#module
    const used = usedExports === undefined ? undefined : new Set(usedExports)
    const roots = new NumberList()
    for (const { name, kind, index } of exports) {
      if (used !== undefined && !used.has(name)) continue
      if (kind === 'function' && index < this.#firstGlobal) roots.push(index)
      if (kind === 'global' && this.#firstGlobal + index < this.#firstRange)
        roots.push(this.#firstGlobal + index)
    }
    if (start !== undefined && start < this.#firstGlobal) roots.push(start)
    const { count, segments, referenced } = this.#ranges
    for (let range = 0; range < count; range++) {
      const isPassive = data.flags[segments[range] as number] === PASSIVE
      if (referenced[range] === 0 && !isPassive) roots.push(this.#firstRange + range)
    }
    for (const [slot, isExplained] of explained.entries())
      if (isExplained === 0) roots.push(this.#firstSlot + slot)
    // What cannot be decoded may refer to anything.
    if (this.#references.undecoded.length > 0)
      for (let node = 0; node < this.#nodeCount; node++) roots.push(node)
    return roots.view()
  }
}
