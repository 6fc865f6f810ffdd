import type { Column } from '../elements/table.ts'
import { formatCount, formatPercent } from '../model/figure.ts'
import type { Labels } from '../model/labels.ts'
import type { PartRow } from '../model/part-rows.ts'
import { h } from './dom.ts'
import { figure } from './figures.ts'
import { kindMark } from './marks.ts'

/** What columns of parts need to know. */
export interface PartContext {
  readonly labels: Labels
  readonly wholeBytes: number
  readonly wireName: string
  readonly hasWire: boolean
}

/** The name of a part, with the mark of its kind. */
export function nameColumn(label: string, { labels }: PartContext): Column<PartRow> {
  return {
    label,
    isWide: true,
    sortBy: (row) => labels.of(row).short.toLowerCase(),
    render(row) {
      const { short, full } = labels.of(row)
      return h(
        'span',
        { title: full },
        kindMark(row.kind),
        h('code', { class: row.kind === 'own' ? 'own' : '' }, short),
      )
    },
  }
}

export const RAW: Column<PartRow> = {
  label: 'Raw',
  isNumber: true,
  sortBy: ({ rawBytes }) => rawBytes,
  // An export keeps much and is nothing itself.
  render: ({ rawBytes }) => (rawBytes === 0 ? '' : figure(rawBytes)),
}

export const RETAINED: Column<PartRow> = {
  label: 'Retained, raw',
  isNumber: true,
  sortBy: ({ retainedBytes = 0 }) => retainedBytes,
  render: ({ retainedBytes }) => (retainedBytes === undefined ? '' : figure(retainedBytes)),
}

export const COPIES: Column<PartRow> = countColumn('Copies')
export const FUNCTIONS: Column<PartRow> = { ...countColumn('Fns'), hide: 'narrow' }

export const WASTE: Column<PartRow> = {
  label: 'Waste',
  isNumber: true,
  sortBy: ({ wasteBytes = 0 }) => wasteBytes,
  render: ({ wasteBytes = 0 }) => figure(wasteBytes),
}

export const WHAT: Column<PartRow> = {
  label: 'Kind',
  sortBy: ({ what }) => what,
  render: ({ what }) => what,
  hide: 'narrow',
}

/** Share of the file, in percent. */
export function shareColumn({ wholeBytes }: PartContext): Column<PartRow> {
  return {
    label: '% of file',
    isNumber: true,
    render: ({ rawBytes }) => h('span', { class: 'faint' }, formatPercent(rawBytes, wholeBytes)),
    hide: 'narrow',
  }
}

/** Estimated share on the wire; no column where nothing was estimated. */
export function wireColumns({ wireName, hasWire }: PartContext): Column<PartRow>[] {
  if (!hasWire) return []
  return [
    {
      label: `${wireName} est.`,
      isNumber: true,
      sortBy: ({ wireBytes = 0 }) => wireBytes,
      render: ({ wireBytes }) => (wireBytes === undefined ? '' : figure(wireBytes, true)),
    },
  ]
}

function countColumn(label: string): Column<PartRow> {
  return {
    label,
    isNumber: true,
    sortBy: ({ count = 0 }) => count,
    render: ({ count }) => h('span', { class: 'faint' }, count === undefined ? '' : formatCount(count)),
  }
}
