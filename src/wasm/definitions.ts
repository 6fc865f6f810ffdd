import type { Cursor } from './cursor.ts'
import {
  readGlobalType,
  readTableType,
  readTagType,
  EXTERN_KINDS,
  type ExternKind,
  type ExternType,
} from './imports.ts'
import { skipConstantExpression } from './instruction-reader.ts'
import { readLimits } from './limits.ts'
import { WasmParseError } from './parse-error.ts'
import { readMutability } from './types.ts'
import { readValueType } from './value-types.ts'

/** A table, memory, global or tag that the module itself defines, and its range in the file. */
export interface Definition {
  readonly type: ExternType
  /** Where the initialiser begins; globals always have one, tables seldom. */
  readonly initializerOffset?: number
  readonly offset: number
  readonly endOffset: number
}

/** One export and its range in the file. */
export interface Export {
  readonly name: string
  readonly kind: ExternKind
  readonly index: number
  readonly offset: number
  readonly endOffset: number
}

/** Reads the contents of a table section. */
export function readTables(cursor: Cursor): readonly Definition[] {
  return cursor.vector(2, () => {
    const { offset } = cursor
    // 0x40 0x00 announces a table with an initialiser (typed function references).
    if (cursor.bytes[offset] !== 0x40)
      return { type: readTableType(cursor), offset, endOffset: cursor.offset }
    cursor.skip(2)
    const type = readTableType(cursor)
    return { type, initializerOffset: skipInitializer(cursor), offset, endOffset: cursor.offset }
  })
}

/** Reads the contents of a memory section. */
export function readMemories(cursor: Cursor): readonly Definition[] {
  return cursor.vector(2, () => {
    const { offset } = cursor
    const type = { kind: 'memory', limits: readLimits(cursor) } as const
    return { type, offset, endOffset: cursor.offset }
  })
}

/** Reads the contents of a global section. */
export function readGlobals(cursor: Cursor): readonly Definition[] {
  return cursor.vector(2, () => {
    const { offset } = cursor
    const type = readGlobalType(cursor)
    return { type, initializerOffset: skipInitializer(cursor), offset, endOffset: cursor.offset }
  })
}

/** Checks the contents of a global section: throws where {@link readGlobals} would, and makes nothing of it. */
export function checkGlobals(cursor: Cursor): void {
  for (let left = cursor.count(2); left > 0; left--) {
    readValueType(cursor)
    readMutability(cursor)
    skipConstantExpression(cursor)
  }
}

/** Reads the contents of a tag section. */
export function readTags(cursor: Cursor): readonly Definition[] {
  return cursor.vector(2, () => {
    const { offset } = cursor
    return { type: readTagType(cursor), offset, endOffset: cursor.offset }
  })
}

/** Reads the contents of an export section. */
export function readExports(cursor: Cursor): readonly Export[] {
  return cursor.vector(3, () => {
    const { offset } = cursor
    const name = cursor.name()
    const kind = readExportKind(cursor)
    return { name, kind, index: cursor.u32(), offset, endOffset: cursor.offset }
  })
}

/** Checks the contents of an export section: throws where {@link readExports} would, and makes nothing of it. */
export function checkExports(cursor: Cursor): void {
  for (let left = cursor.count(3); left > 0; left--) {
    if (!cursor.skipAsciiName()) cursor.name()
    readExportKind(cursor)
    cursor.u32()
  }
}

function readExportKind(cursor: Cursor): ExternKind {
  const kind = EXTERN_KINDS[cursor.u8()]
  if (kind === undefined) throw new WasmParseError('unknown export kind', cursor.offset - 1)
  return kind
}

function skipInitializer(cursor: Cursor): number {
  const { offset } = cursor
  skipConstantExpression(cursor)
  return offset
}
