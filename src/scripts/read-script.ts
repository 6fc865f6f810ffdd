import { collectWords, piecesOf, type ScriptWords } from './script-words.ts'
import { ScriptFlow } from './script-flow.ts'
import { readSyntaxTree, walk } from './syntax-tree.ts'

/** What a script says about names. */
export interface ReadScript extends ScriptWords {
  /** Where the exports of modules go in it; absent where it says nothing of any. */
  readonly flow?: ScriptFlow
}

/**
 * Reads a script, and the scripts that stand in its strings.
 *
 * `undefined` is a text that is no script as far as can be known.
 */
export function readScript(code: string, follows: boolean): ReadScript | undefined {
  try {
    const tree = readSyntaxTree(code)
    if (tree === undefined) return undefined
    const { words, texts } = collectWords(tree.tokens)
    const beginnings = new Set<string>()
    const endings = new Set<string>()
    walk(tree.program, (node, parent) => {
      const { beginning, ending } = piecesOf(node, parent)
      if (beginning !== undefined) beginnings.add(beginning)
      if (ending !== undefined) endings.add(ending)
    })
    const flow = follows || mayHoldExports(code) ? { flow: new ScriptFlow(tree) } : {}
    return { words, texts, beginnings: [...beginnings], endings: [...endings], ...flow }
  } catch (error) {
    // Thousands of operators in a row, or brackets in one another, are too deep for a reader that calls itself.
    if (error instanceof RangeError) return undefined
    throw error
  }
}

/** Says whether a text may be a script that uses the exports of a module. */
export function mayHoldExports(code: string): boolean {
  return code.includes('exports')
}
