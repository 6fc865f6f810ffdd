import { expect, test } from 'vitest'
import { ContextTable } from '../../../../src/optimize/rewrite/locals/context-table.ts'
import { randomFrom } from '../../../support/random-graph.ts'

function countsOf(table: ContextTable, context: number): Map<number, number> {
  const result = new Map<number, number>()
  const start = table.starts[context] as number
  for (let entry = start; entry < start + (table.lengths[context] as number); entry++) {
    const count = table.counts[entry] as number
    if (count > 0) result.set(table.slots[entry] as number, count)
  }
  return result
}

test('a table that grows counts what a map of maps counts', () => {
  const random = randomFrom(1)
  const table = new ContextTable(16)
  for (let round = 0; round < 2; round++) {
    table.clear()
    const expected = new Map<number, Map<number, number>>()
    const made: [hash: number, slot: number][] = []
    for (let step = 0; step < 20_000; step++) {
      if (random(4) > 0) {
        const hash = Math.imul(random(random(2) ? 20 : 3000), 0x01010101) | 0
        const slot = random(40)
        made.push([hash, slot])
        table.add(table.find(hash), slot)
        const counts = expected.get(hash) ?? new Map<number, number>()
        expected.set(hash, counts.set(slot, (counts.get(slot) ?? 0) + 1))
      } else if (made.length > 0) {
        const [[hash, slot]] = made.splice(random(made.length), 1) as [[number, number]]
        table.remove(table.find(hash), slot)
        const counts = expected.get(hash) as Map<number, number>
        const count = (counts.get(slot) as number) - 1
        if (count === 0) counts.delete(slot)
        else counts.set(slot, count)
      }
    }
    for (const [hash, counts] of expected) {
      const context = table.find(hash)
      expect(countsOf(table, context)).toEqual(counts)
      expect(table.totals[context]).toBe([...counts.values()].reduce((sum, count) => sum + count, 0))
    }
  }
})
