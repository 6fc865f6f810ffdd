import { readSuffix } from './name-suffix.ts'

/** A Rust path as text; `suffix` is what a tool appended and is worth showing (`.1`, ` externref shim`), empty otherwise. */
export interface RustText {
  readonly text: string
  readonly suffix: string
}

const DOLLAR = 36
const DOT = 46
const END = 69
const LOWER_H = 104

const HASH_LENGTH = 17

/** What legacy mangling writes for characters that a linker may not like; any other is `$u` and its code in hexadecimal. */
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['SP', '@'],
  ['BP', '*'],
  ['RF', '&'],
  ['LT', '<'],
  ['GT', '>'],
  ['LP', '('],
  ['RP', ')'],
  ['C', ','],
  ['u20', ' '],
  ['u22', '"'],
  ['u27', "'"],
  ['u2b', '+'],
  ['u3b', ';'],
  ['u5b', '['],
  ['u5d', ']'],
  ['u7b', '{'],
  ['u7d', '}'],
  ['u7e', '~'],
])

/**
 * Demangles a name of Rust's legacy mangling.
 *
 * It looks like an Itanium name (`_ZN` + length and identifier ... + `E`) and is told from one by its last identifier, `h` and 16
 * hexadecimal digits, which is left out of the text. Source: rustc's `symbol_names::legacy`. Returns `undefined` for all other
 * names, C++ ones among them.
 */
export function parseRustLegacy(name: string): RustText | undefined {
  // Names of C++ are many in some modules, and seldom have the latter.
  if (!name.startsWith('_ZN') || !name.includes('17h')) return undefined
  let text = ''
  let last = ''
  let at = 3
  while (name.charCodeAt(at) !== END) {
    let length = 0
    let digits = at
    for (; isDigit(name.charCodeAt(digits)) && length <= name.length; digits++) {
      length = length * 10 + name.charCodeAt(digits) - 48
    }
    const end = digits + length
    if (length === 0 || end >= name.length) return undefined
    if (last !== '') text += text === '' ? unescapeRustLegacy(last) : `::${unescapeRustLegacy(last)}`
    last = name.slice(digits, end)
    at = end
  }
  if (text === '' || last.length !== HASH_LENGTH || !isLegacyHash(last, 0)) return undefined
  const suffix = readSuffix(name.slice(at + 1))
  return suffix === undefined ? undefined : { text, suffix }
}

/** Whether an `h` and 16 hexadecimal digits stand at `at`, whatever follows. */
export function isLegacyHash(text: string, at: number): boolean {
  if (text.charCodeAt(at) !== LOWER_H) return false
  for (let digit = at + 1; digit < at + HASH_LENGTH; digit++) {
    const code = text.charCodeAt(digit)
    if (!(isDigit(code) || (code >= 97 && code <= 102))) return false
  }
  return true
}

/** Undoes the escapes of one legacy identifier: `$LT$` to `<`, `..` to `::`; unknown ones stay, with all that follows. */
export function unescapeRustLegacy(identifier: string): string {
  let start = identifier.startsWith('_$') ? 1 : 0
  let text = ''
  for (let at = start; at < identifier.length; at++) {
    const code = identifier.charCodeAt(at)
    if (code === DOT) {
      if (identifier.charCodeAt(at + 1) !== DOT) continue
      text += `${identifier.slice(start, at)}::`
      at++
    } else if (code === DOLLAR) {
      let end = at + 2
      while (end < identifier.length && identifier.charCodeAt(end) !== DOLLAR) end++
      const char = end === identifier.length ? undefined : unescaped(identifier.slice(at + 1, end))
      if (char === undefined) break
      text += identifier.slice(start, at) + char
      at = end
    } else continue
    start = at + 1
  }
  return text + identifier.slice(start)
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
