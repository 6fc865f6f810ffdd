import * as t from '@webassemblyjs/ast'
import { readExpression } from './ast-expressions.ts'
import { metadataNode } from './ast-metadata.ts'
import type {
  Func,
  FuncImportDescr,
  GlobalNode,
  GlobalType,
  ImportDescr,
  MemoryNode,
  ModuleExport,
  ModuleExportDescr,
  ModuleImport,
  ModuleNode,
  Program,
  StartNode,
  TableNode,
  TypeInstruction,
  Unrepresented,
} from './ast-nodes.ts'
import { identifier, limitsNode, located, numberLiteral, signatureNode, typeName } from './ast-parts.ts'
import { dataNodes, elementNodes } from './ast-segments.ts'
import type { AstNode, AstVisitors } from './ast-visitor.ts'
import type { ExternKind, ExternType } from './imports.ts'
import { countImports, type WasmModule } from './module.ts'

/**
 * Says the structure of a module in the nodes of `@webassemblyjs/ast`, for its `traverse`: types, imports, tables,
 * memories, globals, start, segments, functions without their bodies, exports; sections, function names and producers.
 *
 * Byte ranges are in `loc`, as `column`. Tags and types other than functions have no node type, at which `traverse` would
 * throw: they are in `unrepresented` of the module.
 *
 * @throws {WasmParseError} a constant expression that cannot be decoded.
 */
export function toAst(module: WasmModule): Program {
  return programOf(
    t.module(
      module.names.module ?? null,
      [
        ...typeNodes(module),
        ...importNodes(module),
        ...tableNodes(module),
        ...memoryNodes(module),
        ...globalNodes(module),
        ...startNodes(module),
        ...elementNodes(module),
        ...dataNodes(module),
        ...functionNodes(module),
        ...exportNodes(module),
      ],
      metadataNode(module),
    ),
    unrepresentedIn(module),
  )
}

/** The imports and exports only: a walk over them does not pay for half a million functions. */
export function interfaceAst(module: WasmModule): Program {
  return t.program([t.module(null, [...importNodes(module), ...exportNodes(module)])])
}

/** The library's `traverse` with types: calls the visitors for a node and all below it, parents first. */
export const traverse: (node: AstNode, visitors: AstVisitors) => void = t.traverse

function programOf(node: ModuleNode, unrepresented: Unrepresented): Program {
  const { types, tags } = unrepresented
  return t.program([types.length + tags.length === 0 ? node : { ...node, unrepresented }])
}

function unrepresentedIn(module: WasmModule): Unrepresented {
  const firstTag = countImports(module, 'tag')
  return {
    types: module.types
      .map((type, index) => ({ ...type, index }))
      .filter(({ composite }) => composite.kind !== 'func'),
    tags: module.tags.map((tag, at) => ({ ...tag, index: firstTag + at })),
  }
}

function typeNodes(module: WasmModule): TypeInstruction[] {
  const nodes: TypeInstruction[] = []
  for (const [index, { offset, endOffset }] of module.types.entries()) {
    const signature = signatureNode(module, index)
    if (signature.type !== 'Signature') continue
    nodes.push(located({ ...t.typeInstruction(undefined, signature), index }, offset, endOffset))
  }
  return nodes
}

function importNodes(module: WasmModule): ModuleImport[] {
  const next: Record<ExternKind, number> = { function: 0, table: 0, memory: 0, global: 0, tag: 0 }
  return module.imports.map(({ module: from, name, type, offset, endOffset }) => {
    const index = next[type.kind]++
    const descr = importDescr(module, type, index)
    return located({ ...t.moduleImport(from, name, descr), index }, offset, endOffset)
  })
}

function importDescr(module: WasmModule, type: ExternType, index: number): ImportDescr {
  switch (type.kind) {
    case 'function':
      return functionDescr(module, type.typeIndex, index)
    case 'table':
      return tableNode(module, type, index)
    case 'memory':
      return memoryNode(type, index)
    case 'global':
      return globalType(type)
    case 'tag':
      return { kind: 'tag', typeIndex: type.typeIndex }
  }
}

function functionDescr(module: WasmModule, typeIndex: number, index: number): FuncImportDescr {
  const id = identifier(module.names.functions.get(index), 'func', index)
  return t.funcImportDescr(id, signatureNode(module, typeIndex))
}

function tableNode(module: WasmModule, type: ExternType & { kind: 'table' }, index: number): TableNode {
  const name = identifier(module.names.tables.get(index), 'table', index)
  return { ...t.table(typeName(type.element), limitsNode(type.limits), name), index }
}

function memoryNode(type: ExternType & { kind: 'memory' }, index: number): MemoryNode {
  return { ...t.memory(limitsNode(type.limits), numberLiteral(index)), index }
}

function globalType(type: ExternType & { kind: 'global' }): GlobalType {
  return t.globalType(typeName(type.type), type.mutable ? 'var' : 'const')
}

function tableNodes(module: WasmModule): TableNode[] {
  const first = countImports(module, 'table')
  return module.tables.flatMap(({ type, initializerOffset, offset, endOffset }, at) => {
    if (type.kind !== 'table') return []
    const node = tableNode(module, type, first + at)
    const init =
      initializerOffset === undefined ? {} : { init: readExpression(module.bytes, initializerOffset) }
    return [located({ ...node, ...init }, offset, endOffset)]
  })
}

function memoryNodes(module: WasmModule): MemoryNode[] {
  const first = countImports(module, 'memory')
  return module.memories.flatMap(({ type, offset, endOffset }, at) =>
    type.kind === 'memory' ? [located(memoryNode(type, first + at), offset, endOffset)] : [],
  )
}

function globalNodes(module: WasmModule): GlobalNode[] {
  const first = countImports(module, 'global')
  return module.globals.flatMap(({ type, initializerOffset, offset, endOffset }, at) => {
    if (type.kind !== 'global') return []
    const index = first + at
    const init = initializerOffset === undefined ? [] : readExpression(module.bytes, initializerOffset)
    const name = module.names.globals.get(index)
    const id = name === undefined ? undefined : identifier(name, 'global', index)
    return [located({ ...t.global(globalType(type), init, id), index }, offset, endOffset)]
  })
}

function startNodes({ start, sections }: WasmModule): StartNode[] {
  const section = sections.find(({ id }) => id === 8)
  if (start === undefined || section === undefined) return []
  return [located(t.start(numberLiteral(start)), section.payloadOffset, section.endOffset)]
}

function functionNodes(module: WasmModule): Func[] {
  const first = countImports(module, 'function')
  const { offsets, contentOffsets, endOffsets } = module.bodies
  return Array.from(module.functions.typeIndices, (typeIndex, at) => {
    const index = first + at
    const endOffset = endOffsets[at] as number
    const metadata = { bodySize: endOffset - (contentOffsets[at] as number) }
    const name = identifier(module.names.functions.get(index), 'func', index)
    const node = t.func(name, signatureNode(module, typeIndex), [], undefined, metadata)
    return located({ ...node, index }, offsets[at] as number, endOffset)
  })
}

const EXPORT_TYPES: Readonly<Record<ExternKind, ModuleExportDescr['exportType']>> = {
  function: 'Func',
  table: 'Table',
  memory: 'Memory',
  global: 'Global',
  tag: 'Tag',
}

function exportNodes(module: WasmModule): ModuleExport[] {
  return module.exports.map(({ name, kind, index, offset, endOffset }) => {
    const descr = t.moduleExportDescr(EXPORT_TYPES[kind], numberLiteral(index))
    return located(t.moduleExport(name, descr), offset, endOffset)
  })
}
