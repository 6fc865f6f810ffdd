import type { DevModule } from '../../report/dev-state.ts'
import type { ModuleInside } from '../../report/module-inside.ts'
import '../elements/inside.ts'
import type { InsideElement } from '../elements/inside.ts'
import { custom, h } from '../parts/dom.ts'
import { findingList } from './finding-list.ts'

/** Loads what is inside a module; undefined where it cannot be read. */
export type LoadInside = (module: DevModule) => Promise<ModuleInside | undefined>

/** What is shown of the module that is picked: what is inside, and what there is to say about it. */
export class ModuleDetail {
  readonly element = h('section', { class: 'detail', 'aria-label': 'Module' })
  readonly #inside = h('div', { class: 'inside' })
  readonly #look = custom<InsideElement>('wb-inside')
  readonly #rail = h('div', { class: 'rail' })
  readonly #load: LoadInside
  #shown = ''
  #module = ''

  constructor(load: LoadInside) {
    this.#load = load
    this.element.append(this.#inside, this.#rail)
  }

  show(module: DevModule | undefined): void {
    this.element.hidden = module === undefined
    if (module === undefined) return
    const { findings } = module
    const count = findings.length === 0 ? '' : ` ${findings.length}`
    this.#rail.replaceChildren(
      h('h3', {}, `Findings${count}`),
      findingList(findings),
      h('h3', {}, 'Referred to by'),
      importerList(module),
    )
    void this.#showInside(module)
  }

  /** Draws the map again: the theme has changed. */
  refresh(): void {
    if (this.#look.isConnected) this.#look.refresh()
  }

  async #showInside(module: DevModule): Promise<void> {
    const { id, sha256, problem, shipped, name, importers } = module
    // Estimates inside change with the size on the wire.
    const wanted = JSON.stringify([id, sha256, problem, shipped?.from, shipped?.brotliBytes])
    if (wanted === this.#shown) return
    this.#shown = wanted
    if (sha256 === undefined || problem !== undefined) {
      this.#say(name, problem === undefined ? 'There are no bytes to look into.' : `Size only: ${problem}.`)
      return
    }
    // What is there stays until what takes its place is: estimates come in several steps.
    if (!this.#look.isConnected || this.#module !== id) this.#say(name, 'Looking inside…')
    const inside = await this.#load(module)
    if (this.#shown !== wanted) return
    if (inside === undefined) {
      this.#say(name, 'It cannot be looked into.')
      return
    }
    this.#module = id
    if (!this.#look.isConnected) this.#inside.replaceChildren(this.#look)
    this.#look.show(
      [{ module: { fileName: name, originalNames: [name], uses: [], importers }, inside }],
      'brotli',
    )
  }

  #say(name: string, text: string): void {
    this.#inside.replaceChildren(h('h3', { class: 'mono' }, name), h('p', { class: 'quiet' }, text))
  }
}

function importerList({ importers, url, delivery }: DevModule): HTMLElement {
  if (importers.length > 0)
    return h('ul', { class: 'imps' }, ...importers.map((name) => h('li', {}, h('code', {}, name))))
  const asked = delivery.kind === 'not-fetched' ? '' : 'A page asked for it: '
  return h('p', { class: 'quiet' }, 'No import in the source leads to it. ', asked, h('code', {}, url))
}
