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
  for (let index = 0; index < count; index++) {
    entryOffsets[index] = cursor.offset
    typeIndices[index] = cursor.u32()
  }
  entryOffsets[count] = cursor.offset
  return { typeIndices, entryOffsets }
}

/** Reads the ranges in a code section; `declaredCount` is the number of entries in the function section. */
export function readFunctionBodies(cursor: Cursor, declaredCount: number): FunctionBodies {
  const start = cursor.offset
  const count = cursor.count(2)
  if (count !== declaredCount) {
    throw new WasmParseError(`${count} function bodies for ${declaredCount} declared functions`, start)
  }
  const offsets = new Uint32Array(count)
  const contentOffsets = new Uint32Array(count)
  const endOffsets = new Uint32Array(count)
  for (let index = 0; index < count; index++) {
    offsets[index] = cursor.offset
    const size = cursor.u32()
    contentOffsets[index] = cursor.offset
    cursor.skip(size)
    endOffsets[index] = cursor.offset
  }
  return { count, offsets, contentOffsets, endOffsets }
}
