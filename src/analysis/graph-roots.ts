import { InstructionReader } from '../wasm/instruction-reader.ts'
import type { WasmModule } from '../wasm/module.ts'
import { Op } from '../wasm/opcodes.ts'
import type { DataRanges } from './data-ranges.ts'
import type { NodeNumbers } from './graph-nodes.ts'
import { NumberList } from './graph/number-list.ts'
import type { KeptSymbols } from './kept-symbols.ts'
import type { LinkedEdges } from './linked-edges.ts'
import { PASSIVE } from './passive-addresses.ts'
import type { References } from './references.ts'
import type { TableSlots } from './table-slots.ts'
import type { VtableReferences } from './vtables.ts'

/** What decides which nodes are roots. */
export interface RootInput {
  readonly ranges: DataRanges
  readonly vtables: VtableReferences
  readonly slots: TableSlots
  readonly linked: LinkedEdges | undefined
  readonly references: References
  /** Names of the exports that are roots; all where it is undefined. */
  readonly usedExports: readonly string[] | undefined
}

/** Lists what is kept whatever else goes. */
export function findRoots(module: WasmModule, numbers: NodeNumbers, input: RootInput): Uint32Array {
  const { nodeCount, firstRange, firstSlot } = numbers
  // What cannot be decoded may refer to anything.
  if (input.references.undecoded.length > 0) return Uint32Array.from({ length: nodeCount }, (_, node) => node)
  const roots = new NumberList()
  addExports(roots, module, numbers, input.usedExports)
  addInitializers(roots, module, numbers)
  if (input.linked !== undefined) addKept(roots, numbers, input.linked.kept, input.ranges)
  const { count, segments, referenced } = input.ranges
  for (let range = 0; range < count; range++) {
    const isPassive = module.data.flags[segments[range] as number] === PASSIVE
    if (referenced[range] === 0 && !isPassive) roots.push(firstRange + range)
  }
  const explained = new Uint8Array(input.slots.count)
  for (const slot of input.vtables.slots) explained[slot] = 1
  for (const slot of input.linked?.slotsUsed ?? []) explained[slot] = 1
  for (let slot = 0; slot < explained.length; slot++) if (explained[slot] === 0) roots.push(firstSlot + slot)
  return roots.view()
}

function addExports(
  roots: NumberList,
  { exports, start }: WasmModule,
  { firstGlobal, firstRange }: NodeNumbers,
  usedExports: readonly string[] | undefined,
): void {
  const used = usedExports === undefined ? undefined : new Set(usedExports)
  for (const { name, kind, index } of exports) {
    if (used !== undefined && !used.has(name)) continue
    if (kind === 'function' && index < firstGlobal) roots.push(index)
    if (kind === 'global' && firstGlobal + index < firstRange) roots.push(firstGlobal + index)
  }
  if (start !== undefined && start < firstGlobal) roots.push(start)
}

function addKept(
  roots: NumberList,
  { firstGlobal, firstRange }: NodeNumbers,
  { functions, globals, dataOffsets }: KeptSymbols,
  ranges: DataRanges,
): void {
  for (const index of functions) roots.push(index)
  for (const index of globals) roots.push(firstGlobal + index)
  for (const offset of dataOffsets) roots.push(firstRange + ranges.at(offset))
}

/** What the module needs to be instantiated: used by initialisers of tables and by the offsets of segments. */
function addInitializers(
  roots: NumberList,
  module: WasmModule,
  { firstGlobal, firstRange }: NodeNumbers,
): void {
  const { bytes, tables, elements, data } = module
  const read = (offset: number): void => {
    const reader = new InstructionReader(bytes, offset)
    while (reader.next()) {
      if (reader.opcode === Op.refFunc && reader.index < firstGlobal) roots.push(reader.index)
      if (reader.opcode === Op.globalGet && firstGlobal + reader.index < firstRange)
        roots.push(firstGlobal + reader.index)
    }
  }
  for (const { initializerOffset } of tables) if (initializerOffset !== undefined) read(initializerOffset)
  for (const { count, expressionOffsets } of [elements, data]) {
    for (let segment = 0; segment < count; segment++) {
      const offset = expressionOffsets[segment] as number
      // Nearly all are one constant, and a Go module has a hundred thousand of them.
      if (offset > 0 && bytes[offset] !== Op.i32Const) read(offset)
    }
  }
}
