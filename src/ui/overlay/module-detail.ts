import type { DevModule } from '../../report/dev-state.ts'
import type { ModuleInside } from '../../report/module-inside.ts'
import type { InsideElement } from '../elements/inside.ts'
import { breakable, custom, h } from '../parts/dom.ts'
import { findingList } from './finding-list.ts'

/** Loads what is inside a module; undefined where it cannot be read. */
export type LoadInside = (module: DevModule) => Promise<ModuleInside | undefined>

/** Who knows what the overlay itself does not. */
export interface InsideLoader {
  readonly data: LoadInside
  /** Loads the script that defines `<wb-inside>`. */
  readonly script: () => Promise<unknown>
}

/** What is shown of the module that is picked: what is inside, and what there is to say about it. */
export class ModuleDetail {
  readonly element = h('section', { class: 'detail', 'aria-label': 'Module' })
  readonly #inside = h('div', { class: 'inside' })
  readonly #rail = h('div', { class: 'rail', slot: 'side' })
  readonly #loader: InsideLoader
  /** Made when its script is there. */
  #look: InsideElement | undefined
  #shown = ''
  #module = ''

  constructor(loader: InsideLoader) {
    this.#loader = loader
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
      ...(module.delivery.kind === 'base64'
        ? []
        : [h('h3', {}, 'URL'), h('p', { class: 'url' }, breakable(module.url))]),
    )
    void this.#showInside(module)
  }

  /** Draws the map again: the theme has changed. */
  refresh(): void {
    if (this.#look?.isConnected === true) this.#look.refresh()
  }

  async #showInside(module: DevModule): Promise<void> {
    const { id, sha256, problem, shipped, name, importers, isForeign } = module
    // Estimates inside change with the size on the wire.
    const wanted = JSON.stringify([id, sha256, problem, shipped?.from, shipped?.brotliBytes])
    if (wanted === this.#shown) return
    this.#shown = wanted
    if (sha256 === undefined || problem !== undefined) {
      const nothing = isForeign === true ? 'It is on another server' : 'There are no bytes to look into'
      this.#say(name, problem === undefined ? `${nothing}.` : `Size only: ${problem}.`)
      return
    }
    // What is there stays until what takes its place is: estimates come in several steps.
    if (this.#look?.isConnected !== true || this.#module !== id) this.#say(name, 'Looking inside…')
    const [inside, hasScript] = await Promise.all([
      this.#loader.data(module),
      this.#loader.script().then(
        () => true,
        () => false,
      ),
    ])
    if (this.#shown !== wanted) return
    if (inside === undefined || !hasScript) {
      // It is tried again whenever the server tells something new.
      this.#shown = ''
      this.#say(name, 'It cannot be looked into.')
      return
    }
    this.#module = id
    this.#look ??= custom<InsideElement>('wb-inside', { layout: 'side' })
    if (!this.#look.isConnected) {
      this.#inside.replaceChildren(this.#look)
      this.#look.append(this.#rail)
    }
    this.#look.show(
      [{ module: { fileName: name, originalNames: [name], uses: [], importers }, inside }],
      'Brotli',
    )
  }

  #say(name: string, text: string): void {
    const said = h(
      'div',
      { class: 'said' },
      h('h3', { class: 'mono' }, name),
      h('p', { class: 'quiet' }, text),
    )
    this.#inside.replaceChildren(said)
    this.element.append(this.#rail)
  }
}

function importerList({ importers, delivery }: DevModule): HTMLElement {
  if (importers.length > 0)
    return h('ul', { class: 'imps' }, ...importers.map((name) => h('li', {}, h('code', {}, name))))
  const asked = delivery.kind === 'not-fetched' ? '' : ' A page asked for it.'
  return h('p', { class: 'quiet' }, `No import in the source leads to it.${asked}`)
}
