import { expect, test } from 'vitest'
import type { Interference } from '../../../../src/optimize/rewrite/locals/interference.ts'
import { IMPOSSIBLE, KempeChains } from '../../../../src/optimize/rewrite/locals/kempe-chains.ts'
import { SlotMembers } from '../../../../src/optimize/rewrite/locals/slot-members.ts'
import { randomFrom } from '../../../support/random-graph.ts'

function interferenceOf(count: number, conflicts: readonly (readonly [number, number])[]): Interference {
  const words = (count + 31) >> 5
  const rows = new Int32Array(words * count)
  const set = (one: number, other: number) => {
    const at = one * words + (other >> 5)
    rows[at] = (rows[at] as number) | (1 << (other & 31))
  }
  for (const [one, other] of conflicts) {
    set(one, other)
    set(other, one)
  }
  return { words, rows }
}

const noPull = () => 0

test('a chain holds all that must make room, and gains what they gain', () => {
  // 0 and 1 in slot 0, 2 and 3 in slot 1; 0 conflicts with 2, 2 with 1.
  const members = new SlotMembers(Int32Array.of(0, 0, 1, 1), 2)
  const rows = Int32Array.of(50, 10, 7, 8, 9, 5, 0, 100)
  const chains = new KempeChains(
    members,
    interferenceOf(4, [
      [0, 2],
      [2, 1],
    ]),
    0,
    rows,
    noPull,
  )
  expect(chains.find(0, 1)).toBe(50 - 10 + (5 - 9) + (7 - 8))
  expect([...chains.chain.subarray(0, chains.length)]).toEqual([0, 2, 1])
  expect(chains.find(3, 0)).toBe(100)
  expect(chains.length).toBe(1)
})

test('a chain that needs a parameter to move is impossible', () => {
  const members = new SlotMembers(Int32Array.of(0, 1), 2)
  const chains = new KempeChains(members, interferenceOf(2, [[0, 1]]), 1, new Int32Array(4), noPull)
  expect(chains.find(1, 0)).toBe(IMPOSSIBLE)
})

test('where all conflict a chain is a swap', () => {
  const members = new SlotMembers(Int32Array.of(0, 1, 2), 3)
  const rows = Int32Array.of(5, 0, 0, 0, 1, 0, 0, 0, 0)
  const chains = new KempeChains(members, undefined, 0, rows, noPull)
  expect(chains.find(0, 1)).toBe(6)
  expect([...chains.chain.subarray(0, chains.length)]).toEqual([0, 1])
})

test('swapping chains keeps conflicting members apart', () => {
  const random = randomFrom(3)
  const [count, width, pinned] = [60, 8, 2]
  const slots = Int32Array.from({ length: count }, (_, member) => (member < pinned ? member : random(width)))
  const conflicts: [number, number][] = []
  for (let edge = 0; edge < 400; edge++) {
    const [one, other] = [random(count), random(count)]
    if (slots[one] !== slots[other]) conflicts.push([one, other])
  }
  const members = new SlotMembers(slots, width)
  const chains = new KempeChains(
    members,
    interferenceOf(count, conflicts),
    pinned,
    new Int32Array(count * width),
    noPull,
  )
  let swaps = 0
  for (let step = 0; step < 2000; step++) {
    const member = pinned + random(count - pinned)
    const from = members.slots[member] as number
    const to = random(width)
    if (from === to || chains.find(member, to) === IMPOSSIBLE) continue
    swaps++
    for (const mover of chains.chain.slice(0, chains.length)) {
      members.move(mover, members.slots[mover] === from ? to : from)
    }
    expect(conflicts.filter(([one, other]) => members.slots[one] === members.slots[other])).toEqual([])
    expect([...members.slots.subarray(0, pinned)]).toEqual([0, 1])
  }
  expect(swaps).toBeGreaterThan(500)
})
