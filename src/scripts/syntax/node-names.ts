import type { AnyNode, MemberExpression, Pattern } from 'acorn'

/** A function with a body of its own. */
export type FunctionNode = AnyNode & {
  type: 'FunctionDeclaration' | 'FunctionExpression' | 'ArrowFunctionExpression'
  params: Pattern[]
}

/** Says whether a node is a function. */
export function isFunction(node: AnyNode): node is FunctionNode {
  return (
    node.type === 'FunctionDeclaration' ||
    node.type === 'FunctionExpression' ||
    node.type === 'ArrowFunctionExpression'
  )
}

/** Name of the property that a member expression is about; undefined where it is computed. */
export function propertyName(node: MemberExpression): string | undefined {
  return keyName(node.property, node.computed)
}

/** Name that a key of an object, pattern, import or export says; undefined where it is computed. */
export function keyName(key: AnyNode | undefined, computed = false): string | undefined {
  if (key?.type === 'Identifier') return computed ? undefined : key.name
  if (key?.type === 'Literal') return String(key.value)
  if (key?.type === 'TemplateLiteral' && key.expressions.length === 0)
    return key.quasis[0]?.value.cooked ?? undefined
  return undefined
}
