import type { AnyNode, MemberExpression } from 'acorn'
import type { Variable } from 'eslint-scope'
import type { Bindings } from './bindings.ts'

/**
 * Says whether `x.exports` is of a CommonJS module, as bundlers wrap them, and not of a module's instance.
 *
 * ```
 * module.exports = f               x.exports is written, which those of an instance cannot be
 * var x = { exports: {} }          x is made with it
 * (x = { exports: {} }).exports
 * ```
 *
 * @param isWritten whether the property `exports` of a variable is written somewhere
 */
export function isCommonJs(
  node: MemberExpression,
  bindings: Bindings,
  isWritten: (variable: Variable) => boolean,
): boolean {
  const { object } = node
  if (makesExports(object)) return true
  if (object.type !== 'Identifier') return false
  if (object.name === 'module') return true
  const variable = bindings.of(object)
  if (variable === undefined) return false
  return isWritten(variable) || bindings.writtenTo(variable).some(makesExports)
}

/** Says whether an expression is an object that is written down with a property `exports`. */
function makesExports(node: AnyNode): boolean {
  if (node.type === 'AssignmentExpression') return makesExports(node.right)
  if (node.type === 'ParenthesizedExpression') return makesExports(node.expression)
  return (
    node.type === 'ObjectExpression' &&
    node.properties.some(
      (property) =>
        property.type === 'Property' && property.key.type === 'Identifier' && property.key.name === 'exports',
    )
  )
}
