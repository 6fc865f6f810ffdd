import { readFileSync } from 'node:fs'
import { freshImport, installedFile, readBytes } from '../glue.mjs'

const CORE = installedFile('web-tree-sitter', 'web-tree-sitter.wasm')
const GRAMMAR = installedFile('tree-sitter-javascript', 'tree-sitter-javascript.wasm')

const BROKEN = `
  const a = { b: [1, 2, ...c], async *d() { yield* await e\`\${f}\` } }, = 3
  class G extends H { #i = /[/]\\/(?<j>k)/giu; static { this.#i ??= 1n ** 2n } get l( { return }
  for await (const m of n) label: while (!0) { if (o) continue label else p?.q?.[r]?.(...s) }
  <T u={v} {...w}>x &amp; {/* y */}<></></T>; export default function* ({ z = 1, ...rest }) {}
`

/**
 * Parses with one of the two modules replaced.
 * @param {(bytes: Uint8Array) => { core: Uint8Array, grammar: Uint8Array }} choose
 */
function prepare(choose) {
  return async () => {
    const { Parser, Language, Query } = await freshImport(
      installedFile('web-tree-sitter', 'web-tree-sitter.js'),
    )
    return async (/** @type {Uint8Array} */ bytes) => {
      const { core, grammar } = choose(bytes)
      await Parser.init({ wasmBinary: core })
      const language = await Language.load(grammar)
      const parser = new Parser()
      parser.setLanguage(language)
      const query = new Query(
        language,
        '(call_expression function: (_) @called arguments: (arguments) @list) (string) @text ((identifier) @upper (#match? @upper "^[A-Z]"))',
      )
      const source = readFileSync(installedFile('web-tree-sitter', 'web-tree-sitter.js'), 'utf8').slice(
        0,
        60_000,
      )
      return () => {
        const tree = parser.parse(source)
        const broken = parser.parse(BROKEN)
        const captures = query.captures(tree.rootNode)
        const from = source.indexOf('{')
        const position = { row: 0, column: from }
        const edited = `${source.slice(0, from)}{ inserted(); ${source.slice(from + 1)}`
        const after = tree.copy()
        after.edit({
          startIndex: from,
          oldEndIndex: from + 1,
          newEndIndex: from + 15,
          startPosition: position,
          oldEndPosition: { row: 0, column: from + 1 },
          newEndPosition: { row: 0, column: from + 15 },
        })
        const again = parser.parse(edited, after)
        const parts = {
          tree: tree.rootNode.toString(),
          broken: broken.rootNode.toString(),
          captures: captures
            .map(
              (/** @type {any} */ { name, node }) =>
                `${name} ${node.startIndex} ${node.endIndex} ${node.type}`,
            )
            .join('\n'),
          edited: again.rootNode.toString(),
          changed: JSON.stringify(after.getChangedRanges(again)),
        }
        for (const each of [tree, broken, after, again]) each.delete()
        return parts
      }
    }
  }
}

/** @type {import('../workload.ts').Workload} */
export const treeSitter = {
  name: 'tree-sitter',
  what: 'JavaScript as a tree, captures of a query, an edit',
  load: async () => readBytes(CORE),
  prepare: prepare((core) => ({ core, grammar: readBytes(GRAMMAR) })),
}

/** @type {import('../workload.ts').Workload} */
export const treeSitterGrammar = {
  name: 'tree-sitter-grammar',
  what: 'the same; the module is the grammar, a shared library',
  load: async () => readBytes(GRAMMAR),
  prepare: prepare((grammar) => ({ core: readBytes(CORE), grammar })),
}
