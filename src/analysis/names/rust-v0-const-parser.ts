import type { RustConst, RustConstFields, RustPath, RustPattern } from './rust-path.ts'
import type { RustV0Cursor } from './rust-v0-cursor.ts'

/** Reads a path; handed in, because paths hold constants and constants hold paths. */
type PathParser = (cursor: RustV0Cursor) => RustPath

const MAX_EXACT_DIGITS = 16

/**
 * Parses a const generic argument whose `K` has been read.
 *
 * Source: RFC 2603 `const`; the forms for references, arrays, tuples and variants came with `adt_const_params`. Throws
 * `NotRustV0`.
 */
export function parseRustV0Const(cursor: RustV0Cursor, parsePath: PathParser): RustConst {
  const parse = (): RustConst => parseRustV0Const(cursor, parsePath)
  return cursor.nested((): RustConst => {
    const tag = cursor.next()
    switch (tag) {
      case 'p':
        return { kind: 'placeholder' }
      case 'b': {
        const value = smallNumber(cursor)
        if (value > 1) cursor.fail()
        return { kind: 'bool', value: value === 1 }
      }
      case 'c':
        return { kind: 'char', value: character(cursor) }
      case 'e':
        return { kind: 'str', value: string(cursor) }
      case 'R':
      case 'Q':
        return { kind: 'ref', mutable: tag === 'Q', value: parse() }
      case 'A':
        return { kind: 'array-value', items: cursor.list(parse) }
      case 'T':
        return { kind: 'tuple-value', items: cursor.list(parse) }
      case 'V':
        return { kind: 'variant', path: parsePath(cursor), fields: fields(cursor, parse) }
      case 'B':
        return cursor.backreference(parse)
      default:
        return { kind: 'integer', text: integer(cursor, tag) }
    }
  })
}

/** Parses the condition of a pattern type. Throws `NotRustV0`. */
export function parseRustV0Pattern(cursor: RustV0Cursor, parsePath: PathParser): RustPattern {
  return cursor.nested((): RustPattern => {
    switch (cursor.next()) {
      case 'R':
        return {
          kind: 'range',
          from: parseRustV0Const(cursor, parsePath),
          to: parseRustV0Const(cursor, parsePath),
        }
      case 'O': {
        const alternatives = cursor.list(() => parseRustV0Pattern(cursor, parsePath))
        if (alternatives.length === 0) cursor.fail()
        return { kind: 'or', alternatives }
      }
      case 'N':
        return { kind: 'not-null' }
      default:
        return cursor.fail()
    }
  })
}

function fields(cursor: RustV0Cursor, parse: () => RustConst): RustConstFields {
  switch (cursor.next()) {
    case 'U':
      return { kind: 'unit' }
    case 'T':
      return { kind: 'positional', items: cursor.list(parse) }
    case 'S':
      return {
        kind: 'named',
        items: cursor.list(() => {
          cursor.disambiguator()
          return { name: cursor.identifier(), value: parse() }
        }),
      }
    default:
      return cursor.fail()
  }
}

function integer(cursor: RustV0Cursor, tag: string): string {
  const isSigned = 'aslxni'.includes(tag)
  if (!isSigned && !'htmyoj'.includes(tag)) cursor.fail()
  const sign = isSigned && cursor.eat('n') ? '-' : ''
  const digits = cursor.hexDigits()
  const significant = digits.replace(/^0+/, '')
  if (significant === '') return `${sign}0`
  return (
    sign + (significant.length > MAX_EXACT_DIGITS ? `0x${digits}` : BigInt(`0x${significant}`).toString())
  )
}

function smallNumber(cursor: RustV0Cursor): number {
  const significant = cursor.hexDigits().replace(/^0+/, '')
  if (significant.length > 8) cursor.fail()
  return significant === '' ? 0 : Number.parseInt(significant, 16)
}

function character(cursor: RustV0Cursor): string {
  const codePoint = smallNumber(cursor)
  if (codePoint > 0x10ffff || (codePoint >= 0xd800 && codePoint <= 0xdfff)) cursor.fail()
  return String.fromCodePoint(codePoint)
}

function string(cursor: RustV0Cursor): string {
  const digits = cursor.hexDigits()
  if (digits.length % 2 !== 0) cursor.fail()
  const bytes = Uint8Array.from({ length: digits.length / 2 }, (_, i) =>
    Number.parseInt(digits.slice(i * 2, i * 2 + 2), 16),
  )
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return cursor.fail()
  }
}
