import { accentOf, foundText, sizeText } from '../map/describe.ts'
import { fillCrumbs, fillLegend, makeMapParts, type MapParts } from '../map/map-parts.ts'
import { commandOf, isDirection, type MapCommand } from '../map/keys.ts'
import { paintMap } from '../map/painter.ts'
import { readPalette, type Palette } from '../map/palette.ts'
import { Surface } from '../map/surface.ts'
import { fillTip, placeTip } from '../map/tip.ts'
import { findLeaves, type Found } from '../model/find.ts'
import { Labels } from '../model/labels.ts'
import { layOut, type Box } from '../model/layout.ts'
import { boxAt, firstCell, nextBox } from '../model/navigate.ts'
import { countLeaves, type SizeBy, type TreeNode } from '../model/tree.ts'
import { attachRoot, define } from '../parts/sheet.ts'
import css from '../styles/treemap.css?inline'

/** What a map shows. */
export interface MapData {
  readonly tree: TreeNode
  readonly by: SizeBy
  readonly labels: Labels
  /** What the wire is called: `brotli` or `gzip`. */
  readonly wireName: string
  /** Whether somebody answers `wb-why`. */
  readonly canExplain: boolean
}

/** Detail of `wb-select` and `wb-why`: the leaf that is meant. */
export interface MapEventDetail {
  readonly node: TreeNode
}

const PRINT_WIDTH = 695
const PRINT_HEIGHT = 330
const ZOOM_MS = 180

/** `<wb-treemap>`: a map of bytes on a canvas; fires `wb-select` and `wb-why` with a leaf. */
export class TreemapElement extends HTMLElement {
  readonly #parts: MapParts
  readonly #surface: Surface
  #data: MapData | undefined
  #path: readonly TreeNode[] = []
  #boxes: readonly Box[] = []
  #focus = -1
  #hover = -1
  #found: Found | undefined
  #accent: string | undefined
  #palette: Palette | undefined
  #size = { width: 0, height: 0 }
  #cleanUp = new AbortController()

