import type { Cursor } from './cursor.ts'
import { readLimits, type Limits } from './limits.ts'
import { WasmParseError } from './parse-error.ts'
import { readMutability } from './types.ts'
import { readValueType, type ValueType } from './value-types.ts'

/** What is imported, exported or defined, as far as its declaration says. */
export type ExternType =
  | { readonly kind: 'function'; readonly typeIndex: number; readonly exact?: boolean }
  | { readonly kind: 'table'; readonly element: ValueType; readonly limits: Limits }
  | { readonly kind: 'memory'; readonly limits: Limits }
  | { readonly kind: 'global'; readonly type: ValueType; readonly mutable: boolean }
  | { readonly kind: 'tag'; readonly typeIndex: number }

/** The kinds of things that a module imports and exports, by their byte in the binary format. */
export const EXTERN_KINDS = ['function', 'table', 'memory', 'global', 'tag'] as const

/** One of {@link EXTERN_KINDS}. */
export type ExternKind = (typeof EXTERN_KINDS)[number]

/** One import and its range in the file. */
export interface Import {
  readonly module: string
  readonly name: string
  readonly type: ExternType
  readonly offset: number
  readonly endOffset: number
}

/** Numbers of imports by kind. */
export type ImportCounts = Readonly<Record<ExternKind, number>>

/** Reads the contents of an import section. */
export function readImports(cursor: Cursor): readonly Import[] {
  return cursor.vector(3, () => {
    const { offset } = cursor
    const module = cursor.name()
    const name = cursor.name()
    const type = readExternType(cursor)
    return { module, name, type, offset, endOffset: cursor.offset }
  })
}

/** Checks the contents of an import section: throws where {@link readImports} would, and only counts. */
export function checkImports(cursor: Cursor): ImportCounts {
  const counts = { function: 0, table: 0, memory: 0, global: 0, tag: 0 }
  for (let left = cursor.count(3); left > 0; left--) {
    for (let names = 2; names > 0; names--) if (!cursor.skipAsciiName()) cursor.name()
    counts[readExternType(cursor).kind]++
  }
  return counts
}

function readExternType(cursor: Cursor): ExternType {
  const offset = cursor.offset
  const kind = cursor.u8()
  switch (kind) {
    case 0:
      return { kind: 'function', typeIndex: cursor.u32() }
    case 1:
      return readTableType(cursor)
    case 2:
      return { kind: 'memory', limits: readLimits(cursor) }
    case 3:
      return readGlobalType(cursor)
    case 4:
      return readTagType(cursor)
    default:
      throw new WasmParseError(`unknown import kind 0x${kind.toString(16)}`, offset)
  }
}

/** Reads a table type: element type, then limits. */
export function readTableType(cursor: Cursor): ExternType & { kind: 'table' } {
  return { kind: 'table', element: readValueType(cursor), limits: readLimits(cursor) }
}

/** Reads a global type: value type, then mutability. */
export function readGlobalType(cursor: Cursor): ExternType & { kind: 'global' } {
  return { kind: 'global', type: readValueType(cursor), mutable: readMutability(cursor) }
}

/** Reads a tag type: an attribute that must be 0, then a type index. */
export function readTagType(cursor: Cursor): ExternType & { kind: 'tag' } {
  const offset = cursor.offset
  if (cursor.u8() !== 0) throw new WasmParseError('unknown tag attribute', offset)
  return { kind: 'tag', typeIndex: cursor.u32() }
}
