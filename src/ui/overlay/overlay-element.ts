import type { Corner, DevModule, DevState } from '../../report/dev-state.ts'
import { attachOutermostRoot, define } from '../parts/sheet.ts'
import { Badge } from './badge.ts'
import { withForeign } from './foreign-modules.ts'
import type { InsideLoader } from './module-detail.ts'
import bar from '../styles/budget-bar.css?inline'
import css from './overlay.css?inline'
import { Panel } from './panel.ts'
import { readStored, store } from './stored-view.ts'

const THEMES = [undefined, 'light', 'dark'] as const

/** Settings of an {@link OverlayElement}. */
export interface OverlayElementSettings {
  readonly position: Corner
  readonly open: boolean
  readonly inside: InsideLoader
}

/** `<wasm-budget-overlay>`: the badge in a corner, and the panel that it opens. */
export class OverlayElement extends HTMLElement {
  #badge: Badge | undefined
  #panel: Panel | undefined
  /** What the server knows, and what the page does. */
  #known: DevState | undefined
  #foreign: readonly DevModule[] = []
  #picked: string | undefined
  #isOpen = false
  #theme: 'light' | 'dark' | undefined

  setUp({ position, open, inside }: OverlayElementSettings): void {
    const root = attachOutermostRoot(this, bar, css)
    const stored = readStored()
    this.#isOpen = stored?.isOpen ?? open
    this.#picked = stored?.module
    this.#theme = stored?.theme
    this.dataset['position'] = position
    this.#badge = new Badge(() => this.setOpen(true))
    this.#panel = new Panel(
      {
        close: () => this.setOpen(false),
        pick: (module) => this.#pick(module),
        switchTheme: () => this.#switchTheme(),
      },
      inside,
    )
    root.append(this.#badge.element, this.#panel.element)
    this.#show()
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  setOpen(isOpen: boolean): void {
    if (isOpen === this.#isOpen) return
    this.#isOpen = isOpen
    this.#show()
    if (isOpen) this.#panel?.focus()
    else this.#badge?.element.focus({ preventScroll: true })
    this.#store()
  }

  setState(state: DevState): void {
    this.#known = state
    this.#show()
  }

  /** Takes over the modules that the page fetched from other servers. */
  setForeign(modules: readonly DevModule[]): void {
    this.#foreign = modules
    this.#show()
  }

  setConnected(isConnected: boolean): void {
    this.#panel?.showConnection(isConnected)
  }

  #show(): void {
    const state = this.#known && withForeign(this.#known, this.#foreign)
    const badge = this.#badge?.element
    const panel = this.#panel?.element
    if (badge === undefined || panel === undefined) return
    badge.hidden = this.#isOpen || state === undefined
    panel.hidden = !this.#isOpen || state === undefined
    this.toggleAttribute('data-open', this.#isOpen)
    if (this.#theme === undefined) delete this.dataset['theme']
    else this.dataset['theme'] = this.#theme
    this.#panel?.showTheme(this.#theme)
    if (state === undefined) return
    this.#badge?.show(state)
    // What nobody sees is not drawn; it is when the panel opens.
    if (this.#isOpen) this.#panel?.show(state, this.#selected(state))
  }

  /** The module that was picked, else the worst. */
  #selected({ modules }: DevState): DevModule | undefined {
    return modules.find(({ url }) => url === this.#picked) ?? modules[0]
  }

  #pick({ url }: DevModule): void {
    this.#picked = url
    this.#show()
    this.#store()
  }

  #switchTheme(): void {
    this.#theme = THEMES[(THEMES.indexOf(this.#theme) + 1) % THEMES.length]
    this.#show()
    this.#panel?.refresh()
    this.#store()
  }

  #store(): void {
    store({
      isOpen: this.#isOpen,
      ...(this.#picked === undefined ? {} : { module: this.#picked }),
      ...(this.#theme === undefined ? {} : { theme: this.#theme }),
    })
  }
}

define('wasm-budget-overlay', OverlayElement)
