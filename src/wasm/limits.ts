import type { Cursor } from './cursor.ts'
import { WasmParseError } from './parse-error.ts'

/** Limits of a table or memory; sizes are in elements or pages. */
export interface Limits {
  readonly minimum: number
  readonly maximum?: number
  readonly shared: boolean
  /** Addresses are `i64`: memory64 and table64. */
  readonly is64: boolean
  /** Log2 of the page size where the custom page sizes proposal sets one. */
  readonly pageSizeLog2?: number
}

const HAS_MAXIMUM = 1
const SHARED = 2
const IS_64 = 4
const HAS_PAGE_SIZE = 8

/** Reads limits with the flags of threads, memory64 and custom page sizes. */
export function readLimits(cursor: Cursor): Limits {
  const offset = cursor.offset
  const flags = cursor.u32()
  if (flags > (HAS_MAXIMUM | SHARED | IS_64 | HAS_PAGE_SIZE)) {
    throw new WasmParseError(`unknown limits flags 0x${flags.toString(16)}`, offset)
  }
  const minimum = cursor.u64()
  return {
    minimum,
    ...(flags & HAS_MAXIMUM ? { maximum: cursor.u64() } : {}),
    shared: (flags & SHARED) !== 0,
    is64: (flags & IS_64) !== 0,
    ...(flags & HAS_PAGE_SIZE ? { pageSizeLog2: cursor.u32() } : {}),
  }
}
