import { Cursor } from '../../../wasm/cursor.ts'
import { readValueType } from '../../../wasm/value-types.ts'

/** What the clauses of a `try_table` branch to, and whether one of them takes everything. */
export interface Clauses {
  /** Each once, counted from outside the `try_table`. */
  readonly labels: ReadonlySet<number>
  readonly catchesAll: boolean
}

const EMPTY = 0x40
/** Clauses that name a tag come first: `catch` and `catch_ref`, then `catch_all` and `catch_all_ref`. */
const FIRST_CATCH_ALL = 2

/** Reads the clauses of the `try_table` that begins at `start`. */
export function readClauses(code: Uint8Array, start: number): Clauses {
  const cursor = new Cursor(code, start + 1)
  const first = code[cursor.offset] as number
  // A negative number of one byte is a value type, or begins one.
  if (first !== EMPTY && (first & 0xc0) === 0x40) readValueType(cursor)
  else cursor.s33()
  const labels = new Set<number>()
  let catchesAll = false
  for (let left = cursor.u32(); left > 0; left--) {
    if (cursor.u8() < FIRST_CATCH_ALL) cursor.u32()
    else catchesAll = true
    labels.add(cursor.u32())
  }
  return { labels, catchesAll }
}
