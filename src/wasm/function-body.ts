import { Cursor } from './cursor.ts'
import { InstructionReader } from './instruction-reader.ts'
import type { WasmModule } from './module.ts'
import { readValueType, type ValueType } from './value-types.ts'

/**
 * Reads the local declarations of the defined function `index` and returns a reader of its instructions.
 *
 * @throws {WasmParseError} malformed declarations.
 */
export function openBody(
  { bytes, bodies }: WasmModule,
  index: number,
  onLocalType?: (type: ValueType) => void,
): InstructionReader {
  const end = bodies.endOffsets[index] as number
  const locals = new Cursor(bytes, bodies.contentOffsets[index], end)
  for (let left = locals.count(2); left > 0; left--) {
    locals.u32()
    const type = readValueType(locals)
    onLocalType?.(type)
  }
  return new InstructionReader(bytes, locals.offset, end)
}
