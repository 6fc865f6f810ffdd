import type { Definition } from './definitions.ts'
import type { TypeDefinition } from './types.ts'

/** A place in the binary: `column` is the byte offset, `line` always -1, as the library's own decoder has it. */
export interface AstPosition {
  readonly line: number
  readonly column: number
}

/** The bytes of a node: from `start` up to, and without, `end`. */
export interface AstLocation {
  readonly start: AstPosition
  readonly end: AstPosition
}

interface Located {
  readonly loc?: AstLocation
}

export interface Program {
  readonly type: 'Program'
  readonly body: readonly ModuleNode[]
}

/** A module; what the library has no node type for is in `unrepresented`, where `traverse` passes it by. */
export interface ModuleNode {
  readonly type: 'Module'
  /** The name that the module's name section gives it. */
  readonly id: string | null
  readonly fields: readonly ModuleField[]
  readonly metadata?: ModuleMetadata
  readonly unrepresented?: Unrepresented
}

/** What a module has that the library cannot say: types of other kinds than functions, and tags. */
export interface Unrepresented {
  readonly types: readonly (TypeDefinition & { readonly index: number })[]
  readonly tags: readonly (Definition & { readonly index: number })[]
}

/**
 * A field of a module.
 *
 * `index` is its place in the index space of its kind, imports counted first; an import has the index of what it imports.
 */
export type ModuleField =
  | TypeInstruction
  | ModuleImport
  | TableNode
  | MemoryNode
  | GlobalNode
  | Elem
  | DataNode
  | StartNode
  | Func
  | ModuleExport

/** A function type; types of other kinds are in {@link Unrepresented}. */
export interface TypeInstruction extends Located {
  readonly type: 'TypeInstruction'
  readonly id?: Identifier
  readonly functype: Signature
  readonly index: number
}

/** Parameters and results; `anyfunc` is `funcref`, everything else is spelled as in the text format. */
export interface Signature {
  readonly type: 'Signature'
  readonly params: readonly { readonly id?: string; readonly valtype: string }[]
  readonly results: readonly string[]
}

export interface ModuleImport extends Located {
  readonly type: 'ModuleImport'
  readonly module: string
  readonly name: string
  readonly descr: ImportDescr
  readonly index: number
}

/** What is imported; only the last one is no node. */
export type ImportDescr = FuncImportDescr | TableNode | MemoryNode | GlobalType | TagImportDescr

/** An imported function; its type is a number where the type index does not lead to a function type. */
export interface FuncImportDescr {
  readonly type: 'FuncImportDescr'
  readonly id: Identifier
  readonly signature: Signature | NumberLiteral
}

/** An imported tag, which is no node: without a `type`, `traverse` passes it by. */
export interface TagImportDescr {
  readonly type?: never
  readonly kind: 'tag'
  readonly typeIndex: number
}

export interface TableNode extends Located {
  readonly type: 'Table'
  readonly elementType: string
  readonly limits: Limit
  readonly name: Identifier
  /** The initialiser, where it has one. */
  readonly init?: readonly Instr[]
  readonly index: number
}

export interface MemoryNode extends Located {
  readonly type: 'Memory'
  readonly limits: Limit
  readonly id: NumberLiteral
  readonly index: number
}

/** Limits in elements or pages; `is64` and `pageSizeLog2` are ours. */
export interface Limit {
  readonly type: 'Limit'
  readonly min: number
  readonly max?: number
  readonly shared?: true
  readonly is64?: true
  readonly pageSizeLog2?: number
}

export interface GlobalType {
  readonly type: 'GlobalType'
  readonly valtype: string
  readonly mutability: 'const' | 'var'
}

export interface GlobalNode extends Located {
  readonly type: 'Global'
  readonly globalType: GlobalType
  readonly init: readonly Instr[]
  readonly name?: Identifier
  readonly index: number
}

/** How a segment comes into its table or memory. */
export type SegmentMode = 'active' | 'passive' | 'declared'

export interface Elem extends Located {
  readonly type: 'Elem'
  readonly table: NumberLiteral
  /** Empty unless `mode` is `active`. */
  readonly offset: readonly Instr[]
  /** Function indices; an item that is another expression than `ref.func` stands as it is. */
  readonly funcs: readonly (NumberLiteral | Instr | BlockInstruction)[]
  readonly mode: SegmentMode
  readonly index: number
}

