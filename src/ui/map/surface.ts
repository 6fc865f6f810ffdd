import type { Box } from '../model/layout.ts'
import type { Palette } from './palette.ts'
import { animate, drawZoom, type Rect, type Zoom } from './zoom.ts'

/** Two layers of canvas: cells, and above them hover and focus. */
export class Surface {
  readonly cells: HTMLCanvasElement
  readonly over: HTMLCanvasElement
  #bitmap: HTMLCanvasElement | undefined
  #stop: (() => void) | undefined
  #width = 0
  #height = 0
  #ratio = 1

  constructor(cells: HTMLCanvasElement, over: HTMLCanvasElement) {
    this.cells = cells
    this.over = over
  }

  resize(width: number, height: number, ratio: number): void {
    this.#width = width
    this.#height = height
    this.#ratio = ratio
    for (const canvas of [this.cells, this.over]) {
      canvas.width = Math.max(1, Math.round(width * ratio))
      canvas.height = Math.max(1, Math.round(height * ratio))
      contextOf(canvas).scale(ratio, ratio)
    }
  }

  /** Shows a bitmap at once. */
  show(bitmap: HTMLCanvasElement): void {
    this.#stop?.()
    this.#stop = undefined
    this.#bitmap = bitmap
    const context = contextOf(this.cells)
    context.globalAlpha = 1
    context.clearRect(0, 0, this.#width, this.#height)
    context.drawImage(bitmap, 0, 0, this.#width, this.#height)
  }

  /** Zooms from what is shown to a bitmap; `inner` is where the deeper one of both lies in the other. */
  zoomTo(bitmap: HTMLCanvasElement, inner: Rect, isIn: boolean, durationMs: number): void {
    const old = this.#bitmap
    if (old === undefined || durationMs === 0 || inner.width < 1 || inner.height < 1) {
      this.show(bitmap)
      return
    }
    this.#stop?.()
    const full = { x: 0, y: 0, width: this.#width, height: this.#height }
    const zoom: Zoom = { outer: isIn ? old : bitmap, innerBitmap: isIn ? bitmap : old, inner, full, isIn }
    const context = contextOf(this.cells)
    this.#bitmap = bitmap
    this.#stop = animate(
      durationMs,
      (progress) => drawZoom(context, zoom, progress),
      () => this.show(bitmap),
    )
  }

  /** Outlines a cell: ink, with a gap in the colour of the surface. */
  outline(box: Box | undefined, palette: Palette): void {
    const context = contextOf(this.over)
    context.clearRect(0, 0, this.over.width / this.#ratio, this.over.height / this.#ratio)
    if (box === undefined) return
    const { x, y } = box
    const width = Math.max(4, box.width)
    const height = Math.max(4, box.height)
    context.lineWidth = 4
    context.strokeStyle = palette.surface
    context.strokeRect(x + 2, y + 2, width - 4, height - 4)
    context.lineWidth = 2
    context.strokeStyle = palette.ink
    context.strokeRect(x + 1, y + 1, width - 2, height - 2)
  }
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  return canvas.getContext('2d') as CanvasRenderingContext2D
}
