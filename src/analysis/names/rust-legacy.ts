import { readSuffix } from './name-suffix.ts'

/** A Rust path as text; `suffix` is what a tool appended and is worth showing (`.1`, ` externref shim`), empty otherwise. */
export interface RustText {
  readonly text: string
  readonly suffix: string
}

const HASH = /^h[0-9a-f]{16}$/

/** What legacy mangling writes for characters that a linker may not like; `$u7b$` and the like stand for any other. */
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['SP', '@'],
  ['BP', '*'],
  ['RF', '&'],
  ['LT', '<'],
  ['GT', '>'],
  ['LP', '('],
  ['RP', ')'],
  ['C', ','],
])

/**
 * Demangles a name of Rust's legacy mangling.
 *
 * It looks like an Itanium name (`_ZN` + length and identifier ... + `E`) and is told from one by its last identifier, `h` and 16
 * hexadecimal digits, which is left out of the text. Source: rustc's `symbol_names::legacy`. Returns `undefined` for all other
 * names, C++ ones among them.
 */
export function parseRustLegacy(name: string): RustText | undefined {
  if (!name.startsWith('_ZN')) return undefined
  const identifiers: string[] = []
  let at = 3
  while (name.charAt(at) !== 'E') {
    let length = 0
    let digits = at
    for (; isDigit(name.charCodeAt(digits)) && length <= name.length; digits++) {
      length = length * 10 + name.charCodeAt(digits) - 48
    }
    const end = digits + length
    if (length === 0 || end >= name.length) return undefined
    identifiers.push(name.slice(digits, end))
    at = end
  }
  if (identifiers.length < 2 || !HASH.test(identifiers.pop() ?? '')) return undefined
  const suffix = readSuffix(name.slice(at + 1))
  return suffix === undefined ? undefined : { text: identifiers.map(unescapeRustLegacy).join('::'), suffix }
}

/** Undoes the escapes of one legacy identifier: `$LT$` to `<`, `..` to `::`; unknown ones stay, with all that follows. */
export function unescapeRustLegacy(identifier: string): string {
  let rest = identifier.startsWith('_$') ? identifier.slice(1) : identifier
  if (!rest.includes('$') && !rest.includes('.')) return rest
  let text = ''
  while (rest !== '') {
    const plain = /^[^$.]+/.exec(rest)?.[0]
    if (plain !== undefined) {
      text += plain
      rest = rest.slice(plain.length)
    } else if (rest.startsWith('.')) {
      const isDouble = rest.startsWith('..')
      text += isDouble ? '::' : '.'
      rest = rest.slice(isDouble ? 2 : 1)
    } else {
      const end = rest.indexOf('$', 1)
      const char = end < 0 ? undefined : unescaped(rest.slice(1, end))
      if (char === undefined) return text + rest
      text += char
      rest = rest.slice(end + 1)
    }
  }
  return text
}

function unescaped(escape: string): string | undefined {
  const known = ESCAPES.get(escape)
  if (known !== undefined || !/^u[0-9a-f]{1,6}$/.test(escape)) return known
  const codePoint = Number.parseInt(escape.slice(1), 16)
  if (codePoint > 0x10ffff || (codePoint >= 0xd800 && codePoint <= 0xdfff)) return undefined
  const char = String.fromCodePoint(codePoint)
  return /\p{Cc}/u.test(char) ? undefined : char
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}
