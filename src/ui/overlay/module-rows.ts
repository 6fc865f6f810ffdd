import type { DevModule, DevState } from '../../report/dev-state.ts'
import { cutMiddle } from '../model/figure.ts'
import { budgetBar } from '../parts/budget-bar.ts'
import { figure } from '../parts/figures.ts'
import { h } from '../parts/dom.ts'
import { standingMark } from './standing-mark.ts'
import {
  describeDelivery,
  describeRest,
  limitOf,
  SHORT_METRICS,
  standingOf,
  standingOfModule,
  STANDING_WORDS,
} from './words.ts'

const LONGEST_NAME = 44

/** The modules, one row each; arrows go from row to row. */
export function moduleTable(
  { modules, metric }: DevState,
  selected: DevModule | undefined,
  onPick: (module: DevModule) => void,
): HTMLElement {
  const head = h(
    'thead',
    {},
    h(
      'tr',
      {},
      h('th', { scope: 'col', class: 's' }, h('span', { class: 'vh' }, 'State')),
      h('th', { scope: 'col', class: 'f' }, 'Module'),
      h('th', { scope: 'col', class: 'imp' }, 'Imported by'),
      h('th', { scope: 'col', class: 'num dev' }, 'Raw, dev'),
      h('th', { scope: 'col', class: 'num prod' }, 'Raw, shipped'),
      metric === 'brotli' ? h('th', { scope: 'col', class: 'num gz' }, 'Gzip') : undefined,
      metric === 'raw' ? undefined : h('th', { scope: 'col', class: 'num wire' }, capitalized(metric)),
      h('th', { scope: 'col', class: 'str' }, 'Compiles'),
      h('th', { scope: 'col', class: 'bud' }, `Budget`),
    ),
  )
  const rows = modules.map((module) => {
    const isSelected = module.id === selected?.id
    const row = moduleRow(module, metric, isSelected)
    row.addEventListener('click', () => onPick(module))
    row.addEventListener('keydown', (event) => press(event, row))
    return row
  })
  return h(
    'table',
    { class: 'mods' },
    h('caption', { class: 'vh' }, 'WebAssembly modules'),
    head,
    h('tbody', {}, ...rows),
  )
}

function moduleRow(module: DevModule, metric: DevState['metric'], isSelected: boolean): HTMLTableRowElement {
  const { id, name, importers, devBytes, shipped, verdict } = module
  const standing = standingOfModule(module)
  const delivery = describeDelivery(module)
  const slash = name.lastIndexOf('/') + 1
  const directory = name.slice(0, slash).replace(/^node_modules\//, '')
  const isEstimate = shipped?.from !== 'build'
  const wireBytes = metric === 'gzip' ? shipped?.gzipBytes : shipped?.brotliBytes
  return h(
    'tr',
    { 'data-key': id, 'aria-selected': String(isSelected), tabindex: isSelected ? 0 : -1 },
    h('td', { class: 's' }, standingMark(standing), h('span', { class: 'vh' }, STANDING_WORDS[standing])),
    h(
      'th',
      { class: 'f', scope: 'row', title: name },
      h(
        'code',
        {},
        h('span', { class: 'dir faint' }, directory),
        h('span', {}, cutMiddle(name.slice(slash), LONGEST_NAME)),
      ),
    ),
    h('td', { class: 'imp', title: importers.join('\n') }, h('code', {}, describeImporters(importers))),
    h('td', { class: 'num dev' }, devBytes === undefined ? '–' : figure(devBytes)),
    h('td', { class: 'num prod' }, shipped === undefined ? '–' : figure(shipped.rawBytes, isEstimate)),
    metric === 'brotli' ? h('td', { class: 'num gz' }, wire(module, shipped?.gzipBytes)) : undefined,
    metric === 'raw'
      ? undefined
      : h(
          'td',
          { class: 'num wire', 'data-unit': SHORT_METRICS[metric] },
          wire(module, wireBytes, shipped?.from === 'bound'),
        ),
    h(
      'td',
      {
        class: `str is-${delivery.standing}`,
        'data-v': delivery.standing === 'ok' || delivery.standing === 'none' ? 'yes' : 'no',
      },
      delivery.standing === 'ok' || delivery.standing === 'none'
        ? undefined
        : standingMark(delivery.standing),
      h('span', { title: delivery.text }, delivery.text),
    ),
    h(
      'td',
      { class: 'bud' },
      verdict === undefined
        ? h('span', { class: 'faint' }, 'none of its own')
        : h(
            'span',
            { class: 'bw', title: verdict.budget },
            budgetBar(verdict.sizeBytes ?? 0, limitOf(verdict), standingOf(verdict)),
            h('span', { class: `bt is-${standingOf(verdict)}` }, describeRest(verdict)),
          ),
    ),
  )
}

function wire(
  { shipped, isForeign }: DevModule,
  sizeBytes: number | undefined,
  isBound = false,
): HTMLElement {
  if (sizeBytes === undefined) return h('span', { class: 'faint' }, isForeign === true ? '–' : 'follows')
  const shown = figure(sizeBytes, shipped?.from !== 'build')
  if (isBound) {
    shown.classList.add('bound')
    shown.title = 'At most: the real figure follows'
  }
  return shown
}

function describeImporters([first, ...others]: readonly string[]): string {
  if (first === undefined) return '–'
  const name = first.endsWith(')') ? first : first.slice(first.lastIndexOf('/') + 1)
  return others.length === 0 ? name : `${name} +${others.length}`
}

function press(event: KeyboardEvent, row: HTMLElement): void {
  const sibling =
    event.key === 'ArrowDown'
      ? row.nextElementSibling
      : event.key === 'ArrowUp'
        ? row.previousElementSibling
        : undefined
  if (event.key === 'Enter' || event.key === ' ') row.click()
  else if (sibling instanceof HTMLElement) {
    sibling.focus()
    sibling.click()
  } else if (sibling === undefined) return
  event.preventDefault()
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
