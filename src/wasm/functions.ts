import type { Cursor } from './cursor.ts'
import { WasmParseError } from './parse-error.ts'

/** Type indices of the defined functions and where their entries in the function section lie. */
export interface FunctionDeclarations {
  readonly typeIndices: Uint32Array
  /** `count + 1` offsets: entry `i` lies in `entryOffsets[i]..entryOffsets[i + 1]`. */
  readonly entryOffsets: Uint32Array
}

/** Ranges of function bodies; body `i` is `offsets[i]..endOffsets[i]`, its size field included. */
export interface FunctionBodies {
  readonly count: number
  readonly offsets: Uint32Array
  /** Behind the size field, where the local declarations begin. */
  readonly contentOffsets: Uint32Array
  readonly endOffsets: Uint32Array
}

/** Reads the contents of a function section. */
export function readFunctionDeclarations(cursor: Cursor): FunctionDeclarations {
  const count = cursor.count()
  const typeIndices = new Uint32Array(count)
  const entryOffsets = new Uint32Array(count + 1)
  const { bytes, end } = cursor
  let { offset } = cursor
  for (let index = 0; index < count; index++) {
    entryOffsets[index] = offset
    // One byte here, for the loop is hot: nearly all types have one.
    const byte = bytes[offset] as number
    if (offset < end && byte < 0x80) {
      typeIndices[index] = byte
      offset++
    } else {
      cursor.offset = offset
      typeIndices[index] = cursor.u32()
      offset = cursor.offset
    }
  }
  cursor.offset = offset
  entryOffsets[count] = offset
  return { typeIndices, entryOffsets }
}

/** Reads the ranges in a code section; `declaredCount` is the number of entries in the function section. */
export function readFunctionBodies(cursor: Cursor, declaredCount: number): FunctionBodies {
  const start = cursor.offset
  const count = cursor.count(2)
  if (count !== declaredCount) {
    throw new WasmParseError(`${count} function bodies for ${declaredCount} declared functions`, start)
  }
  // Bodies follow each other, so that one array holds where they begin and where they end.
  const bounds = new Uint32Array(count + 1)
  const contentOffsets = new Uint32Array(count)
  for (let index = 0; index < count; index++) {
    bounds[index] = cursor.offset
    const size = cursor.u32()
    contentOffsets[index] = cursor.offset
    cursor.skip(size)
  }
  bounds[count] = cursor.offset
  return { count, offsets: bounds.subarray(0, count), contentOffsets, endOffsets: bounds.subarray(1) }
}
