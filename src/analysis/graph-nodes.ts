import { countImports, type WasmModule } from '../wasm/module.ts'
import type { DataRanges } from './data-ranges.ts'
import type { TableSlots } from './table-slots.ts'

/** Where each kind of node begins: functions (imports first), globals (imports first), data ranges, table slots. */
export interface NodeNumbers {
  readonly firstGlobal: number
  readonly firstRange: number
  readonly firstSlot: number
  readonly nodeCount: number
}

/** Numbers the nodes of a module's graph. */
export function numberNodes(module: WasmModule, ranges: DataRanges, slots: TableSlots): NodeNumbers {
  const firstGlobal = countImports(module, 'function') + module.bodies.count
  const firstRange = firstGlobal + countImports(module, 'global') + module.globals.length
  const firstSlot = firstRange + ranges.count
  return { firstGlobal, firstRange, firstSlot, nodeCount: firstSlot + slots.count }
}
