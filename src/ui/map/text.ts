/** Widths of texts, measured once per font, and texts cut to a width. */
export class TextFitter {
  readonly #context: CanvasRenderingContext2D
  readonly #widths = new Map<string, number>()

  constructor(context: CanvasRenderingContext2D) {
    this.#context = context
  }

  widthOf(text: string, font: string): number {
    const key = `${font} ${text}`
    let width = this.#widths.get(key)
    if (width === undefined) {
      this.#context.font = font
      width = this.#context.measureText(text).width
      this.#widths.set(key, width)
    }
    return width
  }

  /** Cuts a text at its end; empty where fewer than three characters would be left. */
  fit(text: string, font: string, widthPx: number): string {
    const width = this.widthOf(text, font)
    if (width <= widthPx) return text
    let length = Math.floor((text.length * widthPx) / width)
    while (length >= 3 && this.widthOf(`${text.slice(0, length)}…`, font) > widthPx) length--
    return length < 3 ? '' : `${text.slice(0, length)}…`
  }
}

/** Last segment of a path-like name, which says more than its beginning where there is little room. */
export function lastSegment(name: string): string {
  const at = name.lastIndexOf('::')
  return at < 0 ? name : name.slice(at + 2)
}
