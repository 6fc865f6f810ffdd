import * as t from '@webassemblyjs/ast'
import type { Identifier, Limit, NumberLiteral, Signature } from './ast-nodes.ts'
import type { Limits } from './limits.ts'
import type { WasmModule } from './module.ts'
import type { ValueType } from './value-types.ts'

/** Sets the byte range of a node. */
export function located<Node>(node: Node, offset: number, endOffset: number): Node {
  return t.withLoc(node, { line: -1, column: endOffset }, { line: -1, column: offset })
}

/** A number; the library's `indexLiteral` parses its decimal digits anew. */
export function numberLiteral(value: number): NumberLiteral {
  return t.numberLiteral(value, String(value))
}

/** The name of a definition, or the one that the library invents (`func_3`), which `raw: ''` marks. */
export function identifier(name: string | undefined, kind: string, index: number): Identifier {
  const numeric = `${kind}_${index}`
  return name === undefined ? t.identifier(numeric, '') : { ...t.identifier(name), numeric }
}

/** The library's words for limits, and ours for what it has none for. */
export function limitsNode({ minimum, maximum, shared, is64, pageSizeLog2 }: Limits): Limit {
  const ours = { ...(is64 ? { is64 } : {}), ...(pageSizeLog2 === undefined ? {} : { pageSizeLog2 }) }
  return { ...t.limit(minimum, maximum, shared), ...ours }
}

/** The signature that a type index stands for, or the index where it stands for none. */
export function signatureNode({ types }: WasmModule, typeIndex: number): Signature | NumberLiteral {
  const composite = types[typeIndex]?.composite
  if (composite?.kind !== 'func') return numberLiteral(typeIndex)
  return t.signature(
    composite.params.map((type) => t.funcParam(typeName(type))),
    composite.results.map(typeName),
  )
}

const ABBREVIATIONS: Readonly<Record<string, string>> = {
  // The library's word for funcref, from before there were other references.
  func: 'anyfunc',
  none: 'nullref',
  nofunc: 'nullfuncref',
  noextern: 'nullexternref',
  noexn: 'nullexnref',
  nocont: 'nullcontref',
}

/** A value type as the library and the text format spell it: `i32`, `anyfunc`, `externref`, `(ref null 3)`. */
export function typeName(type: ValueType): string {
  if (typeof type === 'string') return type
  const { heap, nullable } = type
  if (typeof heap === 'string' && nullable && !heap.includes(' ')) return ABBREVIATIONS[heap] ?? `${heap}ref`
  const spelled = typeof heap === 'string' && heap.includes(' ') ? `(${heap})` : heap
  return nullable ? `(ref null ${spelled})` : `(ref ${spelled})`
}
