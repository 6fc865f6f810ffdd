import { Cursor } from '../../../wasm/cursor.ts'
import { openBody } from '../../../wasm/function-body.ts'
import { InstructionReader, skipConstantExpression } from '../../../wasm/instruction-reader.ts'
import type { WasmModule } from '../../../wasm/module.ts'
import { Op } from '../../../wasm/opcodes.ts'
import { readValueType } from '../../../wasm/value-types.ts'

const TABLE_GET = 0x25
const NEW_ARRAY_OF_ELEMENTS = 0xfb000a
const FILL_ARRAY_WITH_ELEMENTS = 0xfb0013

/**
 * Says of each function by its index, imports included, whether a program may hold it as an object and compare it with others (1):
 * in JavaScript each function is one object, wherever it comes from.
 *
 * Those are exported functions, and those of `ref.func` in code and initialisers; and what element segments list, where a table is imported or
 * exported, or code reads functions out of tables or segments. Else a listed function can only be called. WebAssembly itself cannot
 * compare functions. More may be said to be visible than is.
 */
export function visibleFunctions(module: WasmModule): Uint8Array {
  const { bytes, bodies, importCounts, tables, globals } = module
  const isVisible = new Uint8Array(importCounts.function + bodies.count)
  let areElementsVisible = importCounts.table > 0
  for (const { kind, index } of module.exports) {
    if (kind === 'function') isVisible[index] = 1
    if (kind === 'table') areElementsVisible = true
  }
  const addReferences = (reader: InstructionReader) => {
    while (reader.next()) {
      const { opcode, index } = reader
      if (opcode === Op.refFunc) isVisible[index] = 1
      else if (
        opcode === TABLE_GET ||
        opcode === NEW_ARRAY_OF_ELEMENTS ||
        opcode === FILL_ARRAY_WITH_ELEMENTS
      ) {
        areElementsVisible = true
      }
    }
  }
  for (const { initializerOffset, endOffset } of [...tables, ...globals]) {
    if (initializerOffset !== undefined)
      addReferences(new InstructionReader(bytes, initializerOffset, endOffset))
  }
  for (let body = 0; body < bodies.count; body++) addReferences(openBody(module, body))
  if (areElementsVisible) for (const index of listedFunctions(module)) isVisible[index] = 1
  return isVisible
}

const NOT_ACTIVE = 1
const EXPLICIT_TABLE = 2
const EXPRESSIONS = 4

function* listedFunctions({ bytes, elements }: WasmModule): Iterable<number> {
  for (let segment = 0; segment < elements.count; segment++) {
    const flags = elements.flags[segment] as number
    const end = elements.endOffsets[segment] as number
    const cursor = new Cursor(bytes, elements.offsets[segment], end)
    cursor.u32()
    if (!(flags & NOT_ACTIVE)) {
      if (flags & EXPLICIT_TABLE) cursor.u32()
      skipConstantExpression(cursor)
    }
    if (flags & (NOT_ACTIVE | EXPLICIT_TABLE)) {
      if (flags & EXPRESSIONS) readValueType(cursor)
      else cursor.u8()
    }
    for (let left = cursor.u32(); left > 0; left--) {
      if (!(flags & EXPRESSIONS)) {
        yield cursor.u32()
        continue
      }
      const reader = new InstructionReader(bytes, cursor.offset, end)
      while (reader.next()) if (reader.opcode === Op.refFunc) yield reader.index
      cursor.offset = reader.offset
    }
  }
}
