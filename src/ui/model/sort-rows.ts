/** What a row is sorted by: numbers descend at first, texts ascend. */
export type SortValue = number | string

/** By which column rows are sorted, and how. */
export interface Sorting {
  readonly column: number
  readonly isDescending: boolean
}

/** Sorts rows by a value; rows that are alike stay in their order. */
export function sortRows<Row>(
  rows: readonly Row[],
  valueOf: (row: Row) => SortValue,
  isDescending: boolean,
): Row[] {
  const keyed = rows.map((row, at) => ({ row, at, value: valueOf(row) }))
  keyed.sort((a, b) => {
    const order = a.value < b.value ? -1 : a.value > b.value ? 1 : 0
    return (isDescending ? -order : order) || a.at - b.at
  })
  return keyed.map(({ row }) => row)
}

/** Says how rows are sorted after a click on a column's head. */
export function nextSorting(now: Sorting | undefined, column: number, isNumber: boolean): Sorting {
  if (now?.column !== column) return { column, isDescending: isNumber }
  return { column, isDescending: !now.isDescending }
}

/** Which rows of a scrolled list exist: those in sight and a few around them. */
export function rowsInSight(
  count: number,
  rowHeightPx: number,
  scrollTopPx: number,
  heightPx: number,
): { readonly start: number; readonly end: number } {
  const around = 8
  const start = Math.min(count, Math.max(0, Math.floor(scrollTopPx / rowHeightPx) - around))
  return { start, end: Math.min(count, Math.ceil((scrollTopPx + heightPx) / rowHeightPx) + around) }
}
