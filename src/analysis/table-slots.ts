import { Cursor } from '../wasm/cursor.ts'
import { InstructionReader } from '../wasm/instruction-reader.ts'
import type { WasmModule } from '../wasm/module.ts'
import { Op } from '../wasm/opcodes.ts'
import { readConstant } from './constant-expression.ts'
import { NumberList } from './graph/number-list.ts'

/** Functions that element segments put, or may put, into tables; one entry a slot, in file order. */
export interface TableSlots {
  readonly count: number
  /** Function in each slot. */
  readonly functions: Uint32Array
  /** Slot by index in table 0; -1 where there is none or its place is not known. */
  readonly byIndex: Int32Array
}

const NOT_ACTIVE = 1
const DECLARATIVE = 3
const EXPLICIT_TABLE = 2
const EXPRESSIONS = 4

/**
 * Reads the functions of all element segments; those whose place is not one constant have slots without an index.
 *
 * Declarative segments have no slots: they only announce which functions code takes references to.
 */
export function readTableSlots(module: WasmModule): TableSlots {
  const functions = new NumberList()
  const places = new NumberList()
  const { count, flags, offsets, expressionOffsets, payloadOffsets, endOffsets } = module.elements
  let highest = -1
  for (let segment = 0; segment < count; segment++) {
    const kind = flags[segment] as number
    if ((kind & DECLARATIVE) === DECLARATIVE) continue
    const table =
      kind & EXPLICIT_TABLE && !(kind & NOT_ACTIVE) ? tableOf(module, offsets[segment] as number) : 0
    const isActive = (kind & NOT_ACTIVE) === 0
    const base = isActive ? readConstant(module.bytes, expressionOffsets[segment] as number) : undefined
    const cursor = new Cursor(module.bytes, payloadOffsets[segment], endOffsets[segment])
    for (let at = 0; !cursor.done; at++) {
      const func = kind & EXPRESSIONS ? functionOf(cursor) : cursor.u32()
      if (func === undefined) continue
      functions.push(func)
      const index = base === undefined || table !== 0 ? UNPLACED : base + at
      places.push(index)
      if (index !== UNPLACED) highest = Math.max(highest, index)
    }
  }
  const byIndex = new Int32Array(Math.min(highest + 1, MOST_PLACES)).fill(-1)
  const indices = places.view()
  for (let slot = 0; slot < indices.length; slot++) {
    const index = indices[slot] as number
    if (index < byIndex.length) byIndex[index] = slot
  }
  return { count: functions.length, functions: functions.view(), byIndex }
}

const UNPLACED = 0xffffffff

/** Table entries that engines allow; a hostile offset allocates no more. */
const MOST_PLACES = 10_000_000

function tableOf(module: WasmModule, offset: number): number {
  const cursor = new Cursor(module.bytes, offset)
  cursor.u32()
  return cursor.u32()
}

function functionOf(cursor: Cursor): number | undefined {
  const reader = new InstructionReader(cursor.bytes, cursor.offset, cursor.end)
  let func: number | undefined
  while (reader.next()) if (reader.opcode === Op.refFunc) func = reader.index
  cursor.offset = reader.offset
  return func
}
