import { nextSorting, rowsInSight, sortRows, type Sorting, type SortValue } from '../model/sort-rows.ts'
import { button, h, setAttributes, styled, type Child } from '../parts/dom.ts'
import { attachRoot, define } from '../parts/sheet.ts'
import css from '../styles/table.css?inline'

/** A column of a table. */
export interface Column<Row> {
  readonly label: string
  /** Numbers are aligned at their end and descend at first. */
  readonly isNumber?: boolean
  /** Absent where rows are not sorted by it. */
  readonly sortBy?: (row: Row) => SortValue
  readonly render: (row: Row) => Child
  readonly foot?: Child
  /** Takes what room there is, and is cut. */
  readonly isWide?: boolean
  /** When the column goes: below 820 pixels, or below 600. */
  readonly hide?: 'medium' | 'narrow'
}

/** What a table shows. */
export interface TableModel<Row> {
  /** What the table is about, for those who cannot see its heading. */
  readonly caption: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly sorting?: Sorting
  /** Said where there are no rows. */
  readonly empty: string
  readonly onPick?: (row: Row) => void
  readonly isSelected?: (row: Row) => boolean
}

/** Rows from which only those in sight exist. */
const VIRTUAL_FROM = 100
const PRINTED_ROWS = 30
/** What is taken to be in sight at least: the height is not known while nothing is laid out. */
const LEAST_HEIGHT = 600

/** `<wb-table>`: a table that sorts by its heads and holds only the rows in sight. */
export class TableElement extends HTMLElement {
  readonly #root: ShadowRoot
  readonly #scroll = h('div', { class: 'scroll' })
  readonly #body = h('tbody')
  #model: TableModel<unknown> | undefined
  #rows: readonly unknown[] = []
  #sorting: Sorting | undefined
  #active = 0
  #window = { start: 0, end: 0 }
  #rowHeight = 28

  constructor() {
    super()
    this.#root = attachRoot(this, css)
    this.#scroll.addEventListener('scroll', () => this.#showWindow(false), { passive: true })
    this.#body.addEventListener('keydown', (event) => this.#press(event))
    this.#root.append(this.#scroll)
  }

  /** Shows a table; typed by its rows. */
  show<Row>(model: TableModel<Row>): void {
    this.#model = model as unknown as TableModel<unknown>
    this.#sorting = model.sorting
    this.#active = 0
    this.#build()
  }

  connectedCallback(): void {
    if (this.#model !== undefined) this.#showWindow(true)
  }

  #build(): void {
    const model = this.#model
    if (model === undefined) return
    if (model.rows.length === 0) {
      this.#scroll.replaceChildren(h('p', { class: 'none' }, model.empty))
      return
    }
    const { columns, rows, caption } = model
    // Whoever cannot point scrolls it too, also where nothing in it takes the focus.
    const isInert = model.onPick === undefined && columns.every(({ sortBy }) => sortBy === undefined)
    setAttributes(
      this.#scroll,
      isInert ? { tabindex: 0, role: 'region', 'aria-label': caption } : { tabindex: false },
    )
    const sorted = this.#sorting
    const sortBy = sorted === undefined ? undefined : columns[sorted.column]?.sortBy
    this.#rows =
      sorted === undefined || sortBy === undefined ? rows : sortRows(rows, sortBy, sorted.isDescending)
    const hasFoot = columns.some(({ foot }) => foot !== undefined)
    this.#scroll.replaceChildren(
      h(
        'table',
        { 'aria-rowcount': rows.length + 1 },
        h('caption', { class: 'vh' }, caption),
        h(
          'thead',
          {},
          h('tr', { 'aria-rowindex': 1 }, ...columns.map((column, at) => this.#head(column, at))),
        ),
        this.#body,
        hasFoot
          ? h(
              'tfoot',
              {},
              h('tr', {}, ...columns.map((column) => h('td', { class: classOf(column) }, column.foot))),
            )
          : undefined,
      ),
    )
    this.#showWindow(true)
  }

  #head(column: Column<unknown>, at: number): HTMLElement {
    const isSorted = this.#sorting?.column === at
    const direction = this.#sorting?.isDescending === true ? 'descending' : 'ascending'
    const sort = () => {
      this.#sorting = nextSorting(this.#sorting, at, column.isNumber === true)
      this.#build()
      this.#root.querySelectorAll<HTMLElement>('th')[at]?.querySelector('button')?.focus()
    }
    return h(
      'th',
      { scope: 'col', class: classOf(column), 'aria-sort': isSorted && direction },
      column.sortBy === undefined ? column.label : button(column.label, sort),
    )
  }

