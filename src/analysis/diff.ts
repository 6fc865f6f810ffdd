import { byChange, compareText, diffGroups, type GroupDelta } from './diff/diff-groups.ts'
import { diffKeyOf, type DiffKey } from './diff/diff-key.ts'
import { matchSizes } from './diff/match-sizes.ts'
import type { ItemKind, SizeItem, SizeReport } from './size-report.ts'

export type { GroupDelta } from './diff/diff-groups.ts'

/** How one thing changed its size: a function, or all items of a kind and name together. */
export interface DiffEntry {
  readonly kind: ItemKind
  readonly change: 'added' | 'removed' | 'grown' | 'shrunk'
  /** Generic or demangled name, without hashes; absent where it has none. Several copies of a generic share it. */
  readonly name?: string
  readonly crate?: string
  readonly generic?: string
  readonly beforeBytes: number
  readonly afterBytes: number
  /** `afterBytes - beforeBytes`, never 0. */
  readonly deltaBytes: number
  /** Of the estimated shares on the wire; present where both reports have them. */
  readonly wireDeltaBytes?: number
}

/**
 * What changed from one report to another.
 *
 * ```
 * entries     each change once                          |  sum of deltas = deltaBytes
 * crates      functions and data that have a crate      |  + unattributedDeltaBytes = those of code and data
 * generics    functions that have a generic key         |
 * sections    sections by name                          |  sum of deltas = deltaBytes
 * ```
 *
 * All lists have the greatest absolute change first, then go by name, and leave out what did not change.
 * JSON-serialisable; `version` grows when a field changes its meaning.
 */
export interface ReportDiff {
  readonly version: 1
  readonly beforeBytes: number
  readonly afterBytes: number
  readonly deltaBytes: number
  /** Of the whole file; present where both reports have a size on the wire. */
  readonly wireDeltaBytes?: number
  /** Part of `wireDeltaBytes` that parts of unchanged size make: the entries' and this sum to it. Present as it is. */
  readonly unchangedWireDeltaBytes?: number
  readonly unattributedDeltaBytes: number
  readonly entries: readonly DiffEntry[]
  readonly crates: readonly GroupDelta[]
  readonly generics: readonly GroupDelta[]
  readonly sections: readonly GroupDelta[]
}

/**
 * Compares two reports of what may be two builds of one program.
 *
 * Functions are matched by generic or name, copies among themselves by size; unnamed ones by crate and size. Neither hashes nor
 * indices count, so a rebuild of the same source has no entries, and no names are lost where they repeat.
 */
export function diffReports(before: SizeReport, after: SizeReport): ReportDiff {
  const wireDelta = difference(before.wireSizeBytes, after.wireSizeBytes)
  const hasWire = wireDelta !== undefined
  const entries = diffItems(before.items, after.items, hasWire)
  const inEntries = entries.reduce((sum, { wireDeltaBytes }) => sum + (wireDeltaBytes ?? 0), 0)
  const groups = (nameOf: (item: SizeItem) => string | undefined) =>
    diffGroups(before.items, after.items, nameOf, hasWire)
  return {
    version: 1,
    beforeBytes: before.sizeBytes,
    afterBytes: after.sizeBytes,
    deltaBytes: after.sizeBytes - before.sizeBytes,
    ...(hasWire ? { wireDeltaBytes: wireDelta, unchangedWireDeltaBytes: wireDelta - inEntries } : {}),
    unattributedDeltaBytes: after.unattributedBytes - before.unattributedBytes,
    entries,
    crates: groups(({ kind, crate }) => (kind === 'function' || kind === 'data' ? crate : undefined)),
    generics: groups(({ kind, generic }) => (kind === 'function' ? generic : undefined)),
    sections: diffGroups(before.sections, after.sections, ({ name }) => name, false),
  }
}

interface KeyedItems {
  readonly key: DiffKey
  readonly before: SizeItem[]
  readonly after: SizeItem[]
}

function diffItems(before: readonly SizeItem[], after: readonly SizeItem[], hasWire: boolean): DiffEntry[] {
  const byKey = new Map<string, KeyedItems>()
  const add = (items: readonly SizeItem[], side: 'before' | 'after') => {
    const isGo = items.some(({ kind, name }) => kind === 'function' && name === 'go.buildid')
    for (const item of items) {
      const key = diffKeyOf(item, isGo)
      const keyed = byKey.get(key.text) ?? { key, before: [], after: [] }
      byKey.set(key.text, keyed)
      keyed[side].push(item)
    }
  }
  add(before, 'before')
  add(after, 'after')
  const entries: DiffEntry[] = []
  for (const { key, before, after } of byKey.values()) {
    if (!key.single) {
      entries.push(entryOf(key, before, after, hasWire))
      continue
    }
    const matches = matchSizes(
      before.map(({ sizeBytes }) => sizeBytes),
      after.map(({ sizeBytes }) => sizeBytes),
    )
    for (const [old, now] of matches)
      entries.push(entryOf(key, itemAt(before, old), itemAt(after, now), hasWire))
  }
  return entries
    .filter(({ deltaBytes }) => deltaBytes !== 0)
    .sort((a, b) => byChange(a, b) || compareText(a.kind, b.kind) || b.deltaBytes - a.deltaBytes)
}

function itemAt(items: readonly SizeItem[], position: number): readonly SizeItem[] {
  const item = items[position]
  return item === undefined ? [] : [item]
}

function entryOf(
  { kind, name, generic }: DiffKey,
  before: readonly SizeItem[],
  after: readonly SizeItem[],
  hasWire: boolean,
): DiffEntry {
  const crate = (after[0] ?? before[0])?.crate
  const beforeBytes = sum(before, 'sizeBytes')
  const afterBytes = sum(after, 'sizeBytes')
  return {
    kind,
    change: changeOf(before.length, after.length, afterBytes - beforeBytes),
    ...(name === undefined ? {} : { name }),
    ...(crate === undefined ? {} : { crate }),
    ...(generic === undefined ? {} : { generic }),
    beforeBytes,
    afterBytes,
    deltaBytes: afterBytes - beforeBytes,
    ...(hasWire ? { wireDeltaBytes: sum(after, 'wireSizeBytes') - sum(before, 'wireSizeBytes') } : {}),
  }
}

function changeOf(beforeCount: number, afterCount: number, deltaBytes: number): DiffEntry['change'] {
  if (beforeCount === 0) return 'added'
  if (afterCount === 0) return 'removed'
  return deltaBytes > 0 ? 'grown' : 'shrunk'
}

function sum(items: readonly SizeItem[], field: 'sizeBytes' | 'wireSizeBytes'): number {
  return items.reduce((total, item) => total + (item[field] ?? 0), 0)
}

function difference(before: number | undefined, after: number | undefined): number | undefined {
  return before === undefined || after === undefined ? undefined : after - before
}
