// The package has no types of its own: this declares the functions that are used here. What a builder returns lacks the
// properties that are ours (`index`, `mode`, ...); the caller adds them.
declare module '@webassemblyjs/ast' {
  type Node<Type extends string> = Omit<
    Extract<import('./ast-visitor.ts').AstNode, { readonly type: Type }>,
    'index' | 'mode'
  >
  type Instruction = Node<'Instr'> | Node<'BlockInstruction'>
  type Param = { readonly valtype: string }
  type Position = import('./ast-nodes.ts').AstPosition
  type SignatureOrType = Node<'Signature'> | Node<'NumberLiteral'>
  type VersionedNames = readonly Node<'ProducerMetadataVersionedName'>[]

  export function program(body: readonly Node<'Module'>[]): Node<'Program'>
  export function module(
    id: string | null,
    fields: readonly import('./ast-nodes.ts').ModuleField[],
    metadata?: Node<'ModuleMetadata'>,
  ): Node<'Module'>
  export function typeInstruction(id: undefined, functype: Node<'Signature'>): Node<'TypeInstruction'>
  export function signature(params: readonly Param[], results: readonly string[]): Node<'Signature'>
  export function funcParam(valtype: string): Param
  export function moduleImport(
    module: string,
    name: string,
    descr: import('./ast-nodes.ts').ImportDescr,
  ): Node<'ModuleImport'>
  export function funcImportDescr(id: Node<'Identifier'>, signature: SignatureOrType): Node<'FuncImportDescr'>
  export function table(elementType: string, limits: Node<'Limit'>, name: Node<'Identifier'>): Node<'Table'>
  export function memory(limits: Node<'Limit'>, id: Node<'NumberLiteral'>): Node<'Memory'>
  export function limit(min: number, max?: number, shared?: boolean): Node<'Limit'>
  export function globalType(valtype: string, mutability: 'const' | 'var'): Node<'GlobalType'>
  export function global(
    type: Node<'GlobalType'>,
    init: readonly Node<'Instr'>[],
    name?: Node<'Identifier'>,
  ): Node<'Global'>
  export function elem(
    table: Node<'NumberLiteral'>,
    offset: readonly Node<'Instr'>[],
    funcs: readonly (Node<'NumberLiteral'> | Instruction)[],
  ): Node<'Elem'>
  export function data(
    memoryIndex: Node<'NumberLiteral'>,
    offset: Instruction | undefined,
    init: Node<'ByteArray'>,
  ): Node<'Data'>
  export function byteArray(values: Uint8Array): Node<'ByteArray'>
  export function start(index: Node<'NumberLiteral'>): import('./ast-nodes.ts').StartNode
  export function func(
    name: Node<'Identifier'>,
    signature: SignatureOrType,
    body: readonly [],
    isExternal: undefined,
    metadata: { readonly bodySize: number },
  ): Node<'Func'>
  export function moduleExport(name: string, descr: Node<'ModuleExportDescr'>): Node<'ModuleExport'>
  export function moduleExportDescr(
    exportType: Node<'ModuleExportDescr'>['exportType'],
    id: Node<'NumberLiteral'>,
  ): Node<'ModuleExportDescr'>

  export function identifier(value: string, raw?: string): Node<'Identifier'>
  export function numberLiteral(value: number, raw: string): Node<'NumberLiteral'>
  export function longNumberLiteral(
    value: Node<'LongNumberLiteral'>['value'],
    raw: string,
  ): Node<'LongNumberLiteral'>
  export function floatLiteral(value: number, nan: boolean, inf: boolean, raw: string): Node<'FloatLiteral'>
  export function valtypeLiteral(name: string): Node<'ValtypeLiteral'>
  export function instruction(id: string, args?: Node<'Instr'>['args']): Node<'Instr'>
  export function objectInstruction(id: string, object: string, args?: Node<'Instr'>['args']): Node<'Instr'>
  export function blockInstruction(
    label: Node<'Identifier'>,
    instr: readonly Node<'Instr'>[],
  ): Node<'BlockInstruction'>

  export function moduleMetadata(
    sections: readonly Node<'SectionMetadata'>[],
    functionNames: readonly import('./ast-nodes.ts').FunctionNameMetadata[],
    localNames: undefined,
    producers: readonly Node<'ProducersSectionMetadata'>[],
  ): Node<'ModuleMetadata'>
  export function sectionMetadata(
    section: string,
    startOffset: number,
    size: Node<'NumberLiteral'>,
    vectorOfSize?: Node<'NumberLiteral'>,
  ): Node<'SectionMetadata'>
  export function functionNameMetadata(
    value: string,
    index: number,
  ): import('./ast-nodes.ts').FunctionNameMetadata
  export function producersSectionMetadata(
    producers: readonly Node<'ProducerMetadata'>[],
  ): Node<'ProducersSectionMetadata'>
  export function producerMetadata(
    language: VersionedNames,
    processedBy: VersionedNames,
    sdk: VersionedNames,
  ): Node<'ProducerMetadata'>
  export function producerMetadataVersionedName(
    name: string,
    version: string,
  ): Node<'ProducerMetadataVersionedName'>

  /** Sets `loc`; the end comes first. */
  export function withLoc<T>(node: T, end: Position, start: Position): T
  export function traverse(
    node: import('./ast-visitor.ts').AstNode,
    visitors: import('./ast-visitor.ts').AstVisitors,
  ): void
}
