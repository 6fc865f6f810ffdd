import { resolveBindings } from './bindings.ts'
import { collectWords, piecesOf, type ScriptWords } from './script-words.ts'
import { ScriptFlow } from './script-flow.ts'
import { readSyntaxTree, walk } from './syntax-tree.ts'
import { unusedNames } from './unused-names.ts'

/** What a script says about names. */
export interface ReadScript extends ScriptWords {
  /** Where the exports of modules go in it. */
  readonly flow: ScriptFlow
}

/**
 * Reads a script, and the scripts that stand in its strings.
 *
 * `undefined` is a text that is no script as far as can be known.
 */
export function readScript(code: string): ReadScript | undefined {
  try {
    const tree = readSyntaxTree(code)
    if (tree === undefined) return undefined
    const bindings = resolveBindings(tree)
    const beginnings = new Set<string>()
    const endings = new Set<string>()
    const unused = new Set<number>()
    walk(tree.program, (node, parent) => {
      const { beginning, ending } = piecesOf(node, parent)
      if (beginning !== undefined) beginnings.add(beginning)
      if (ending !== undefined) endings.add(ending)
      // What is exported is asked for elsewhere.
      if (parent?.type !== 'ExportNamedDeclaration')
        for (const start of unusedNames(node, bindings)) unused.add(start)
    })
    const { words, texts } = collectWords(tree.tokens, unused)
    const flow = new ScriptFlow(tree, bindings)
    return { words, texts, beginnings: [...beginnings], endings: [...endings], flow }
  } catch (error) {
    // Thousands of operators in a row, or brackets in one another, are too deep for a reader that calls itself.
    if (error instanceof RangeError) return undefined
    throw error
  }
}
