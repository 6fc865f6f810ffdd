import { formatChange } from '../model/figure.ts'
import { KIND_NAMES, type ByteKind } from '../model/byte-kind.ts'
import type { FlowBar } from '../model/flow.ts'
import { h, styled } from './dom.ts'
import { figure } from './figures.ts'
import { kindMark } from './marks.ts'

/** A figure with what it is called and what belongs to it. */
export interface Fact {
  readonly label: string
  readonly value: Node | string
  readonly note: string
}

/** Names in the bars; removed bytes are not names only. */
const NAMES: Readonly<Record<ByteKind, string>> = {
  ...KIND_NAMES,
  dep: 'code',
  names: 'removed, not shipped',
}

/** Share of a bar's width from which a part has its name in it. */
const NAMED_FROM = 0.12

/** A card: what becomes of the bytes of a build, and the facts beside it. */
export function flowCard(bars: readonly FlowBar[], facts: readonly Fact[]): HTMLElement {
  const widest = Math.max(...bars.map(({ sizeBytes }) => sizeBytes), 1)
  const kinds = new Set(bars.flatMap(({ parts }) => parts.map(({ kind }) => kind)))
  const first = bars[0]?.sizeBytes ?? 0
  return h(
    'section',
    { class: 'card flow', 'aria-label': 'Totals' },
    h(
      'div',
      { class: 'bars' },
      ...bars.map((bar, at) =>
        h(
          'div',
          { class: 'fr' },
          h('span', { class: 'fl' }, bar.label),
          stack(bar, widest),
          h('b', {}, figure(bar.sizeBytes)),
          h('em', {}, at === 0 ? '' : formatChange(first, bar.sizeBytes)),
        ),
      ),
      h(
        'ul',
        { class: 'legend' },
        ...(Object.keys(KIND_NAMES) as ByteKind[])
          .filter((kind) => kinds.has(kind))
          .map((kind) => h('li', {}, kindMark(kind), NAMES[kind])),
      ),
    ),
    h(
      'dl',
      { class: 'facts' },
      ...facts.map(({ label, value, note }) =>
        h('div', {}, h('dt', {}, label), h('dd', {}, value, h('small', {}, note))),
      ),
    ),
  )
}

function stack({ sizeBytes, parts }: FlowBar, widest: number): HTMLElement {
  const shown = parts.length === 0 ? [{ kind: 'other' as const, sizeBytes }] : parts
  return h(
    'span',
    { class: 'stack', 'aria-hidden': 'true' },
    ...shown.map((part) => {
      const share = part.sizeBytes / widest
      const label = parts.length > 0 && share > NAMED_FROM ? h('span', {}, NAMES[part.kind]) : undefined
      return styled(h('i', { class: `k-${part.kind}`, title: NAMES[part.kind] }, label), {
        width: `${share * 100}%`,
      })
    }),
  )
}
