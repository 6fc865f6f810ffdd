import { expect, it } from 'vitest'

import { layOut } from '../../../src/ui/model/layout.ts'
import { boxAt, firstCell, nextBox } from '../../../src/ui/model/navigate.ts'
import { bigTree, leaf } from './tree-nodes.ts'

const four = leaf('m', 4, { children: ['a', 'b', 'c', 'd'].map((name) => leaf(name, 1)) })

it('gives every cell room in proportion, within the area and without overlap', () => {
  const boxes = layOut(bigTree(6, 20), 'raw', 800, 400).filter(({ isGroup }) => !isGroup)
  for (const box of boxes) {
    expect(box.x).toBeGreaterThanOrEqual(0)
    expect(box.y).toBeGreaterThanOrEqual(0)
    expect(box.x + box.width).toBeLessThanOrEqual(800.001)
    expect(box.y + box.height).toBeLessThanOrEqual(400.001)
  }
  const centres = boxes.map(({ x, y, width, height }) => boxAt(boxes, x + width / 2, y + height / 2))
  expect(centres).toEqual(boxes.map((_box, at) => at))
})

it('finds cells before their groups, and the group where no cell is', () => {
  const boxes = layOut(bigTree(2, 3), 'raw', 800, 400)
  const group = boxes.findIndex(({ hasHead }) => hasHead)
  const { x, y } = boxes[group] as (typeof boxes)[number]
  expect(boxAt(boxes, x + 2, y + 2)).toBe(group)
  expect(boxes[boxAt(boxes, x + 20, y + 60)]?.group).toBe(group)
  expect(boxAt(boxes, 900, 10)).toBe(-1)
})

it('walks to the nearest cell in each direction and stays at the edge', () => {
  const boxes = layOut(four, 'raw', 200, 200)
  const at = (x: number, y: number) => boxAt(boxes, x, y)
  expect(firstCell(boxes)).toBe(0)
  expect(nextBox(boxes, at(50, 50), 'right')).toBe(at(150, 50))
  expect(nextBox(boxes, at(150, 50), 'down')).toBe(at(150, 150))
  expect(nextBox(boxes, at(150, 150), 'left')).toBe(at(50, 150))
  expect(nextBox(boxes, at(50, 150), 'up')).toBe(at(50, 50))
  expect(nextBox(boxes, at(50, 50), 'left')).toBe(at(50, 50))
})

it('reaches every cell with arrows', () => {
  const boxes = layOut(bigTree(5, 12), 'raw', 900, 440)
  const seen = new Set([firstCell(boxes)])
  for (const at of seen)
    for (const direction of ['left', 'right', 'up', 'down'] as const) seen.add(nextBox(boxes, at, direction))
  const cells = boxes.flatMap(({ isGroup }, at) => (isGroup ? [] : [at]))
  expect([...seen].sort((a, b) => a - b)).toEqual(cells)
})
