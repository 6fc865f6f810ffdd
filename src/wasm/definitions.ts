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
export function readTables(cursor: Cursor): Definition[] {
  return readDefinitions(cursor, (offset) => {
    // 0x40 0x00 announces a table with an initialiser (typed function references).
    if (cursor.bytes[offset] !== 0x40) return { type: readTableType(cursor) }
    cursor.skip(2)
    const type = readTableType(cursor)
    const initializerOffset = cursor.offset
    skipConstantExpression(cursor)
    return { type, initializerOffset }
  })
}

/** Reads the contents of a memory section. */
export function readMemories(cursor: Cursor): Definition[] {
  return readDefinitions(cursor, () => ({ type: { kind: 'memory', limits: readLimits(cursor) } }))
}

/** Reads the contents of a global section. */
export function readGlobals(cursor: Cursor): Definition[] {
  return readDefinitions(cursor, () => {
    const type = readGlobalType(cursor)
    const initializerOffset = cursor.offset
    skipConstantExpression(cursor)
    return { type, initializerOffset }
  })
}

/** Reads the contents of a tag section. */
export function readTags(cursor: Cursor): Definition[] {
  return readDefinitions(cursor, () => ({ type: readTagType(cursor) }))
}

/** Reads the contents of an export section. */
export function readExports(cursor: Cursor): Export[] {
  const exports: Export[] = []
  for (let left = cursor.count(3); left > 0; left--) {
    const offset = cursor.offset
    const name = cursor.name()
    const kindOffset = cursor.offset
    const kind = EXTERN_KINDS[cursor.u8()]
    if (kind === undefined) throw new WasmParseError('unknown export kind', kindOffset)
    exports.push({ name, kind, index: cursor.u32(), offset, endOffset: cursor.offset })
  }
  return exports
}

function readDefinitions(
  cursor: Cursor,
  readOne: (offset: number) => Omit<Definition, 'offset' | 'endOffset'>,
): Definition[] {
  const definitions: Definition[] = []
  for (let left = cursor.count(2); left > 0; left--) {
    const offset = cursor.offset
    const definition = readOne(offset)
    definitions.push({ ...definition, offset, endOffset: cursor.offset })
  }
  return definitions
}
