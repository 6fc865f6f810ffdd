import { Cursor } from '../../wasm/cursor.ts'
import { readSections } from '../../wasm/sections.ts'
import { ByteWriter } from './byte-writer.ts'

/** Subsections of a name section: https://webassembly.github.io/spec/core/appendix/custom.html#name-section */
export const NameSubsection = { functions: 1, locals: 2, labels: 3, data: 9 } as const

/** Returns the module without some subsections of its names; the very same bytes where it has none of them. */
export function dropNames(bytes: Uint8Array, subsections: readonly number[]): Uint8Array {
  const section = readSections(bytes).find(({ id, name }) => id === 0 && name === 'name')
  if (section === undefined) return bytes
  const payload = new ByteWriter()
  payload.bytes(bytes, section.payloadOffset, section.contentOffset)
  const source = new Cursor(bytes, section.contentOffset, section.endOffset)
  let isChanged = false
  while (!source.done) {
    const start = source.offset
    const isDropped = subsections.includes(source.u8())
    source.skip(source.u32())
    if (isDropped) isChanged = true
    else payload.bytes(bytes, start, source.offset)
  }
  if (!isChanged) return bytes
  const output = new ByteWriter(bytes.length)
  output.bytes(bytes, 0, section.offset)
  output.u8(section.id)
  output.sized(payload)
  output.bytes(bytes, section.endOffset)
  return output.view().slice()
}