  constructor() {
    super()
    this.#parts = makeMapParts(attachRoot(this, css))
    const { cells, over, find, findButton } = this.#parts
    this.#surface = new Surface(cells, over)
    over.addEventListener('pointermove', (event) => this.#point(event))
    over.addEventListener('pointerleave', () => this.#setHover(-1))
    over.addEventListener('click', (event) => this.#click(event))
    over.addEventListener('keydown', (event) => this.#press(event))
    over.addEventListener('focus', () =>
      this.#setFocus(this.#focus < 0 ? firstCell(this.#boxes) : this.#focus),
    )
    over.addEventListener('blur', () => this.#outline())
    find.addEventListener('input', () => this.#search(find.value))
    find.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return
      event.stopPropagation()
      this.#toggleFind(false)
    })
    findButton.addEventListener('click', () => this.#toggleFind(find.hidden !== false))
  }

  set data(data: MapData) {
    const isSameTree = data.tree === this.#data?.tree
    this.#data = data
    if (!isSameTree) this.#path = [data.tree]
    this.#found = undefined
    fillLegend(this.#parts.legend, data.tree)
    if (this.#parts.find.value !== '') this.#search(this.#parts.find.value)
    else this.#redraw()
  }

  /** Name of the group that stands out from the others. */
  set accent(name: string | undefined) {
    if (this.#accent === name) return
    this.#accent = name
    this.#redraw()
  }

  /** Draws again: the theme or the size may have changed. */
  refresh(): void {
    this.#palette = undefined
    this.#redraw()
  }

  connectedCallback(): void {
    this.#cleanUp = new AbortController()
    const { signal } = this.#cleanUp
    const resize = new ResizeObserver(() => this.refresh())
    resize.observe(this.#parts.box)
    signal.addEventListener('abort', () => resize.disconnect())
    for (const query of ['(prefers-color-scheme: dark)', '(forced-colors: active)', 'print'])
      matchMedia(query).addEventListener('change', () => this.refresh(), { signal })
    addEventListener('beforeprint', () => this.#redraw(true), { signal })
    addEventListener('afterprint', () => this.refresh(), { signal })
  }

  disconnectedCallback(): void {
    this.#cleanUp.abort()
  }

  get #current(): TreeNode | undefined {
    return this.#path.at(-1)
  }

  #redraw(isPrinted = false): void {
    const bitmap = this.#layOutAndPaint(isPrinted)
    if (bitmap !== undefined) this.#surface.show(bitmap)
    this.#describe()
  }

  #layOutAndPaint(isPrinted: boolean): HTMLCanvasElement | undefined {
    const current = this.#current
    const { box, probe, over } = this.#parts
    const width = isPrinted ? PRINT_WIDTH : box.clientWidth
    const height = isPrinted ? PRINT_HEIGHT : box.clientHeight
    if (this.#data === undefined || current === undefined || width === 0 || height === 0) return undefined
    const ratio = isPrinted ? 2 : devicePixelRatio
    if (
      isPrinted ||
      this.#palette === undefined ||
      width !== this.#size.width ||
      height !== this.#size.height
    ) {
      this.#palette = readPalette(probe, isPrinted || matchMedia('print').matches)
      this.#surface.resize(width, height, ratio)
      this.#size = { width, height }
    }
    const { by, labels } = this.#data
    this.#boxes = layOut(current, by, width, height)
    const isAccented = accentOf(this.#boxes, this.#found, this.#path.length === 1 ? this.#accent : undefined)
    return paintMap(this.#boxes, width, height, {
      palette: this.#palette,
      labels,
      ratio,
      sansFamily: getComputedStyle(over).fontFamily,
      isEstimated: by === 'wire',
      ...(isAccented === undefined ? {} : { isAccented }),
    })
  }

  /** Writes what is zoomed into beside the map. */
  #describe(): void {
    const current = this.#current
    if (this.#data === undefined || current === undefined) return
    const { labels } = this.#data
    const { crumbs, total, over } = this.#parts
    fillCrumbs(crumbs, this.#path, labels, (depth) => this.#zoomOut(depth))
    total.textContent = `${this.#sizeText(current)}${this.#found === undefined ? '' : `, ${foundText(this.#found)}`}`
    const { full } = labels.of(current)
    over.setAttribute(
      'aria-label',
      `Map of ${full}, ${this.#sizeText(current)}. The tables below hold the same figures.`,
    )
    this.#setHover(-1)
    this.#focus = Math.min(this.#focus, this.#boxes.length - 1)
    this.#outline()
  }

  #sizeText(node: TreeNode): string {
    const { by = 'raw', wireName = '' } = this.#data ?? {}
    return sizeText(node, by, wireName)
  }

  #outline(): void {
    const { over, tip } = this.#parts
    const isFocused = this.shadowRoot?.activeElement === over
    const box = this.#boxes[this.#hover >= 0 ? this.#hover : isFocused ? this.#focus : -1]
    if (this.#palette !== undefined) this.#surface.outline(box, this.#palette)
    tip.hidden = box === undefined
    if (box === undefined || this.#data === undefined) return
    const group = this.#boxes[box.group]?.cell.node ?? (this.#current as TreeNode)
    fillTip(tip, box, { ...this.#data, group, wholeBytes: (this.#path[0] as TreeNode).rawBytes })
    placeTip(tip, box, this.#size.width, this.#size.height)
  }

  #setHover(at: number): void {
    if (at === this.#hover) return
    this.#hover = at
    this.#outline()
  }

  #setFocus(at: number): void {
    this.#focus = at
    this.#hover = -1
    this.#outline()
    const box = this.#boxes[at]
    if (box === undefined || this.#data === undefined) return
    const { node } = box.cell
    const group = this.#boxes[box.group]?.cell.node
    const where = group === undefined ? '' : ` in ${this.#data.labels.of(group).short}`
    this.#parts.live.textContent = `${this.#data.labels.of(node).full}${where}, ${this.#sizeText(node)}`
  }

  #point({ offsetX, offsetY }: PointerEvent): void {
    this.#setHover(boxAt(this.#boxes, offsetX, offsetY))
  }

  #click({ offsetX, offsetY }: MouseEvent): void {
    const at = boxAt(this.#boxes, offsetX, offsetY)
    if (at < 0) return
    this.#focus = at
    this.#enter(at)
  }

  #press(event: KeyboardEvent): void {
    const command = commandOf(event)
    if (command === undefined) return
    // At the top, Escape belongs to whoever is around the map.
    if (command === 'out' && this.#path.length === 1) return
    event.preventDefault()
    event.stopPropagation()
    this.#obey(command)
  }

  #obey(command: MapCommand): void {
    if (isDirection(command)) this.#setFocus(nextBox(this.#boxes, this.#focus, command))
    else if (command === 'first') this.#setFocus(firstCell(this.#boxes))
    else if (command === 'find') this.#toggleFind(true)
    else if (command === 'out') this.#zoomOut(this.#path.length - 2)
    else if (command === 'why') this.#tell('wb-why', this.#boxes[this.#focus]?.cell.node)
    else this.#enter(this.#focus)
  }

  /** Zooms into a group, or into the group that a cell is in; a leaf at its own level is told. */
  #enter(at: number): void {
    const box = this.#boxes[at]
    if (box === undefined) return
    const target = this.#boxes[box.group] ?? box
    if (target.cell.node.children === undefined) this.#tell('wb-select', target.cell.node)
    else this.#zoom([...this.#path, target.cell.node], target, true)
  }

  #zoomOut(depth: number): void {
    const leaving = this.#path[depth + 1]
    const path = this.#path.slice(0, depth + 1)
    if (leaving === undefined || this.#data === undefined) return
    this.#zoom(path, undefined, false, leaving)
  }

  #zoom(path: readonly TreeNode[], target: Box | undefined, isIn: boolean, leaving?: TreeNode): void {
    this.#path = path
    const bitmap = this.#layOutAndPaint(false)
    const home = this.#boxes.findIndex(
      ({ cell }) => cell.node === leaving || cell.node.name === leaving?.name,
    )
    const inner = target ?? this.#boxes[home]
    const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches
    if (bitmap !== undefined && inner !== undefined)
      this.#surface.zoomTo(bitmap, inner, isIn, isStill ? 0 : ZOOM_MS)
    else if (bitmap !== undefined) this.#surface.show(bitmap)
    this.#describe()
    const inHome = this.#boxes.findIndex(({ group }) => group === home && home >= 0)
    this.#setFocus(isIn || home < 0 ? firstCell(this.#boxes) : inHome < 0 ? home : inHome)
    this.dispatchEvent(new CustomEvent('wb-zoom', { bubbles: true, composed: true }))
  }

  #tell(type: 'wb-select' | 'wb-why', node: TreeNode | undefined): void {
    if (node === undefined) return
    this.dispatchEvent(
      new CustomEvent<MapEventDetail>(type, { bubbles: true, composed: true, detail: { node } }),
    )
  }

  #toggleFind(isOpen: boolean): void {
    const { find, findButton, over } = this.#parts
    find.hidden = !isOpen
    findButton.setAttribute('aria-expanded', String(isOpen))
    if (isOpen) find.focus()
    else {
      find.value = ''
      this.#search('')
      over.focus()
    }
  }

  #search(text: string): void {
    const { tree, by = 'raw', labels } = this.#data ?? {}
    if (tree === undefined || labels === undefined) return
    this.#found = text.trim() === '' ? undefined : findLeaves(tree, text, by, labels)
    if (this.#found !== undefined)
      this.#parts.live.textContent = `${foundText(this.#found)} of ${countLeaves(tree)} parts`
    this.#redraw()
  }
}

define('wb-treemap', TreemapElement)
