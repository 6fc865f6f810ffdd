import type { AnyNode, Token } from 'acorn'

/** Names that a script mentions. */
export interface ScriptWords {
  /** Identifiers, names of properties, whole strings and pieces of templates, escapes undone. */
  readonly words: ReadonlySet<string>
  /** Strings that are not the name itself but may contain it, as code does that is kept in a string. */
  readonly texts: readonly string[]
  /** What strings begin and end with that are put together at run time. */
  readonly beginnings: readonly string[]
  readonly endings: readonly string[]
}

/** Collects what can be a name among the tokens of a script, but for those that begin at one of `unused`. */
export function collectWords(
  tokens: readonly Token[],
  unused: ReadonlySet<number>,
): Pick<ScriptWords, 'words' | 'texts'> {
  const words = new Set<string>()
  const texts: string[] = []
  for (const { value, type, start } of tokens as readonly (Token & { value: unknown })[]) {
    if (unused.has(start)) continue
    if (typeof value === 'number' || typeof value === 'bigint') words.add(String(value))
    if (typeof value !== 'string') continue
    words.add(value)
    if (LITERALS.has(type.label) && !NO_TEXT.test(value)) texts.push(value)
  }
  return { words, texts }
}

const LITERALS: ReadonlySet<string> = new Set(['string', 'template'])

/** A single word is a name by itself, and base64 contains anything. */
const NO_TEXT = /^(?:[\w$]*|(?:data:[\w/;,=+-]*)?[\w+/=-]{200,})$/

/** Shorter pieces would be the beginning of everything. */
const SHORTEST_PIECE = 3

/** Collects the pieces from which a node puts a string together. */
export function piecesOf(
  node: AnyNode,
  parent: AnyNode | undefined,
): { readonly beginning?: string; readonly ending?: string } {
  if (node.type === 'TemplateLiteral' && node.expressions.length > 0) {
    return piece(node.quasis[0]?.value.cooked, node.quasis.at(-1)?.value.cooked)
  }
  if (node.type === 'BinaryExpression' && node.operator === '+') {
    const isInner = parent?.type === 'BinaryExpression' && parent.operator === '+' && parent.left === node
    return piece(textOf(node.left), isInner ? undefined : textOf(node.right))
  }
  if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression') {
    const { object, property } = node.callee
    const isConcat = property.type === 'Identifier' && property.name === 'concat'
    if (isConcat) return piece(textOf(object), textOf(node.arguments.at(-1)))
  }
  return {}
}

function textOf(node: AnyNode | undefined): string | undefined {
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value
  if (node?.type === 'TemplateLiteral' && node.expressions.length === 0)
    return node.quasis[0]?.value.cooked ?? undefined
  return undefined
}

function piece(beginning: string | null | undefined, ending: string | null | undefined) {
  const isLong = (text: string | null | undefined): text is string =>
    typeof text === 'string' && text.length >= SHORTEST_PIECE
  return { ...(isLong(beginning) ? { beginning } : {}), ...(isLong(ending) ? { ending } : {}) }
}
