import type { Box } from './layout.ts'

/** Direction of an arrow key. */
export type Direction = 'left' | 'right' | 'up' | 'down'

/** Finds the box that a point is in, cells before their groups; -1 for none. */
export function boxAt(boxes: readonly Box[], x: number, y: number): number {
  let found = -1
  for (let at = 0; at < boxes.length; at++) {
    const box = boxes[at] as Box
    const isIn = x >= box.x && y >= box.y && x < box.x + box.width && y < box.y + box.height
    if (isIn && (found < 0 || !box.isGroup)) found = at
  }
  return found
}

/** Finds the nearest cell in a direction; where there is none, the cell itself. */
export function nextBox(boxes: readonly Box[], from: number, direction: Direction): number {
  const start = boxes[from]
  if (start === undefined) return firstCell(boxes)
  let best = from
  let bestDistance = Infinity
  for (let at = 0; at < boxes.length; at++) {
    const box = boxes[at] as Box
    if (box.isGroup || at === from) continue
    const distance = distanceTo(start, box, direction)
    if (distance < bestDistance) {
      best = at
      bestDistance = distance
    }
  }
  return best
}

/** Finds the first cell that is no group, the largest of the first group; -1 for none. */
export function firstCell(boxes: readonly Box[]): number {
  return boxes.findIndex(({ isGroup }) => !isGroup)
}

/** Distance in a direction, from edge to edge; what lies beside the way counts more. Infinity for the other directions. */
function distanceTo(from: Box, to: Box, direction: Direction): number {
  const isSideways = direction === 'left' || direction === 'right'
  const forward = direction === 'right' || direction === 'down'
  const [a, b] = isSideways ? [spanX(from), spanX(to)] : [spanY(from), spanY(to)]
  const [c, d] = isSideways ? [spanY(from), spanY(to)] : [spanX(from), spanX(to)]
  const along = forward ? b.start - a.end : a.start - b.end
  if (along < -1) return Infinity
  const middle = (c.start + c.end) / 2
  const aside = middle < d.start ? d.start - middle : middle > d.end ? middle - d.end : 0
  return along + aside * 3
}

interface Span {
  readonly start: number
  readonly end: number
}

function spanX({ x, width }: Box): Span {
  return { start: x, end: x + width }
}

function spanY({ y, height }: Box): Span {
  return { start: y, end: y + height }
}
