import type { Cursor } from './cursor.ts'
import { WasmParseError } from './parse-error.ts'

/** A reference type; `heap` is an abstract heap type's name or a type index. */
export interface RefType {
  readonly nullable: boolean
  readonly heap: string | number
}

/** A value or storage type: a number or vector type by its name, or a reference. */
export type ValueType = string | RefType

const SIMPLE: Readonly<Record<number, string>> = {
  0x7f: 'i32',
  0x7e: 'i64',
  0x7d: 'f32',
  0x7c: 'f64',
  0x7b: 'v128',
  0x78: 'i8',
  0x77: 'i16',
}

const HEAP: Readonly<Record<number, string>> = {
  0x75: 'nocont',
  0x74: 'noexn',
  0x73: 'nofunc',
  0x72: 'noextern',
  0x71: 'none',
  0x70: 'func',
  0x6f: 'extern',
  0x6e: 'any',
  0x6d: 'eq',
  0x6c: 'i31',
  0x6b: 'struct',
  0x6a: 'array',
  0x69: 'exn',
  0x68: 'cont',
  0x67: 'string',
  0x66: 'stringview_wtf8',
  0x62: 'stringview_wtf16',
  0x61: 'stringview_iter',
}

const SHARED_PREFIX = 0x65

/** Types of one byte by that byte; one object for all uses, since a module repeats a few of them thousands of times. */
const ONE_BYTE: readonly (ValueType | undefined)[] = Array.from({ length: 0x80 }, (_, byte) => {
  const heap = HEAP[byte]
  return heap === undefined ? SIMPLE[byte] : Object.freeze({ nullable: true, heap })
})

/** Says whether a byte alone is a value or storage type. */
export function isOneByteType(byte: number): boolean {
  return ONE_BYTE[byte] !== undefined
}

/** Reads a value or storage type, including those of GC, exceptions, stack switching and stringref. */
export function readValueType(cursor: Cursor): ValueType {
  const offset = cursor.offset
  const byte = cursor.u8()
  const type = ONE_BYTE[byte]
  if (type !== undefined) return type
  if (byte === 0x63 || byte === 0x64) return { nullable: byte === 0x63, heap: readHeapType(cursor) }
  if (byte === SHARED_PREFIX) {
    cursor.offset = offset
    return { nullable: true, heap: readHeapType(cursor) }
  }
  throw new WasmParseError(`unknown value type 0x${byte.toString(16)}`, offset)
}

/** Reads a heap type: a name (`func`, `extern`, `shared any`) or a type index. */
export function readHeapType(cursor: Cursor): string | number {
  const offset = cursor.offset
  const value = cursor.s33()
  if (value >= 0) return value
  const byte = value + 0x80
  if (byte === SHARED_PREFIX) return `shared ${String(readHeapType(cursor))}`
  const heap = HEAP[byte]
  if (heap === undefined) throw new WasmParseError(`unknown heap type ${value}`, offset)
  return heap
}
