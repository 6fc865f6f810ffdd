import type { RustConst, RustConstFields, RustPath } from './rust-path.ts'

/** Prints a path; handed in, because paths hold constants and constants hold paths. */
type PathPrinter = (path: RustPath) => string

/**
 * Prints a constant as Rust would write it.
 *
 * `inExpression` says that it is part of an expression; as a generic argument of its own, anything but a literal needs braces.
 */
export function printRustConst(value: RustConst, printPath: PathPrinter, inExpression: boolean): string {
  const braced = (text: string): string => (inExpression ? text : `{${text}}`)
  const list = (items: readonly RustConst[]): string =>
    items.map((item) => printRustConst(item, printPath, true)).join(', ')
  switch (value.kind) {
    case 'placeholder':
      return '_'
    case 'integer':
      return value.text
    case 'bool':
      return String(value.value)
    case 'char':
      return quoted(value.value, "'")
    case 'str':
      // A literal has the type `&str`; the value of type `str` is what it refers to.
      return braced(`*${quoted(value.value, '"')}`)
    case 'ref':
      if (value.value.kind === 'str' && !value.mutable) return quoted(value.value.value, '"')
      return braced(`&${value.mutable ? 'mut ' : ''}${printRustConst(value.value, printPath, true)}`)
    case 'array-value':
      return braced(`[${list(value.items)}]`)
    case 'tuple-value':
      return braced(`(${list(value.items)}${value.items.length === 1 ? ',' : ''})`)
    case 'variant':
      return braced(printPath(value.path) + printFields(value.fields, printPath))
  }
}

function printFields(fields: RustConstFields, printPath: PathPrinter): string {
  switch (fields.kind) {
    case 'unit':
      return ''
    case 'positional':
      return `(${fields.items.map((item) => printRustConst(item, printPath, true)).join(', ')})`
    case 'named': {
      const items = fields.items.map(
        ({ name, value }) => `${name}: ${printRustConst(value, printPath, true)}`,
      )
      return ` { ${items.join(', ')} }`
    }
  }
}

function quoted(text: string, quote: '"' | "'"): string {
  return quote + Array.from(text, (char) => escaped(char, quote)).join('') + quote
}

function escaped(char: string, quote: string): string {
  switch (char) {
    case '\0':
      return '\\0'
    case '\t':
      return '\\t'
    case '\n':
      return '\\n'
    case '\r':
      return '\\r'
    case '\\':
      return '\\\\'
    case '"':
    case "'":
      return char === quote ? `\\${char}` : char
    default:
      return isPrintable(char) ? char : `\\u{${char.codePointAt(0)!.toString(16)}}`
  }
}

// Rust's `char::escape_debug` by its rules instead of its tables: combining marks, controls and odd spaces are escaped.
function isPrintable(char: string): boolean {
  return char === ' ' || !/[\p{Grapheme_Extend}\p{C}\p{Z}]/u.test(char)
}
