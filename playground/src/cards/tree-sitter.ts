import grammarUrl from 'tree-sitter-javascript/tree-sitter-javascript.wasm?url'
import { Language, type Node, Parser } from 'web-tree-sitter'

import type { Work } from '../card.ts'

function indented(node: Node, field = '', depth = 0): string {
  const children = node.namedChildren.map((child, index) =>
    indented(child, node.fieldNameForNamedChild(index) ?? '', depth + 1),
  )
  const label = field && `${field}: `
  return `\n${'  '.repeat(depth)}${label}(${node.type}${children.join('')})`
}

export async function load(): Promise<Work> {
  await Parser.init()
  const parser = new Parser()
  parser.setLanguage(await Language.load(grammarUrl))
  return (line) => {
    const tree = parser.parse(line)
    if (!tree) throw new Error('The parser gave no tree')
    const text = indented(tree.rootNode).trimStart()
    tree.delete()
    return text
  }
}
