import { WasmBudgetError } from '../messages.ts'
import type { Symbols } from './symbols.ts'

/**
 * Reads the function names that Emscripten's `--emit-symbol-map` and binaryen's `--symbolmap` write beside a module.
 *
 * ```
 * 0:emscripten_resize_heap
 * 1:Shape::area\28\29 const       or, by releases since 2025, Shape::area() const
 * ```
 *
 * Indices are those of the module that was written with it; imports come first. `\` and two hexadecimal digits are a byte of
 * UTF-8. Empty lines, and lines without a name, say nothing.
 *
 * @throws {WasmBudgetError} `symbol-map-invalid`, with the line: no index and colon, or an index for the second time.
 */
export function parseSymbolMap(text: string): Symbols {
  const functions = new Map<number, string>()
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    if (line === '') continue
    const fail = (reason: string) => new WasmBudgetError('symbol-map-invalid', { line: at + 1, reason })
    const [, digits, name] = LINE.exec(line) ?? []
    if (digits === undefined || name === undefined) {
      throw fail(`"${shorten(line)}" is not a function's index, a colon and its name`)
    }
    const index = Number(digits)
    if (index > MAX_INDEX) throw fail(`${digits} is no index: it does not fit 32 bits`)
    if (functions.has(index)) throw fail(`function ${index} has a name already`)
    if (name !== '') functions.set(index, unescape(name))
  }
  return { functions, globals: new Map(), data: new Map() }
}

const LINE = /^(\d+):(.*)$/
const MAX_INDEX = 0xff_ff_ff_ff
const SHOWN_CHARACTERS = 40

function shorten(line: string): string {
  return line.length > SHOWN_CHARACTERS ? `${line.slice(0, SHOWN_CHARACTERS)}...` : line
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })

/** Bytes that follow one another are decoded together: one character may be several of them. */
function unescape(name: string): string {
  if (!name.includes('\\')) return name
  return name.replaceAll(/(?:\\[0-9a-f]{2})+/gi, (escaped) => {
    const bytes = escaped
      .split('\\')
      .slice(1)
      .map((digits) => Number.parseInt(digits, 16))
    return utf8.decode(Uint8Array.from(bytes))
  })
}
