import { describeName } from '../../analysis/names/describe-name.ts'
import type { TreeNode } from './tree.ts'

/** What a name is called on the map and in full. */
export interface Label {
  readonly short: string
  readonly full: string
}

/** Names for people, demangled when they are asked for: most of 100,000 never are. */
export class Labels {
  readonly #isGo: boolean
  readonly #known = new Map<string, Label>()

  constructor(isGo = false) {
    this.#isGo = isGo
  }

  of({ name, isSymbol }: Pick<TreeNode, 'name' | 'isSymbol'>): Label {
    if (isSymbol !== true) return { short: name, full: name }
    let label = this.#known.get(name)
    if (label === undefined) {
      const { short, full } = describeName(name, { isGo: this.#isGo })
      label = { short, full }
      this.#known.set(name, label)
    }
    return label
  }
}
