import type { DevModule, DevState } from '../../report/dev-state.ts'
import { figure } from '../parts/figures.ts'
import { button, h, type Child } from '../parts/dom.ts'
import { icon, logo } from '../parts/marks.ts'
import { budgetMeters } from './budget-meters.ts'
import { replaceKeepingFocus } from './keep-focus.ts'
import { ModuleDetail, type InsideLoader } from './module-detail.ts'
import { moduleTable } from './module-rows.ts'
import { standingMark } from './standing-mark.ts'
import { describeBudgets } from './words.ts'

/** Who is told what a person does in the panel. */
export interface PanelListener {
  close(): void
  pick(module: DevModule): void
  switchTheme(): void
}

/** Everything about the modules of the page. */
export class Panel {
  readonly element = h('section', {
    class: 'panel',
    role: 'dialog',
    'aria-label': 'WebAssembly of this page',
  })
  readonly #tag = h('span', { class: 'tag', role: 'status' })
  readonly #flow = h('p', { class: 'flow' })
  readonly #meters = h('div')
  readonly #modules = h('div', { class: 'modbox' })
  readonly #live = h('span', { class: 'live' })
  readonly #source = h('span', { class: 'source' })
  readonly #close: HTMLButtonElement
  readonly #theme: HTMLButtonElement
  readonly #detail: ModuleDetail
  readonly #listener: PanelListener

  constructor(listener: PanelListener, loader: InsideLoader) {
    this.#listener = listener
    this.#detail = new ModuleDetail(loader)
    this.#close = button('✕', () => listener.close(), {
      class: 'btn',
      'aria-label': 'Close',
      title: 'Close (Esc)',
    })
    this.#theme = button(icon('theme'), () => listener.switchTheme(), { class: 'btn' })
    this.element.append(
      h(
        'header',
        { class: 'ph' },
        logo(),
        h('h2', {}, 'wasm-budget'),
        this.#tag,
        this.#flow,
        h('span', { class: 'grow' }),
        this.#theme,
        this.#close,
      ),
      h('div', { class: 'body' }, this.#meters, this.#modules, this.#detail.element),
      h(
        'footer',
        { class: 'pf' },
        this.#live,
        this.#source,
        h('span', { class: 'grow' }),
        h('span', { class: 'keys' }, key('Alt'), key('Shift'), key('W'), ' panel'),
        h('span', { class: 'keys' }, key('Esc'), ' close'),
      ),
    )
    this.showConnection(true)
    this.showTheme(undefined)
  }

  focus(): void {
    this.#close.focus({ preventScroll: true })
  }

  show(state: DevState, selected: DevModule | undefined): void {
    const { standing, text } = describeBudgets(state)
    this.#tag.className = `tag ${standing}`
    replaceIfChanged(this.#tag, standingMark(standing === 'working' ? 'working' : 'none'), text)
    this.#flow.replaceChildren(...flowOf(state))
    replaceKeepingFocus(this.#meters, ...budgetMeters(state))
    const isEmpty = state.modules.length === 0
    replaceKeepingFocus(
      this.#modules,
      isEmpty ? emptyNote() : moduleTable(state, selected, (module) => this.#listener.pick(module)),
    )
    this.#detail.show(selected)
    this.#source.textContent = sourceText(state)
  }

  showConnection(isConnected: boolean): void {
    const time = new Date().toLocaleTimeString('en-GB')
    this.#live.dataset['s'] = isConnected ? 'on' : 'off'
    const gone = `Dev server stopped: figures are from ${time}`
    this.#live.replaceChildren(
      standingMark(isConnected ? 'ok' : 'near') ?? '',
      isConnected ? 'connected' : gone,
    )
  }

  /** Draws again what knows its colours by itself. */
  refresh(): void {
    this.#detail.refresh()
  }

  showTheme(theme: 'light' | 'dark' | undefined): void {
    const name = theme ?? 'as the system'
    this.#theme.setAttribute('aria-label', `Theme: ${name}`)
    this.#theme.title = `Theme: ${name}`
  }
}

function flowOf({ total, metric, verdict }: DevState): Node[] {
  if (verdict === 'none') return []
  const { devBytes, shippedRawBytes, wireBytes, isEstimate } = total
  const part = (size: number, isAbout: boolean, what: string) =>
    h('span', {}, h('b', {}, figure(size, isAbout)), ` ${what}`)
  const arrow = () => h('i', { 'aria-hidden': 'true' }, '→')
  const parts: Node[] = [
    part(devBytes, false, 'raw in dev'),
    arrow(),
    part(shippedRawBytes, isEstimate, 'raw shipped'),
  ]
  if (metric !== 'raw' && wireBytes > 0) parts.push(arrow(), part(wireBytes, isEstimate, metric))
  return parts
}

function sourceText({ modules, total }: DevState): string {
  const built = modules.filter(({ shipped }) => shipped?.from === 'build').length
  if (modules.length === 0) return ''
  if (!total.isEstimate) return 'Shipped figures: last production build'
  const stripped = '≈ estimated: the module without names and debug sections'
  return built === 0 ? stripped : `${built} of ${modules.length} from the last production build · ${stripped}`
}

function emptyNote(): HTMLElement {
  return h(
    'div',
    { class: 'empty' },
    h('strong', {}, 'No WebAssembly on this page'),
    h(
      'p',
      {},
      'Nothing was fetched, and no module in the graph imports a ',
      h('code', {}, '.wasm'),
      ' file. A module that is fetched later appears here by itself.',
    ),
  )
}

function key(name: string): HTMLElement {
  return h('kbd', {}, name)
}

/** Leaves alone what says the same already: what is announced is announced once. */
function replaceIfChanged(element: HTMLElement, ...children: readonly Child[]): void {
  const text = children.filter((child) => typeof child === 'string').join('')
  if (element.textContent === text) return
  element.replaceChildren(...children.filter((child) => child !== undefined))
}
