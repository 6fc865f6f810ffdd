import * as t from '@webassemblyjs/ast'
import { asItem, asOne, readExpression } from './ast-expressions.ts'
import type { DataNode, Elem, SegmentMode } from './ast-nodes.ts'
import { located, numberLiteral } from './ast-parts.ts'
import { Cursor } from './cursor.ts'
import { skipConstantExpression } from './instruction-reader.ts'
import type { WasmModule } from './module.ts'

const NOT_ACTIVE = 1
const EXPLICIT_INDEX = 2
const EXPRESSIONS = 4

/** One node for each element segment. */
export function elementNodes({ bytes, elements }: WasmModule): Elem[] {
  return Array.from({ length: elements.count }, (_, index) => {
    const flags = elements.flags[index] as number
    const offset = elements.offsets[index] as number
    const endOffset = elements.endOffsets[index] as number
    const mode: SegmentMode = !(flags & NOT_ACTIVE)
      ? 'active'
      : flags & EXPLICIT_INDEX
        ? 'declared'
        : 'passive'
    const table = mode === 'active' && flags & EXPLICIT_INDEX ? indexBehindFlags(bytes, offset) : 0
    const expressionOffset = elements.expressionOffsets[index] as number
    const tableOffset = mode === 'active' ? readExpression(bytes, expressionOffset) : []
    const items = readItems(bytes, elements.payloadOffsets[index] as number, endOffset, flags)
    const node = t.elem(numberLiteral(table), tableOffset, items)
    return located({ ...node, mode, index }, offset, endOffset)
  })
}

function readItems(bytes: Uint8Array, offset: number, endOffset: number, flags: number): Elem['funcs'] {
  const items: Elem['funcs'][number][] = []
  const cursor = new Cursor(bytes, offset, endOffset)
  while (!cursor.done) {
    if (flags & EXPRESSIONS) {
      items.push(asItem(readExpression(bytes, cursor.offset)))
      skipConstantExpression(cursor)
    } else {
      items.push(numberLiteral(cursor.u32()))
    }
  }
  return items
}

/** One node for each data segment. */
export function dataNodes({ bytes, data }: WasmModule): DataNode[] {
  return Array.from({ length: data.count }, (_, index) => {
    const flags = data.flags[index] as number
    const offset = data.offsets[index] as number
    const endOffset = data.endOffsets[index] as number
    const mode: SegmentMode = flags & NOT_ACTIVE ? 'passive' : 'active'
    const memory = flags & EXPLICIT_INDEX ? indexBehindFlags(bytes, offset) : 0
    const expressionOffset = data.expressionOffsets[index] as number
    const memoryOffset = mode === 'active' ? asOne(readExpression(bytes, expressionOffset)) : undefined
    const values = bytes.subarray(data.payloadOffsets[index], endOffset)
    const node = t.data(numberLiteral(memory), memoryOffset, t.byteArray(values))
    return located({ ...node, mode, index }, offset, endOffset)
  })
}

function indexBehindFlags(bytes: Uint8Array, offset: number): number {
  const cursor = new Cursor(bytes, offset)
  cursor.u32()
  return cursor.u32()
}
