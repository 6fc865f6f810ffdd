import { readTableSlots } from '../../../analysis/table-slots.ts'
import { InstructionReader } from '../../../wasm/instruction-reader.ts'
import { countImports } from '../../../wasm/module.ts'
import { Op } from '../../../wasm/opcodes.ts'
import type { ModuleCode } from '../module-code.ts'

/**
 * Marks, by index, the functions that something other than a call refers to: exports, elements of tables, `ref.func`.
 *
 * JavaScript can hold those, and two of them that become one would be the same object.
 */
export function findObservableFunctions({ module, functions }: ModuleCode): Uint8Array {
  const marks = new Uint8Array(countImports(module, 'function') + module.bodies.count)
  for (const { kind, index } of module.exports) if (kind === 'function') marks[index] = 1
  for (const index of readTableSlots(module).functions) marks[index] = 1
  for (const { initializerOffset, endOffset } of [...module.globals, ...module.tables]) {
    if (initializerOffset === undefined) continue
    const reader = new InstructionReader(module.bytes, initializerOffset, endOffset)
    while (reader.next()) if (reader.opcode === Op.refFunc) marks[reader.index] = 1
  }
  for (const { opcodes, operands } of functions)
    for (let at = 0; at < opcodes.length; at++)
      if (opcodes[at] === Op.refFunc) marks[operands[at] as number] = 1
  return marks
}
