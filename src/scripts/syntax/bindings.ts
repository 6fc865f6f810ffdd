import type { AnyNode, Identifier } from 'acorn'
import { analyze, type Reference, type Variable } from 'eslint-scope'
import type { SyntaxTree } from './syntax-tree.ts'

/** Which variable each identifier of a script means, and where each variable is used. */
export interface Bindings {
  /** The variable of a reference or declaration; undefined of globals. */
  of(identifier: Identifier): Variable | undefined
  /** The identifiers that refer to a variable. */
  usesOf(variable: Variable): readonly Identifier[]
  /** Whether the value of a variable is asked for anywhere, in the script or by those that import it. */
  isRead(variable: Variable): boolean
  /** What is written to a variable, its initialiser included. */
  writtenTo(variable: Variable): readonly AnyNode[]
}

/** Resolves the identifiers of a script. */
export function resolveBindings({ program, sourceType }: SyntaxTree): Bindings {
  const { scopes } = analyze(program as Parameters<typeof analyze>[0], {
    ecmaVersion: LATEST,
    sourceType,
    ignoreEval: true,
    // Else the variables of classic scripts that every script sees are not resolved at all.
    optimistic: true,
    fallback: 'iteration',
  })
  const variables = new Map<unknown, Variable>()
  for (const scope of scopes) {
    for (const reference of scope.references)
      if (reference.resolved !== null) variables.set(reference.identifier, reference.resolved)
    for (const variable of scope.variables)
      for (const identifier of variable.identifiers) variables.set(identifier, variable)
  }
  return {
    of: (identifier) => variables.get(identifier),
    isRead: ({ references, scope }) =>
      scope.type === 'global' || references.some((reference) => reference.isRead()),
    usesOf: ({ references }) => references.map(({ identifier }) => identifier as unknown as Identifier),
    writtenTo: ({ references }) =>
      references
        .map(
          (reference) => (reference as Reference & { writeExpr?: unknown }).writeExpr as AnyNode | undefined,
        )
        .filter((expression) => expression !== undefined && expression !== null),
  }
}

/** A year from which on nothing about scopes has changed. */
const LATEST = 2022

/** What declares a variable, and under which name. */
export function definitionsOf({
  defs,
}: Variable): readonly { readonly node: AnyNode; readonly name: Identifier }[] {
  return defs.map(({ node, name }) => ({ node: node as AnyNode, name: name as unknown as Identifier }))
}
