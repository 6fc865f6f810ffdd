import type {
  BlockInstruction,
  ByteArray,
  FloatLiteral,
  FuncImportDescr,
  FunctionNameMetadata,
  GlobalType,
  Identifier,
  Instr,
  Limit,
  LongNumberLiteral,
  ModuleExportDescr,
  ModuleField,
  ModuleMetadata,
  ModuleNode,
  NumberLiteral,
  ProducerMetadata,
  ProducerMetadataVersionedName,
  ProducersSectionMetadata,
  Program,
  SectionMetadata,
  Signature,
  ValtypeLiteral,
} from './ast-nodes.ts'

/** Any node of a program that `toAst` makes. */
export type AstNode =
  | Program
  | ModuleNode
  | ModuleField
  | ModuleMetadata
  | SectionMetadata
  | FunctionNameMetadata
  | ProducersSectionMetadata
  | ProducerMetadata
  | ProducerMetadataVersionedName
  | Signature
  | FuncImportDescr
  | ModuleExportDescr
  | GlobalType
  | Limit
  | Identifier
  | NumberLiteral
  | LongNumberLiteral
  | FloatLiteral
  | ValtypeLiteral
  | ByteArray
  | Instr
  | BlockInstruction

/** The node type that a visitor is called by. */
export type AstNodeType = AstNode['type']

/** A node and how the walk came to it. */
export interface AstPath<Node extends AstNode = AstNode> {
  readonly node: Node
  readonly parentPath: AstPath | null
  /** The property of the parent that holds the node. */
  readonly parentKey: string | null
  readonly inList: boolean
  /** Ends the walk; not even the children of this node are visited. */
  readonly stop: () => void
  /** Takes the node out of its parent. */
  readonly remove: () => void
  readonly replaceWith: (node: AstNode) => void
  /** Goes up until the function says false, and returns the node there; null if it never does. */
  readonly findParent: (goOn: (path: AstPath) => boolean | void) => AstNode | null
}

/** Functions by node type; `Node` is called for every node, behind the one of its type. */
export type AstVisitors = {
  readonly [Type in AstNodeType]?: (path: AstPath<Extract<AstNode, { readonly type: Type }>>) => void
} & { readonly Node?: (path: AstPath) => void }
