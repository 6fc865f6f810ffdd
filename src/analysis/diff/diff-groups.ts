import type { SizeItem } from '../size-report.ts'

/** How the size of a crate, a generic or a section changed. */
export interface GroupDelta {
  readonly name: string
  readonly beforeBytes: number
  readonly afterBytes: number
  /** `afterBytes - beforeBytes`. */
  readonly deltaBytes: number
  /** Items in it: functions and data ranges of a crate, copies of a generic, sections of that name. */
  readonly beforeCount: number
  readonly afterCount: number
  /** Of the estimated shares on the wire; present where both reports have them. */
  readonly wireDeltaBytes?: number
}

/** What groups are made of. */
export type Grouped = Pick<SizeItem, 'sizeBytes' | 'wireSizeBytes'>

/** Compares groups of the same name, the greatest change first; groups whose size and number are the same are left out. */
export function diffGroups<Item extends Grouped>(
  before: readonly Item[],
  after: readonly Item[],
  nameOf: (item: Item) => string | undefined,
  hasWire: boolean,
): GroupDelta[] {
  const groups = new Map<string, Mutable<GroupDelta>>()
  const add = (items: readonly Item[], isAfter: boolean) => {
    for (const item of items) {
      const name = nameOf(item)
      if (name === undefined) continue
      const group = groups.get(name) ?? emptyGroup(name, hasWire)
      groups.set(name, group)
      if (isAfter) {
        group.afterBytes += item.sizeBytes
        group.afterCount++
      } else {
        group.beforeBytes += item.sizeBytes
        group.beforeCount++
      }
      group.deltaBytes = group.afterBytes - group.beforeBytes
      if (group.wireDeltaBytes !== undefined)
        group.wireDeltaBytes += (isAfter ? 1 : -1) * (item.wireSizeBytes ?? 0)
    }
  }
  add(before, false)
  add(after, true)
  return [...groups.values()]
    .filter(({ deltaBytes, beforeCount, afterCount }) => deltaBytes !== 0 || beforeCount !== afterCount)
    .sort(byChange)
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] }

function emptyGroup(name: string, hasWire: boolean): Mutable<GroupDelta> {
  return {
    name,
    beforeBytes: 0,
    afterBytes: 0,
    deltaBytes: 0,
    beforeCount: 0,
    afterCount: 0,
    ...(hasWire ? { wireDeltaBytes: 0 } : {}),
  }
}

/** Orders by the absolute change, the greatest first, then by name. */
export function byChange(
  a: { readonly deltaBytes: number; readonly name?: string },
  b: { readonly deltaBytes: number; readonly name?: string },
): number {
  const change = Math.abs(b.deltaBytes) - Math.abs(a.deltaBytes)
  return change || compareText(a.name ?? '', b.name ?? '')
}

/** Orders by code units, which is the same everywhere. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
