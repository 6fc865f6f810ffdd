import { parse, type AnyNode, type Node, type Options, type Program, type Token } from 'acorn'

/** A script taken apart. */
export interface SyntaxTree {
  readonly program: Program
  readonly tokens: readonly Token[]
  /** Whether it had to be read as a module. */
  readonly sourceType: 'module' | 'script'
}

const LENIENT = {
  ecmaVersion: 'latest',
  // What follows needs ranges.
  ranges: true,
  allowAwaitOutsideFunction: true,
  allowHashBang: true,
  allowImportExportEverywhere: true,
  allowReturnOutsideFunction: true,
  allowSuperOutsideMethod: true,
} as const satisfies Partial<Options>

/** Reads a script, as a module or, where it is none, as a classic script; undefined where it is neither. */
export function readSyntaxTree(code: string): SyntaxTree | undefined {
  for (const sourceType of ['module', 'script'] as const) {
    const tokens: Token[] = []
    try {
      const program = parse(code, { ...LENIENT, sourceType, onToken: tokens })
      return { program, tokens, sourceType }
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error
    }
  }
  return undefined
}

/** Visits every node below one, parents first. */
export function walk(root: Node, visit: (node: AnyNode, parent: AnyNode | undefined) => void): void {
  const pending: [node: AnyNode, parent: AnyNode | undefined][] = [[root as AnyNode, undefined]]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [node, parent] = next
    visit(node, parent)
    for (const child of childrenOf(node)) pending.push([child, node])
  }
}

function childrenOf(node: AnyNode): AnyNode[] {
  const children: AnyNode[] = []
  for (const value of Object.values(node)) {
    if (Array.isArray(value)) for (const item of value) if (isNode(item)) children.push(item)
    if (isNode(value)) children.push(value)
  }
  return children
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && typeof (value as Partial<Node>).type === 'string'
}
