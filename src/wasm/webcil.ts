import { Cursor } from './cursor.ts'
import { WasmParseError } from './parse-error.ts'
import { readSections } from './sections.ts'
import { readDataSegments } from './segments.ts'

const DATA = 11
const PASSIVE = 1

/**
 * Says whether a module is only the wrapping of a .NET assembly: a passive data segment begins with `WbIL`.
 *
 * The runtime of .NET reads the segments from the file by itself, at fixed places, and so such a file must stay as it is.
 * Format: https://github.com/dotnet/runtime/blob/main/docs/design/mono/webcil.md
 */
export function isWebcil(bytes: Uint8Array): boolean {
  try {
    const data = readSections(bytes).find(({ id }) => id === DATA)
    if (data === undefined) return false
    const { count, flags, payloadOffsets } = readDataSegments(
      new Cursor(bytes, data.payloadOffset, data.endOffset),
    )
    for (let index = 0; index < count; index++) {
      if (flags[index] === PASSIVE && startsWithMagic(bytes, payloadOffsets[index] as number)) return true
    }
    return false
  } catch (error) {
    if (error instanceof WasmParseError) return false
    throw error
  }
}

function startsWithMagic(bytes: Uint8Array, offset: number): boolean {
  return (
    bytes[offset] === 0x57 &&
    bytes[offset + 1] === 0x62 &&
    bytes[offset + 2] === 0x49 &&
    bytes[offset + 3] === 0x4c
  )
}
