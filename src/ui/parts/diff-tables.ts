import type { TableModel } from '../elements/table.ts'
import type { Change, Comparison, FindingChanges } from '../model/comparison.ts'
import { formatChange } from '../model/figure.ts'
import { h, styled } from './dom.ts'
import { delta, figure } from './figures.ts'

/** The totals before and now, side by side. */
export function totalsCard({ totals }: Comparison): HTMLElement {
  return h(
    'section',
    { class: 'card', 'aria-label': 'Totals' },
    h(
      'ul',
      { class: 'tots' },
      ...totals.map(({ name, metric, beforeBytes, afterBytes }) =>
        h(
          'li',
          { class: 'tot' },
          h('h3', {}, `${name}, ${metric}`),
          h(
            'p',
            { class: 'big' },
            h('span', { class: 'was' }, figure(beforeBytes)),
            ' → ',
            h('b', {}, figure(afterBytes)),
          ),
          h(
            'p',
            { class: 'tl' },
            delta(afterBytes - beforeBytes),
            ` ${formatChange(beforeBytes, afterBytes)}`,
          ),
          pair(beforeBytes, afterBytes, Math.max(beforeBytes, afterBytes, 1)),
        ),
      ),
    ),
  )
}

/** The table of modules before and now. */
export function moduleChangesTable({ modules }: Comparison, metric: string): TableModel<Change> {
  const most = Math.max(...modules.map(({ beforeBytes, afterBytes }) => Math.max(beforeBytes, afterBytes)), 1)
  return {
    caption: 'Modules before and now',
    rows: modules,
    empty: 'No module in either report.',
    columns: [
      nameColumn('Module'),
      {
        label: 'Change',
        hide: 'narrow',
        sortBy: ({ state }) => state,
        render: ({ state }) => h('span', { class: 'tag' }, state),
      },
      ...sizeColumns(metric),
      {
        label: 'Before and after',
        hide: 'medium',
        render: ({ beforeBytes, afterBytes }) => pair(beforeBytes, afterBytes, most),
      },
    ],
  }
}

/** The table of crates whose size changed. */
export function crateChangesTable({ crates }: Comparison): TableModel<Change> {
  const most = Math.max(...crates.map(differenceOf), 1)
  return {
    caption: 'Crates that changed',
    rows: crates,
    empty: 'No crate changed its size.',
    columns: [
      nameColumn('Crate'),
      ...sizeColumns('raw'),
      {
        label: 'smaller · bigger',
        hide: 'medium',
        render: ({ beforeBytes, afterBytes }) => {
          const share = `${(Math.abs(afterBytes - beforeBytes) / most) * 49}%`
          const bar = h('i', { class: afterBytes < beforeBytes ? 'neg' : 'pos' })
          return h('span', { class: 'dv', 'aria-hidden': 'true' }, styled(bar, { width: share }))
        },
      },
    ],
  }
}

/** Findings by whether they are new. */
export function findingChangesCard(findings: FindingChanges): HTMLElement {
  const list = (title: string, texts: readonly string[]) =>
    h(
      'div',
      {},
      h('h3', {}, `${title} (${texts.length})`),
      h('ul', {}, ...(texts.length === 0 ? [h('li', {}, 'none')] : texts.map((text) => h('li', {}, text)))),
    )
  return h(
    'div',
    { class: 'card three' },
    list('Gone', findings.gone),
    list('New', findings.added),
    list('Still here', findings.still),
  )
}

function nameColumn(label: string): TableModel<Change>['columns'][number] {
  return {
    label,
    isWide: true,
    sortBy: ({ name }) => name,
    render: ({ name }) => h('code', { title: name }, name),
  }
}

function sizeColumns(metric: string): TableModel<Change>['columns'] {
  return [
    {
      label: `Before, ${metric}`,
      isNumber: true,
      hide: 'narrow',
      sortBy: ({ beforeBytes }) => beforeBytes,
      render: ({ state, beforeBytes }) =>
        state === 'new' ? h('span', { class: 'faint' }, 'none') : figure(beforeBytes),
    },
    {
      label: `After, ${metric}`,
      isNumber: true,
      sortBy: ({ afterBytes }) => afterBytes,
      render: ({ state, afterBytes }) =>
        state === 'gone' ? h('span', { class: 'faint' }, 'none') : figure(afterBytes),
    },
    {
      label: 'Difference',
      isNumber: true,
      sortBy: differenceOf,
      render: ({ state, beforeBytes, afterBytes }) => delta(afterBytes - beforeBytes, state === 'new'),
    },
  ]
}

function pair(beforeBytes: number, afterBytes: number, widestBytes: number): HTMLElement {
  const bar = (bytes: number) => styled(h('i'), { width: `${(bytes / widestBytes) * 100}%` })
  return h('span', { class: 'two', 'aria-hidden': 'true' }, bar(beforeBytes), bar(afterBytes))
}

function differenceOf({ beforeBytes, afterBytes }: Change): number {
  return Math.abs(afterBytes - beforeBytes)
}
