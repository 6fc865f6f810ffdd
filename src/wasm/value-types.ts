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
const REF_NULL = 0x63
const REF = 0x64

/** Types of one byte by that byte; one object for all uses, since a module repeats a few of them thousands of times. */
const ONE_BYTE: readonly (ValueType | undefined)[] = Array.from({ length: 0x80 }, (_, byte) => {
  const heap = HEAP[byte]
  return heap === undefined ? SIMPLE[byte] : Object.freeze({ nullable: true, heap })
})

/** Bytes of the names in {@link SIMPLE} and {@link HEAP}. */
const CODES: ReadonlyMap<string, number> = new Map(
  [...Object.entries(SIMPLE), ...Object.entries(HEAP)].map(([byte, name]) => [name, Number(byte)]),
)

/** Encodes a value type in its shortest form, as {@link readValueType} reads it. */
export function encodeValueType(type: ValueType): Uint8Array {
  if (typeof type === 'string') return Uint8Array.of(codeOf(type))
  const heap = encodeHeapType(type.heap)
  const isShort = type.nullable && typeof type.heap === 'string'
  return Uint8Array.from(isShort ? heap : [type.nullable ? REF_NULL : REF, ...heap])
}

function encodeHeapType(heap: string | number): number[] {
  if (typeof heap === 'number') return encodeTypeIndex(heap)
  return heap.startsWith('shared ')
    ? [SHARED_PREFIX, ...encodeHeapType(heap.slice('shared '.length))]
    : [codeOf(heap)]
}

function codeOf(name: string): number {
  const code = CODES.get(name)
  if (code === undefined) throw new TypeError(`${name} is no value type`)
  return code
}

/** A type index is a positive number of 33 bits with a sign. */
function encodeTypeIndex(index: number): number[] {
  const bytes: number[] = []
  for (let rest = index; ; rest >>>= 7) {
    if (rest < 0x40) return [...bytes, rest]
    bytes.push((rest & 0x7f) | 0x80)
  }
}

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
  if (byte === REF_NULL || byte === REF) return { nullable: byte === REF_NULL, heap: readHeapType(cursor) }
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
