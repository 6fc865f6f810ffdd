import { Cursor } from '../../wasm/cursor.ts'
import { ByteWriter } from './byte-writer.ts'
import { NameSubsection } from './drop-names.ts'
import { REMOVED, type ModuleCode } from './module-code.ts'

/**
 * Writes the subsections of a name section; those that a rewrite makes wrong are left out.
 *
 * Functions keep their names under their new indices; where several became one, the first name stays.
 */
export function encodeNames(code: ModuleCode, source: Cursor, writer: ByteWriter, exact: boolean): void {
  while (!source.done) {
    const start = source.offset
    const id = source.u8()
    const content = source.take(source.u32())
    if (!exact && (id === NameSubsection.locals || id === NameSubsection.labels)) continue
    if (id === NameSubsection.data && code.data !== undefined) continue
    if (id === NameSubsection.functions && code.functionIndices !== undefined) {
      writer.u8(id)
      writer.sized(renumber(new Cursor(content), code.functionIndices))
    } else writer.bytes(source.bytes, start, source.offset)
  }
}

function renumber(source: Cursor, functionIndices: Uint32Array): ByteWriter {
  const names = new Map<number, Uint8Array>()
  for (let left = source.count(2); left > 0; left--) {
    const index = functionIndices[source.u32()] ?? REMOVED
    const name = source.take(source.u32())
    if (index !== REMOVED && !names.has(index)) names.set(index, name)
  }
  const writer = new ByteWriter()
  writer.unsigned(names.size)
  for (const [index, name] of [...names].sort(([a], [b]) => a - b)) {
    writer.unsigned(index)
    writer.unsigned(name.length)
    writer.bytes(name)
  }
  return writer
}
