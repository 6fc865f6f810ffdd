import type { AnyNode, Identifier } from 'acorn'
import type { Bindings } from './bindings.ts'

/**
 * Finds where a node names properties whose values nobody asks for, as bundlers leave them of modules that are imported directly.
 *
 * ```
 * const { add, sub: t } = await init()      where `t` is never read: `sub` and `t`
 * wasm.sub                                  as a statement: `sub`
 * ```
 *
 * @returns offsets at which the names begin
 */
export function unusedNames(node: AnyNode, bindings: Bindings): number[] {
  if (node.type === 'ExpressionStatement') return discarded(node.expression)
  if (node.type === 'SequenceExpression') return node.expressions.slice(0, -1).flatMap(discarded)
  if (node.type !== 'VariableDeclaration') return []
  return node.declarations.flatMap(({ id }) =>
    id.type !== 'ObjectPattern'
      ? []
      : id.properties.flatMap((property) => {
          if (property.type !== 'Property' || property.computed || property.value.type !== 'Identifier')
            return []
          return isUnread(property.value, bindings) ? [property.key.start, property.value.start] : []
        }),
  )
}

function discarded(expression: AnyNode): number[] {
  if (expression.type === 'SequenceExpression') return expression.expressions.flatMap(discarded)
  if (expression.type !== 'MemberExpression' || expression.computed) return []
  return [expression.property.start]
}

function isUnread(identifier: Identifier, bindings: Bindings): boolean {
  const variable = bindings.of(identifier)
  return variable !== undefined && !bindings.isRead(variable)
}
