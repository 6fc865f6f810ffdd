import { Op } from '../../wasm/opcodes.ts'
import type { ByteWriter } from './byte-writer.ts'
import type { ActiveSegment } from './module-code.ts'
import type { Transcriber } from './transcriber.ts'

// The formats are those of https://webassembly.github.io/spec/core/binary/modules.html

const TABLE_WITH_INITIALIZER = 0x40
const MEMORY64 = 4
const HAS_MAXIMUM = 1
const HAS_PAGE_SIZE = 8

/** Copies the contents of a table section. */
export function transcribeTables(transcriber: Transcriber): void {
  transcriber.vector(() => {
    const { bytes, offset } = transcriber.cursor
    const isInitialized = bytes[offset] === TABLE_WITH_INITIALIZER
    if (isInitialized) transcriber.raw(2)
    transcriber.type()
    transcribeLimits(transcriber)
    if (isInitialized) transcriber.expression()
  })
}

function transcribeLimits(transcriber: Transcriber): void {
  const flags = transcriber.unsigned()
  const size = () => (flags & MEMORY64 ? transcriber.unsigned64() : transcriber.unsigned())
  size()
  if (flags & HAS_MAXIMUM) size()
  if (flags & HAS_PAGE_SIZE) transcriber.unsigned()
}

/** Copies the contents of a global section. */
export function transcribeGlobals(transcriber: Transcriber): void {
  transcriber.vector(() => {
    transcriber.type()
    transcriber.u8()
    transcriber.expression()
  })
}

/** Copies the contents of an export section. */
export function transcribeExports(transcriber: Transcriber): void {
  transcriber.vector(() => {
    transcriber.raw(transcriber.unsigned())
    if (transcriber.u8() === EXPORTS_FUNCTION) transcriber.functionIndex()
    else transcriber.unsigned()
  })
}

const EXPORTS_FUNCTION = 0

const NOT_ACTIVE = 1
const EXPLICIT_TABLE = 2
const EXPRESSIONS = 4

/** Copies the contents of an element section. */
export function transcribeElements(transcriber: Transcriber): void {
  transcriber.vector(() => {
    const flags = transcriber.unsigned()
    if (!(flags & NOT_ACTIVE)) {
      if (flags & EXPLICIT_TABLE) transcriber.unsigned()
      transcriber.expression()
    }
    if (flags & (NOT_ACTIVE | EXPLICIT_TABLE)) {
      if (flags & EXPRESSIONS) transcriber.type()
      else transcriber.u8()
    }
    transcriber.vector(() => {
      if (flags & EXPRESSIONS) transcriber.expression()
      else transcriber.functionIndex()
    })
  })
}

const PASSIVE = 1
const EXPLICIT_MEMORY = 2

/** Copies the contents of a data section, or writes `segments` instead. */
export function transcribeData(
  transcriber: Transcriber,
  writer: ByteWriter,
  segments: readonly ActiveSegment[] | undefined,
): void {
  if (segments === undefined) {
    transcriber.vector(() => {
      const flags = transcriber.unsigned()
      if (flags === EXPLICIT_MEMORY) transcriber.unsigned()
      if (flags !== PASSIVE) transcriber.expression()
      transcriber.raw(transcriber.unsigned())
    })
    return
  }
  writer.unsigned(segments.length)
  for (const { address, bytes } of segments) {
    writer.unsigned(0)
    writer.u8(Op.i32Const)
    writer.signed(address)
    writer.u8(Op.end)
    writer.unsigned(bytes.length)
    writer.bytes(bytes)
  }
}
