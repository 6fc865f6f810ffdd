import type { SizeItem } from '../../analysis/size-report.ts'

/** Lists data segments of which there are several ranges: only an address tells these apart. */
export function splitSegments(items: readonly SizeItem[]): ReadonlySet<number> {
  const seen = new Set<number>()
  const split = new Set<number>()
  for (const { kind, index } of items) {
    if (kind !== 'data' || index === undefined) continue
    if (seen.has(index)) split.add(index)
    seen.add(index)
  }
  return split
}

/** Names an item, and says whether the name is a symbol that may have to be demangled. */
export function nameItem(
  { kind, name, index, offset }: SizeItem,
  split: ReadonlySet<number>,
): { readonly name: string; readonly isSymbol?: true } {
  const word = kind.replace('-', ' ')
  const known = name ?? (index === undefined ? word : `${word} ${index}`)
  if (kind === 'data' && index !== undefined && split.has(index))
    return { name: `${known} 0x${offset.toString(16)}` }
  const isSymbol = name !== undefined && (kind === 'function' || kind === 'data')
  return isSymbol ? { name: known, isSymbol } : { name: known }
}
