import { formatBytes } from '../model/figure.ts'
import type { Labels } from '../model/labels.ts'
import { HEAD_PX, type Box } from '../model/layout.ts'
import type { Palette } from './palette.ts'
import { lastSegment, TextFitter } from './text.ts'

/** What a map is painted with. */
export interface Paint {
  readonly palette: Palette
  readonly labels: Labels
  /** Device pixels per CSS pixel. */
  readonly ratio: number
  readonly sansFamily: string
  /** Cells that are not accented are dimmed, if given. */
  readonly isAccented?: (box: Box) => boolean
  readonly isEstimated: boolean
}

/** Paints boxes on a canvas of their own, which zooming scales as a bitmap. */
export function paintMap(
  boxes: readonly Box[],
  width: number,
  height: number,
  paint: Paint,
): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(width * paint.ratio))
  canvas.height = Math.max(1, Math.round(height * paint.ratio))
  const context = canvas.getContext('2d') as CanvasRenderingContext2D
  context.scale(paint.ratio, paint.ratio)
  context.textBaseline = 'alphabetic'
  const brush = new Brush(context, paint)
  for (const box of boxes) {
    const isDim = paint.isAccented !== undefined && !box.isGroup && !paint.isAccented(box)
    context.globalAlpha = isDim ? 0.34 : 1
    if (box.isGroup) brush.group(box)
    else brush.cell(box)
    if (!isDim && paint.isAccented !== undefined && !box.isGroup) brush.outline(box)
  }
  return canvas
}

class Brush {
  readonly #context: CanvasRenderingContext2D
  readonly #paint: Paint
  readonly #fitter: TextFitter
  readonly #fonts: Readonly<Record<'name' | 'head' | 'figure', string>>
  readonly #patterns = new Map<string, CanvasPattern | string>()

  constructor(context: CanvasRenderingContext2D, paint: Paint) {
    this.#context = context
    this.#paint = paint
    this.#fitter = new TextFitter(context)
    const family = paint.sansFamily
    this.#fonts = { name: `500 10.5px ${family}`, head: `600 11px ${family}`, figure: `400 10.5px ${family}` }
  }

  group(box: Box): void {
    const { cell, x, y, width, height } = box
    this.#fill(box, this.#paint.palette.fill(cell.node.kind, 0.36))
    if (!box.hasHead) return
    const room = width - 10
    const name = this.#fitter.fit(this.#paint.labels.of(cell.node).short, this.#fonts.head, room)
    this.#text(name, this.#fonts.head, x + 5, y + 13, this.#paint.palette.ink)
    const size = this.#sizeOf(box)
    const used = this.#fitter.widthOf(name, this.#fonts.head) + 6
    if (height > HEAD_PX && used + this.#fitter.widthOf(size, this.#fonts.figure) <= room)
      this.#text(size, this.#fonts.figure, x + 5 + used, y + 13, this.#paint.palette.ink)
  }

  cell(box: Box): void {
    const { node } = box.cell
    this.#fill(box, this.#fillOf(box))
    if (box.width < 28 || box.height < 15) return
    const { short } = this.#paint.labels.of(node)
    const room = box.width - 8
    const isShort = this.#fitter.widthOf(short, this.#fonts.name) > room
    const name = this.#fitter.fit(isShort ? lastSegment(short) : short, this.#fonts.name, room)
    if (name === '') return
    const backing = node.kind === 'data' || node.kind === 'names' ? node.kind : undefined
    if (backing !== undefined) this.#back(box, name, this.#fonts.name, 1)
    this.#text(name, this.#fonts.name, box.x + 4, box.y + 12, this.#paint.palette.ink)
    const size = this.#sizeOf(box)
    if (box.height < 32 || this.#fitter.widthOf(size, this.#fonts.figure) > room) return
    if (backing !== undefined) this.#back(box, size, this.#fonts.figure, 14)
    this.#text(size, this.#fonts.figure, box.x + 4, box.y + 25, this.#paint.palette.ink)
  }

  /** Marks what a search found. */
  outline({ x, y, width, height }: Box): void {
    if (width < 3 || height < 3) return
    this.#context.strokeStyle = this.#paint.palette.accent
    this.#context.lineWidth = 1.5
    this.#context.strokeRect(x + 0.75, y + 0.75, width - 1.5, height - 1.5)
  }

  #sizeOf({ cell }: Box): string {
    return `${this.#paint.isEstimated ? '≈ ' : ''}${formatBytes(cell.size)}`
  }

  #fill({ x, y, width, height }: Box, style: string | CanvasPattern): void {
    this.#context.fillStyle = style
    this.#context.fillRect(x, y, Math.max(0.5, width), Math.max(0.5, height))
  }

  #back(box: Box, text: string, font: string, top: number): void {
    const { x, y, cell, strength } = box
    this.#context.fillStyle = this.#paint.palette.fill(cell.node.kind, strength)
    this.#context.fillRect(x + 2, y + top, this.#fitter.widthOf(text, font) + 4, 14)
  }

  #text(text: string, font: string, x: number, y: number, colour: string): void {
    this.#context.font = font
    this.#context.fillStyle = colour
    this.#context.fillText(text, x, y)
  }

  #fillOf({ cell: { node }, strength }: Box): string | CanvasPattern {
    const { kind } = node
    if (kind !== 'data' && kind !== 'names') return this.#paint.palette.fill(kind, strength)
    const key = `${kind} ${strength}`
    const pattern = this.#patterns.get(key) ?? this.#makePattern(kind, strength)
    this.#patterns.set(key, pattern)
    return pattern
  }

  /** A tile in device pixels: dots for data, a hatch for what does not ship. */
  #makePattern(kind: 'data' | 'names', strength: number): CanvasPattern | string {
    const { palette, ratio } = this.#paint
    const size = Math.round(7 * ratio)
    const tile = document.createElement('canvas')
    tile.width = size
    tile.height = size
    const context = tile.getContext('2d') as CanvasRenderingContext2D
    context.fillStyle = palette.fill(kind, strength)
    context.fillRect(0, 0, size, size)
    if (kind === 'data') {
      context.globalAlpha = 0.24
      context.fillStyle = palette.ink
      context.fillRect(size / 2 - ratio * 0.75, size / 2 - ratio * 0.75, ratio * 1.5, ratio * 1.5)
    } else {
      context.strokeStyle = palette.hatch
      context.lineWidth = ratio
      context.beginPath()
      for (const shift of [-size, 0, size]) {
        context.moveTo(shift, size)
        context.lineTo(shift + size, 0)
      }
      context.stroke()
    }
    const pattern = this.#context.createPattern(tile, 'repeat')
    pattern?.setTransform(new DOMMatrix().scale(1 / ratio))
    return pattern ?? palette.fill(kind, strength)
  }
}
