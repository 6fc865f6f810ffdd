import type { Cursor } from './cursor.ts'
import { WasmParseError } from './parse-error.ts'
import { isOneByteType, readValueType, type ValueType } from './value-types.ts'

/** A field of a struct or the element of an array. */
export interface FieldType {
  readonly type: ValueType
  readonly mutable: boolean
}

/** What a type index stands for, without its supertypes. */
export type CompositeType =
  | { readonly kind: 'func'; readonly params: readonly ValueType[]; readonly results: readonly ValueType[] }
  | { readonly kind: 'struct'; readonly fields: readonly FieldType[] }
  | { readonly kind: 'array'; readonly element: FieldType }
  | { readonly kind: 'cont'; readonly typeIndex: number }

/** One entry of the type index space. */
export interface TypeDefinition {
  readonly composite: CompositeType
  readonly supertypes: readonly number[]
  readonly final: boolean
  readonly shared: boolean
  /** Number of types in the recursion group that this type belongs to; 1 outside `rec`. */
  readonly groupSize: number
  readonly offset: number
  readonly endOffset: number
}

const FUNC = 0x60
const REC = 0x4e
const SUB = 0x50
const SUB_FINAL = 0x4f
const SHARED = 0x65

/** Reads the contents of a type section; a recursion group adds each of its types. */
export function readTypes(cursor: Cursor): TypeDefinition[] {
  const types: TypeDefinition[] = []
  for (let left = cursor.count(); left > 0; left--) {
    const offset = cursor.offset
    if (cursor.u8() === REC) {
      const groupSize = cursor.count()
      for (let member = 0; member < groupSize; member++) types.push(readSubType(cursor, groupSize))
    } else {
      cursor.offset = offset
      types.push(readSubType(cursor, 1))
    }
  }
  return types
}

/** Checks the contents of a type section: throws where {@link readTypes} would, and makes nothing of it. */
export function checkTypes(cursor: Cursor): void {
  for (let left = cursor.count(); left > 0; left--) {
    if (skipPlainFunction(cursor)) continue
    let members = 1
    if (cursor.bytes[cursor.offset] === REC && !cursor.done) {
      cursor.offset++
      members = cursor.count()
    }
    for (; members > 0; members--) if (!skipPlainFunction(cursor)) readSubType(cursor, 1)
  }
}

/** Moves behind a function type of a few one-byte types, as nearly all are; false, and nowhere, at anything else. */
function skipPlainFunction(cursor: Cursor): boolean {
  const { bytes, end, offset } = cursor
  if (bytes[offset] !== FUNC) return false
  let at = offset + 1
  for (let vectors = 2; vectors > 0; vectors--) {
    const count = bytes[at++] as number
    // What stands behind the end is read here too, and not used.
    if (count >= 0x80) return false
    for (const behind = at + count; at < behind; at++) if (!isOneByteType(bytes[at] as number)) return false
  }
  if (at > end) return false
  cursor.offset = at
  return true
}

const NO_SUPERTYPES: readonly number[] = []

function readSubType(cursor: Cursor, groupSize: number): TypeDefinition {
  const offset = cursor.offset
  let form = cursor.u8()
  let supertypes: readonly number[] = NO_SUPERTYPES
  const final = form !== SUB
  if (form === SUB || form === SUB_FINAL) {
    supertypes = cursor.vector(1, readIndex)
    form = cursor.u8()
  }
  const shared = form === SHARED
  if (shared) form = cursor.u8()
  const composite = readComposite(cursor, form)
  return { composite, supertypes, final, shared, groupSize, offset, endOffset: cursor.offset }
}

function readComposite(cursor: Cursor, form: number): CompositeType {
  switch (form) {
    case FUNC:
      return { kind: 'func', params: readResultType(cursor), results: readResultType(cursor) }
    case 0x5f:
      return { kind: 'struct', fields: cursor.vector(2, readField) }
    case 0x5e:
      return { kind: 'array', element: readField(cursor) }
    case 0x5d:
      return { kind: 'cont', typeIndex: cursor.s33() }
    default:
      throw new WasmParseError(`unknown type form 0x${form.toString(16)}`, cursor.offset - 1)
  }
}

function readResultType(cursor: Cursor): readonly ValueType[] {
  return cursor.vector(1, readValueType)
}

function readIndex(cursor: Cursor): number {
  return cursor.u32()
}

function readField(cursor: Cursor): FieldType {
  return { type: readValueType(cursor), mutable: readMutability(cursor) }
}

/** Reads the mutability of a field or global; bit 1 is `shared` in the shared-everything proposal. */
export function readMutability(cursor: Cursor): boolean {
  const offset = cursor.offset
  const flags = cursor.u8()
  if (flags > 3) throw new WasmParseError(`unknown mutability 0x${flags.toString(16)}`, offset)
  return (flags & 1) !== 0
}
