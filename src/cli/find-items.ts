import { distance } from 'fastest-levenshtein'
import { describeName, type NameParts } from '../analysis/names/describe-name.ts'
import type { SizeItem } from '../analysis/size-report.ts'

/** An item of a report, where it stands there, and what its name says. */
export interface NamedItem {
  readonly item: SizeItem
  readonly at: number
  readonly name?: NameParts
}

const NUMBERED = /^(?:(?:wasm-)?(function|global|data)[\s:[]*)?(\d+)\]?$/
const LONGEST = 200
const NEAREST = 3

/** Lists the functions, globals and ranges of data of a report: what can be asked about. */
export function namedItems(items: readonly SizeItem[], isGo: boolean): NamedItem[] {
  return items
    .map((item, at): NamedItem => {
      const name = item.name === undefined ? {} : { name: describeName(item.name, { isGo }) }
      return { item, at, ...name }
    })
    .filter(({ item }) => item.kind === 'function' || item.kind === 'global' || item.kind === 'data')
}

/**
 * Finds what `text` means, largest first: an index (`12`, `wasm-function[12]`, `data 3`), else a whole name, mangled or not, else
 * a label such as `Vec<_>::push`, else a part of a demangled name, in other cases only where nothing is written like that.
 */
export function findItems(items: readonly NamedItem[], text: string): NamedItem[] {
  const numbered = NUMBERED.exec(text)
  if (numbered !== null) {
    const [, kind = 'function', index] = numbered
    return items.filter(({ item }) => item.kind === kind && item.index === Number(index))
  }
  const lower = text.toLowerCase()
  const ways: readonly ((item: NamedItem) => boolean)[] = [
    ({ item, name }) => item.name === text || name?.full === text,
    ({ name }) => name?.short === text,
    ({ name }) => name?.full.includes(text) === true,
    ({ name }) => name?.full.toLowerCase().includes(lower) === true,
  ]
  for (const way of ways) {
    const found = items.filter(way)
    if (found.length > 0) return found.sort((a, b) => b.item.sizeBytes - a.item.sizeBytes || a.at - b.at)
  }
  return []
}

/** The names that are written most like a text, nearest first. */
export function nearestNames(items: readonly NamedItem[], text: string): string[] {
  const labels = new Set(items.map(({ name }) => name?.short ?? '').filter((label) => label !== ''))
  return [...labels]
    .filter((label) => label.length <= LONGEST)
    .map((label) => ({ label, far: distance(label, text) }))
    .sort((a, b) => a.far - b.far || (a.label < b.label ? -1 : 1))
    .slice(0, NEAREST)
    .map(({ label }) => label)
}