export interface DataNode extends Located {
  readonly type: 'Data'
  readonly memoryIndex: NumberLiteral
  /** Absent unless `mode` is `active`; an offset of several instructions is a block of them. */
  readonly offset?: Instr | BlockInstruction
  readonly init: ByteArray
  readonly mode: SegmentMode
  readonly index: number
}

/** Bytes: a view of the module's own, not a copy. */
export interface ByteArray {
  readonly type: 'ByteArray'
  readonly values: Uint8Array
}

export interface StartNode extends Located {
  readonly type: 'Start'
  readonly index: NumberLiteral
}

/** A function that the module defines; `body` is empty, `loc` is the range of the body with its size field. */
export interface Func extends Located {
  readonly type: 'Func'
  /** Has `raw: ''` where the module gives no name. */
  readonly name: Identifier
  readonly signature: Signature | NumberLiteral
  readonly body: readonly []
  readonly metadata: { readonly bodySize: number }
  readonly index: number
}

export interface ModuleExport extends Located {
  readonly type: 'ModuleExport'
  readonly name: string
  readonly descr: ModuleExportDescr
}

/** What is exported; `Tag` is ours. */
export interface ModuleExportDescr {
  readonly type: 'ModuleExportDescr'
  readonly exportType: 'Func' | 'Table' | 'Memory' | 'Global' | 'Tag'
  readonly id: NumberLiteral
}

/** `numeric` is the library's name for a function that has one of its own, `func_` and its index. */
export interface Identifier {
  readonly type: 'Identifier'
  readonly value: string
  readonly raw?: string
  readonly numeric?: string
}

export interface NumberLiteral extends Located {
  readonly type: 'NumberLiteral'
  readonly value: number
  readonly raw: string
}

export interface LongNumberLiteral {
  readonly type: 'LongNumberLiteral'
  readonly value: { readonly high: number; readonly low: number }
  readonly raw: string
}

export interface FloatLiteral {
  readonly type: 'FloatLiteral'
  readonly value: number
  readonly nan?: true
  readonly inf?: true
  readonly raw: string
}

export interface ValtypeLiteral {
  readonly type: 'ValtypeLiteral'
  readonly name: string
}

/** An instruction of a constant expression, named as the library does: `get_global`, `const` with `object` `i32`. */
export interface Instr extends Located {
  readonly type: 'Instr'
  readonly id: string
  readonly object?: string
  readonly args: readonly (NumberLiteral | LongNumberLiteral | FloatLiteral | ValtypeLiteral)[]
}

export interface BlockInstruction {
  readonly type: 'BlockInstruction'
  readonly id: 'block'
  readonly label: Identifier
  readonly instr: readonly Instr[]
  readonly result?: string
}

export interface ModuleMetadata {
  readonly type: 'ModuleMetadata'
  readonly sections: readonly SectionMetadata[]
  readonly functionNames?: readonly FunctionNameMetadata[]
  readonly producers?: readonly ProducersSectionMetadata[]
}

/** A section; `startOffset` is behind its id, `loc` all of it. */
export interface SectionMetadata extends Located {
  readonly type: 'SectionMetadata'
  /** The library's name of it (`func` is the function section), `custom` for all custom sections. */
  readonly section: string
  readonly startOffset: number
  readonly size: NumberLiteral
  readonly vectorOfSize?: NumberLiteral
  /** The name that a custom section gives itself. */
  readonly name?: string
}

export interface FunctionNameMetadata {
  readonly type: 'FunctionNameMetadata'
  readonly value: string
  readonly index: number
}

export interface ProducersSectionMetadata {
  readonly type: 'ProducersSectionMetadata'
  readonly producers: readonly ProducerMetadata[]
}

export interface ProducerMetadata {
  readonly type: 'ProducerMetadata'
  readonly language: readonly ProducerMetadataVersionedName[]
  readonly processedBy: readonly ProducerMetadataVersionedName[]
  readonly sdk: readonly ProducerMetadataVersionedName[]
}

export interface ProducerMetadataVersionedName {
  readonly type: 'ProducerMetadataVersionedName'
  readonly name: string
  readonly version: string
}
