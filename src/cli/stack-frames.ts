/** Where a frame of a stack trace is, as far as it says so. */
export interface FrameLocation {
  /** URL or path of the module; absent where the engine does not say. */
  readonly url?: string
  /** Function index. */
  readonly index?: number
  /** Offset in the file. */
  readonly offset?: number
}

/** Names the function of a frame; undefined where that is not known. */
export type NameFrame = (location: FrameLocation) => string | undefined

/**
 * ```
 * V8        at <url>:wasm-function[12]:0x34        at name (<url>:wasm-function[12]:0x34)
 * Firefox   wasm-function[12]@<url>:wasm-function[12]:0x34
 * Safari    wasm-function[12]@[wasm code]          <?>.wasm-function[12]@[wasm code]
 * wasmtime  1: 0x34 - <unknown>!<wasm function 12>
 * others    <url>.wasm:0x34
 * ```
 */
const LOCATION =
  /(?:((?:[a-z][\w+.-]*:\/\/|[\w./~-])[^\s()@]*):)?wasm-function\[(\d+)\](?::0x([\da-f]+))?|(?:<unknown>!)?<wasm function (\d+)>|([^\s()@]+\.wasm[^\s():@]*):0x([\da-f]+)/gi

/** What engines say in place of a name. */
const NO_NAME = /(?:(?:<\?>\.)?wasm-function\[\d+\]|<anonymous>|<\?>)?(\s*\(|@)$/

/** A line of a stack trace in which a function of a module was found. */
export interface FoundFrame {
  /** Counts from 1. */
  readonly line: number
  readonly location: FrameLocation
  /** Absent where it is not known. */
  readonly name?: string
}

/** Puts names into a stack trace; what has a name already keeps it. */
export function nameFrames(
  trace: string,
  nameOf: NameFrame,
): { readonly text: string; readonly frames: readonly FoundFrame[] } {
  const frames: FoundFrame[] = []
  const lines = trace.split('\n').map((line, at) => {
    const match = [...line.matchAll(LOCATION)].at(-1)
    if (match === undefined) return line
    const location = locationOf(match)
    const name = nameOf(location)
    frames.push({ line: at + 1, location, ...(name === undefined ? {} : { name }) })
    return name === undefined ? line : putName(line, match, name)
  })
  return { text: lines.join('\n'), frames }
}

function locationOf([
  ,
  url,
  index,
  offset,
  wasmtimeIndex,
  fileUrl,
  fileOffset,
]: RegExpMatchArray): FrameLocation {
  const number = index ?? wasmtimeIndex
  const place = offset ?? fileOffset
  const from = url ?? fileUrl
  return {
    ...(from === undefined ? {} : { url: from }),
    ...(number === undefined ? {} : { index: Number(number) }),
    ...(place === undefined ? {} : { offset: Number.parseInt(place, 16) }),
  }
}

function putName(line: string, match: RegExpMatchArray, name: string): string {
  const [text] = match
  const at = match.index ?? 0
  const [head, tail] = [line.slice(0, at), line.slice(at + text.length)]
  if (/[(@]$/.test(head)) {
    const open = NO_NAME.exec(head)
    const before = open === null ? head : head.slice(0, open.index)
    // Whatever else stands before the bracket is a name already.
    if (open === null || !/(?:^|\s|at )$/.test(before)) return line
    return `${before}${name}${open[1] === '@' ? '@' : ' ('}${text}${tail}`
  }
  if (tail.startsWith('@')) return head.replace(/<\?>\.$/, '') + name + tail
  return `${head}${name} (${text})${tail}`
}
