import { Cursor } from '../../wasm/cursor.ts'
import type { Section } from '../../wasm/sections.ts'
import { ByteWriter } from './byte-writer.ts'
import { encodeBodies } from './encode-bodies.ts'
import { encodeNames } from './encode-names.ts'
import { REMOVED, type ModuleCode } from './module-code.ts'
import {
  transcribeData,
  transcribeElements,
  transcribeExports,
  transcribeGlobals,
  transcribeTables,
} from './transcribe-sections.ts'
import { Transcriber } from './transcriber.ts'

/** How faithful {@link encodeModule} is. */
export interface EncodeOptions {
  /**
   * Keeps local declarations grouped as they were and the names of locals and labels: for code that no pass has changed.
   *
   * @default false
   */
  readonly exact?: boolean
}

const HEADER_BYTES = 8

/**
 * Writes a module: the code given, the other sections as they were, every function index after `functionIndices`.
 *
 * @throws {TypeError} a reference to a removed function, which is a mistake of a pass.
 */
export function encodeModule(code: ModuleCode, { exact = false }: EncodeOptions = {}): Uint8Array {
  const { bytes, sections } = code.module
  const output = new ByteWriter(bytes.length)
  output.bytes(bytes, 0, HEADER_BYTES)
  for (const section of sections) {
    const payload = new ByteWriter(section.endOffset - section.payloadOffset)
    encodeSection(code, section, payload, exact)
    output.u8(section.id)
    output.sized(payload)
  }
  return output.view().slice()
}

function encodeSection(code: ModuleCode, section: Section, writer: ByteWriter, exact: boolean): void {
  const { bytes } = code.module
  const { payloadOffset, endOffset } = section
  const functionIndex = indexer(code.functionIndices)
  const transcriber = new Transcriber(new Cursor(bytes, payloadOffset, endOffset), writer, functionIndex)
  switch (section.id) {
    case 0:
      if (section.name !== 'name') return writer.bytes(bytes, payloadOffset, endOffset)
      writer.bytes(bytes, payloadOffset, section.contentOffset)
      return encodeNames(code, new Cursor(bytes, section.contentOffset, endOffset), writer, exact)
    case 3:
      writer.unsigned(code.functions.length)
      for (const { typeIndex } of code.functions) writer.unsigned(typeIndex)
      return
    case 4:
      return transcribeTables(transcriber)
    case 6:
      return transcribeGlobals(transcriber)
    case 7:
      return transcribeExports(transcriber)
    case 8:
      return transcriber.functionIndex()
    case 9:
      return transcribeElements(transcriber)
    case 10:
      return encodeBodies(code, writer, functionIndex, exact)
    case 11:
      return transcribeData(transcriber, writer, code.data)
    case 12:
      return writer.unsigned(code.data?.length ?? code.module.data.count)
    default:
      // Types, imports, memories and tags hold no index of a function.
      return writer.bytes(bytes, payloadOffset, endOffset)
  }
}

function indexer(indices: Uint32Array | undefined): (index: number) => number {
  if (indices === undefined) return (index) => index
  return (index) => {
    const mapped = indices[index]
    if (mapped === undefined || mapped === REMOVED) {
      throw new TypeError(`function ${index} is gone, and something refers to it`)
    }
    return mapped
  }
}
