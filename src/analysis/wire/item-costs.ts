import type { SizeItem } from '../size-report.ts'

/** What of an item its place in the file depends on. */
export type PlacedItem = Pick<SizeItem, 'kind' | 'name' | 'offset' | 'sizeBytes'>

/**
 * Sums the costs of bytes by item.
 *
 * Bytes that no item begins with or reaches are the overhead's of their section. Entries of the function section go to the
 * functions in equal parts: they are counted with the bodies and lie elsewhere.
 *
 * @param items in file order, as in a report
 */
export function sumByItem(units: Uint8Array, items: readonly PlacedItem[]): Float64Array {
  const costs = new Float64Array(items.length)
  let overhead = 0
  let at = 0
  let declarations = 0
  let functionCount = 0
  let entries: number | undefined
  for (let index = 0; index < items.length; index++) {
    const { kind, name, offset, sizeBytes } = items[index] as PlacedItem
    const next = items[index + 1]?.offset ?? units.length
    if (kind === 'function') functionCount++
    costs[overhead] = (costs[overhead] as number) + sumOf(units, at, offset)
    at = Math.max(at, offset)
    if (kind === 'section-overhead') {
      overhead = index
      if (name !== 'function') continue
      entries = index
      declarations = Math.max(0, next - offset - sizeBytes) / Math.max(1, next - offset)
      continue
    }
    // A function's size holds its entry, which would reach into the next body.
    const end = Math.min(offset + sizeBytes, Math.max(next, offset), units.length)
    costs[index] = (costs[index] as number) + sumOf(units, at, end)
    at = Math.max(at, end)
  }
  costs[overhead] = (costs[overhead] as number) + sumOf(units, at, units.length)
  if (entries !== undefined && functionCount > 0) {
    const moved = (costs[entries] as number) * declarations
    costs[entries] = (costs[entries] as number) - moved
    for (let index = 0; index < items.length; index++)
      if (items[index]?.kind === 'function') costs[index] = (costs[index] as number) + moved / functionCount
  }
  return costs
}

function sumOf(units: Uint8Array, from: number, to: number): number {
  let sum = 0
  for (let at = from; at < to; at++) sum += units[at] as number
  return sum
}
