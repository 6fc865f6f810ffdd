import stringWidth from 'fast-string-width'
import { cut, pad } from '../report/fit.ts'
import { printable } from '../report/printable.ts'
import type { Paint } from '../report/table.ts'

/** One row: what it is about, and its figures. */
export interface Row {
  readonly name: string
  readonly figures: readonly string[]
}

const GAP = 2
const NARROWEST_NAME = 20

/**
 * Renders rows under a head: names on the left, cut in the middle where they do not fit into `columns`, figures right-aligned.
 *
 * Names may be a stranger's; figures must not be.
 */
export function renderColumns(
  head: Row,
  rows: readonly Row[],
  { columns, paint }: { readonly columns: number; readonly paint: Paint },
): string[] {
  const all = [head, ...rows]
  const widths = head.figures.map((_, at) =>
    Math.max(...all.map(({ figures }) => (figures[at] ?? '').length)),
  )
  const room = columns - widths.reduce((sum, width) => sum + width + GAP, 0)
  const longest = Math.max(...all.map(({ name }) => stringWidth(printable(name))))
  const nameWidth = Math.max(Math.min(longest, room), Math.min(longest, NARROWEST_NAME))
  const figuresOf = ({ figures }: Row) =>
    figures.map((figure, at) => figure.padStart((widths[at] as number) + GAP)).join('')
  return [
    paint.bold(pad(head.name, nameWidth)) + paint.dim(figuresOf(head)),
    ...rows.map((row) => pad(cut(row.name, nameWidth), nameWidth) + figuresOf(row)),
  ]
}
