/** A rectangle in CSS pixels. */
export interface Rect {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** A zoom from one bitmap to another: `inner` is where the deeper one of both lies in the other. */
export interface Zoom {
  readonly outer: HTMLCanvasElement
  readonly innerBitmap: HTMLCanvasElement
  readonly inner: Rect
  readonly full: Rect
  /** Whether it goes from `outer` to `innerBitmap`. */
  readonly isIn: boolean
}

/** Draws a moment of a zoom, `progress` 0 to 1: both bitmaps scaled, the deeper one appearing or going. */
export function drawZoom(context: CanvasRenderingContext2D, zoom: Zoom, progress: number): void {
  const { outer, innerBitmap, inner, full, isIn } = zoom
  const depth = ease(isIn ? progress : 1 - progress)
  const between = (from: number, to: number) => from + (to - from) * depth
  const x = between(inner.x, full.x)
  const y = between(inner.y, full.y)
  const width = between(inner.width, full.width)
  const height = between(inner.height, full.height)
  const scaleX = width / inner.width
  const scaleY = height / inner.height
  context.clearRect(0, 0, full.width, full.height)
  context.globalAlpha = 1
  const at: [number, number, number, number] = [
    x - inner.x * scaleX,
    y - inner.y * scaleY,
    full.width * scaleX,
    full.height * scaleY,
  ]
  context.drawImage(outer, ...at)
  context.globalAlpha = depth
  context.drawImage(innerBitmap, x, y, width, height)
  context.globalAlpha = 1
}

function ease(progress: number): number {
  return 1 - (1 - progress) ** 3
}

/** Calls `draw` once a frame with the progress until it is 1, then `done`; returns how to stop it. */
export function animate(durationMs: number, draw: (progress: number) => void, done: () => void): () => void {
  let frame = 0
  let startedMs: number | undefined
  const step = (nowMs: number) => {
    startedMs ??= nowMs
    const progress = durationMs === 0 ? 1 : Math.min(1, (nowMs - startedMs) / durationMs)
    draw(progress)
    if (progress < 1) frame = requestAnimationFrame(step)
    else done()
  }
  frame = requestAnimationFrame(step)
  return () => cancelAnimationFrame(frame)
}
