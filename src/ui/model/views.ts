import type { SizeItem, SizeReport } from '../../analysis/size-report.ts'
import { kindOfCrate, kindOfItem, kindOfSection, type ByteKind, type KindContext } from './byte-kind.ts'
import { nameItem, splitSegments } from './item-name.ts'
import { groupNodes, type TreeNode } from './tree.ts'

/** Ways to look into a module; `retained` is a table only, since what parts retain overlaps. */
export type View = 'sections' | 'crates' | 'generics' | 'functions' | 'retained'

/** Views that have a map. */
export type MapView = Exclude<View, 'retained'>

/** Makes the map of a module: every item is in one leaf, so that sizes sum to the file's. */
export function treeOf(report: SizeReport, view: MapView, name: string, context: KindContext): TreeNode {
  const split = splitSegments(report.items)
  const leaves = report.items.map((item, at) => leafOf(item, at, context, split))
  const groups =
    view === 'sections' ? sectionsOf(report, leaves) : groupBy(report, leaves, GROUPERS[view], context)
  return groupNodes({ name, kind: 'other' }, groups)
}

function leafOf(item: SizeItem, at: number, context: KindContext, split: ReadonlySet<number>): TreeNode {
  const { sizeBytes, wireSizeBytes, inferred } = item
  return {
    ...nameItem(item, split),
    kind: kindOfItem(item, context),
    rawBytes: sizeBytes,
    ...(wireSizeBytes === undefined ? {} : { wireBytes: wireSizeBytes }),
    item: at,
    ...(inferred === undefined ? {} : { note: 'attribution inferred from references' }),
  }
}

function sectionsOf({ sections, items }: SizeReport, leaves: readonly TreeNode[]): TreeNode[] {
  const groups: { name: string; kind: ByteKind; nodes: TreeNode[] }[] = []
  for (const [at, leaf] of leaves.entries()) {
    if (items[at]?.kind === 'section-overhead') {
      const name = sections[groups.length]?.name ?? ''
      groups.push({ name, kind: kindOfSection(name), nodes: [] })
    }
    groups.at(-1)?.nodes.push(leaf)
  }
  const header = leaves.filter((_leaf, at) => items[at]?.kind === 'header')
  return [
    ...header,
    ...groups.map(({ name, kind, nodes }) => groupNodes({ name: `${name} section`, kind }, nodes)),
  ]
}

/** Names the group of an item; undefined for a cell of its own. */
type Grouper = (item: SizeItem, report: ReadonlySet<string>) => string | undefined

const GROUPERS: Readonly<Record<Exclude<MapView, 'sections'>, Grouper>> = {
  crates: ({ kind, crate }) => {
    if (kind !== 'function' && kind !== 'data') return undefined
    return crate === undefined ? undefined : `crate:${crate}`
  },
  generics: ({ generic }, repeated) =>
    generic !== undefined && repeated.has(generic) ? `generic:${generic}` : undefined,
  functions: () => undefined,
}

function groupBy(
  report: SizeReport,
  leaves: readonly TreeNode[],
  grouper: Grouper,
  context: KindContext,
): TreeNode[] {
  const repeated = new Set(report.generics.map(({ name }) => name))
  const isFlat = grouper === GROUPERS.functions
  const groups = new Map<string, TreeNode[]>()
  const single: TreeNode[] = []
  for (const [at, leaf] of leaves.entries()) {
    const item = report.items[at] as SizeItem
    const key = grouper(item, repeated) ?? restOf(item, context, isFlat)
    if (key === undefined) {
      single.push(leaf)
      continue
    }
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [leaf])
    else group.push(leaf)
  }
  return [...single, ...[...groups].map(([key, nodes]) => groupOf(key, nodes, context))]
}

function restOf(
  { kind, crate, generic }: SizeItem,
  context: KindContext,
  isFlat: boolean,
): string | undefined {
  switch (kind) {
    case 'function':
      if (isFlat) return undefined
      if (crate !== undefined || generic !== undefined) return 'rest:other code'
      return context.hasCrates ? 'rest:unattributed code' : 'rest:code'
    case 'data':
      return 'rest:data segments'
    case 'import':
    case 'export':
      return 'rest:imports, exports'
    case 'name-subsection':
      return 'rest:names'
    case 'custom':
      return 'rest:custom sections'
    default:
      return 'rest:structure'
  }
}

function groupOf(key: string, nodes: readonly TreeNode[], context: KindContext): TreeNode {
  const colon = key.indexOf(':')
  const name = key.slice(colon + 1)
  const kind = nodes[0]?.kind ?? 'other'
  if (key.startsWith('crate:')) return groupNodes({ name, kind: kindOfCrate(name, context) }, nodes)
  if (key.startsWith('generic:')) return groupNodes({ name, kind, isSymbol: true }, nodes)
  const isMixed = nodes.some((node) => node.kind !== kind)
  return groupNodes({ name, kind: isMixed && !key.endsWith('code') ? 'other' : kind }, nodes)
}