  #showWindow(isForced: boolean): void {
    const count = this.#rows.length
    const isVirtual = count > VIRTUAL_FROM
    const height = matchMedia('print').matches ? PRINTED_ROWS * this.#rowHeight : this.#scroll.clientHeight
    const shown = isVirtual
      ? rowsInSight(
          count,
          this.#rowHeight,
          this.#scroll.scrollTop,
          Math.max(LEAST_HEIGHT, Math.min(height, 2000)),
        )
      : { start: 0, end: count }
    if (!isForced && shown.start === this.#window.start && shown.end === this.#window.end) return
    const hadFocus = this.#root.activeElement?.localName === 'tr'
    this.#window = shown
    const rows = this.#rows.slice(shown.start, shown.end).map((row, at) => this.#row(row, shown.start + at))
    this.#body.replaceChildren(...this.#space(shown.start), ...rows, ...this.#space(count - shown.end))
    if (isForced && rows[0] !== undefined && rows[0].offsetHeight > 0) this.#rowHeight = rows[0].offsetHeight
    if (hadFocus) rows[this.#active - shown.start]?.focus({ preventScroll: true })
  }

  /** Stands for rows that are not there. */
  #space(count: number): HTMLElement[] {
    if (count <= 0) return []
    const cell = h('td', { colspan: this.#model?.columns.length })
    styled(cell, { height: `${count * this.#rowHeight}px` })
    return [h('tr', { class: 'space', 'aria-hidden': 'true' }, cell)]
  }

  #row(row: unknown, at: number): HTMLTableRowElement {
    const { columns = [], onPick, isSelected } = this.#model ?? {}
    const cells = columns.map((column) => h('td', { class: classOf(column) }, column.render(row)))
    const element = h('tr', { 'aria-rowindex': at + 2 }, ...cells)
    if (onPick === undefined) return element
    element.className = 'pick'
    element.tabIndex = at === this.#active ? 0 : -1
    if (isSelected?.(row) === true) element.setAttribute('aria-selected', 'true')
    element.addEventListener('click', () => {
      this.#active = at
      onPick(row)
    })
    return element
  }

  #press(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity }[
      event.key
    ]
    if (event.key === 'Enter') this.#model?.onPick?.(this.#rows[this.#active])
    if (step === undefined || this.#model?.onPick === undefined) return
    event.preventDefault()
    this.#active = Math.min(Math.max(0, this.#active + step), this.#rows.length - 1)
    const top = this.#active * this.#rowHeight
    const { scrollTop, clientHeight } = this.#scroll
    if (top < scrollTop) this.#scroll.scrollTop = top
    else if (top + this.#rowHeight * 2 > scrollTop + clientHeight)
      this.#scroll.scrollTop = top + this.#rowHeight * 2 - clientHeight
    this.#showWindow(true)
    const index = this.#active - this.#window.start
    this.#body.querySelectorAll<HTMLElement>('tr.pick')[index]?.focus({ preventScroll: true })
  }
}

function classOf({ isNumber, isWide, hide }: Column<unknown>): string {
  const classes = [
    isNumber === true && 'num',
    isWide === true && 'wide',
    hide !== undefined && `hide-${hide}`,
  ]
  return classes.filter(Boolean).join(' ')
}

define('wb-table', TableElement)
