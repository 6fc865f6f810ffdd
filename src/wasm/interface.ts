import { interfaceAst, traverse } from './ast.ts'
import type { ExternKind, ExternType } from './imports.ts'
import type { Limits } from './limits.ts'
import type { WasmModule } from './module.ts'
import { stripReason } from './strip.ts'
import type { CompositeType, FieldType } from './types.ts'
import type { ValueType } from './value-types.ts'

/** What the outside sees of a module, one canonical line an entry. */
export interface ModuleInterface {
  /** Sorted: a host resolves imports by name. */
  readonly imports: readonly string[]
  /** In file order: it is the order of the properties of `instance.exports`. */
  readonly exports: readonly string[]
  /** Custom sections that a program could read, with their size; sorted. */
  readonly customSections: readonly string[]
}

/** Describes imports, exports with their types spelled out (type indices differ between equal modules), and custom sections. */
export function describeInterface(module: WasmModule): ModuleInterface {
  const typeOf = externTypes(module)
  const describe = (kind: ExternKind, index: number) => {
    // The nodes say no tags and not all of a type: which limits are 64 bits, what a type index leads to.
    const type = typeOf(kind, index)
    return type === undefined ? `${kind} ${index} out of range` : describeExtern(module, type)
  }
  const imports: string[] = []
  const exports: string[] = []
  traverse(interfaceAst(module), {
    ModuleImport({ node }) {
      const kind = IMPORT_KINDS[node.descr.type ?? 'Tag']
      imports.push(`${quote(node.module)} ${quote(node.name)} ${describe(kind, node.index)}`)
    },
    ModuleExport({ node }) {
      const { exportType, id } = node.descr
      exports.push(`${quote(node.name)} ${describe(EXPORT_KINDS[exportType], id.value)}`)
    },
  })
  return {
    imports: imports.sort(),
    exports,
    customSections: module.sections
      .filter((section) => section.id === 0 && stripReason(section) === undefined)
      .map(({ name, contentOffset, endOffset }) => `${quote(name)} ${endOffset - contentOffset}`)
      .sort(),
  }
}

const IMPORT_KINDS = {
  FuncImportDescr: 'function',
  Table: 'table',
  Memory: 'memory',
  GlobalType: 'global',
  Tag: 'tag',
} as const

const EXPORT_KINDS = {
  Func: 'function',
  Table: 'table',
  Memory: 'memory',
  Global: 'global',
  Tag: 'tag',
} as const

/** Returns the first difference between two interfaces as a sentence, or undefined where they are equal. */
export function compareInterfaces(before: ModuleInterface, after: ModuleInterface): string | undefined {
  return (
    firstDifference('import', before.imports, after.imports) ??
    firstDifference('export', before.exports, after.exports) ??
    firstDifference('custom section', before.customSections, after.customSections)
  )
}

function firstDifference(
  what: string,
  before: readonly string[],
  after: readonly string[],
): string | undefined {
  const at = before.findIndex((line, index) => line !== after[index])
  if (at >= 0) return `${what} ${before[at]} became ${after[at] ?? 'nothing'}`
  return after.length > before.length ? `${what} ${after[before.length]} is new` : undefined
}

/** Looks up types in the index spaces; an object for each of half a million functions would cost more than the interface. */
function externTypes(module: WasmModule): (kind: ExternKind, index: number) => ExternType | undefined {
  const spaces: Record<ExternKind, ExternType[]> = {
    function: [],
    table: [],
    memory: [],
    global: [],
    tag: [],
  }
  for (const { type } of module.imports) spaces[type.kind].push(type)
  const firstFunction = spaces.function.length
  for (const { type } of [...module.tables, ...module.memories, ...module.globals, ...module.tags]) {
    spaces[type.kind].push(type)
  }
  return (kind, index) => {
    if (kind !== 'function' || index < firstFunction) return spaces[kind][index]
    const typeIndex = module.functions.typeIndices[index - firstFunction]
    return typeIndex === undefined ? undefined : { kind, typeIndex }
  }
}

function describeExtern(module: WasmModule, type: ExternType): string {
  switch (type.kind) {
    case 'function':
    case 'tag':
      return `${type.kind} ${describeTypeIndex(module, type.typeIndex, new Map())}`
    case 'table':
      return `table ${describeValue(module, type.element, new Map())} ${describeLimits(type.limits)}`
    case 'memory':
      return `memory ${describeLimits(type.limits)}`
    case 'global':
      return `global ${type.mutable ? 'mut ' : ''}${describeValue(module, type.type, new Map())}`
  }
}

function describeLimits({ minimum, maximum, shared, is64, pageSizeLog2 }: Limits): string {
  const page = pageSizeLog2 === undefined ? '' : ` page 2^${pageSizeLog2}`
  return `${minimum}..${maximum ?? ''}${shared ? ' shared' : ''}${is64 ? ' i64' : ''}${page}`
}

// A type is spelled out where a line first comes to it and then referred to by its number within the line, so that the
// spelling is index free and no longer than the types, however they refer to one another.
function describeTypeIndex(module: WasmModule, index: number, spelled: Map<number, number>): string {
  const number = spelled.get(index)
  if (number !== undefined) return `#${number}`
  const definition = module.types[index]
  if (definition === undefined) return `type ${index} out of range`
  spelled.set(index, spelled.size)
  const supertypes = definition.supertypes.map((supertype) => describeTypeIndex(module, supertype, spelled))
  const prefix = `${definition.final ? '' : 'open '}${definition.shared ? 'shared ' : ''}${supertypes.map((text) => `<: ${text} `).join('')}`
  return `${prefix}${describeComposite(module, definition.composite, spelled)}`
}

function describeComposite(
  module: WasmModule,
  composite: CompositeType,
  spelled: Map<number, number>,
): string {
  const values = (types: readonly ValueType[]) =>
    `(${types.map((type) => describeValue(module, type, spelled)).join(' ')})`
  const field = ({ type, mutable }: FieldType) =>
    `${mutable ? 'mut ' : ''}${describeValue(module, type, spelled)}`
  switch (composite.kind) {
    case 'func':
      return `${values(composite.params)}->${values(composite.results)}`
    case 'struct':
      return `{${composite.fields.map(field).join(', ')}}`
    case 'array':
      return `[${field(composite.element)}]`
    case 'cont':
      return `cont ${describeTypeIndex(module, composite.typeIndex, spelled)}`
  }
}

function describeValue(module: WasmModule, type: ValueType, spelled: Map<number, number>): string {
  if (typeof type === 'string') return type
  const heap = typeof type.heap === 'string' ? type.heap : describeTypeIndex(module, type.heap, spelled)
  return `(ref ${type.nullable ? 'null ' : ''}${heap})`
}

function quote(name: string): string {
  return JSON.stringify(name)
}
