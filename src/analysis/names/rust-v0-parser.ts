import { readSuffix } from './name-suffix.ts'
import type {
  RustDynBound,
  RustFunctionType,
  RustGenericArg,
  RustPath,
  RustSymbol,
  RustType,
} from './rust-path.ts'
import { parseRustV0Const, parseRustV0Pattern } from './rust-v0-const-parser.ts'
import { crateOfRustPath } from './rust-crate.ts'
import { NotRustV0, RustV0Cursor } from './rust-v0-cursor.ts'

/** RFC 2603 `basic-type`. */
const BASIC_TYPES: ReadonlyMap<string, string> = new Map([
  ['a', 'i8'],
  ['b', 'bool'],
  ['c', 'char'],
  ['d', 'f64'],
  ['e', 'str'],
  ['f', 'f32'],
  ['h', 'u8'],
  ['i', 'isize'],
  ['j', 'usize'],
  ['l', 'i32'],
  ['m', 'u32'],
  ['n', 'i128'],
  ['o', 'u128'],
  ['p', '_'],
  ['s', 'i16'],
  ['t', 'u16'],
  ['u', '()'],
  ['v', '...'],
  ['x', 'i64'],
  ['y', 'u64'],
  ['z', '!'],
])

/**
 * Parses a name of Rust's v0 mangling.
 *
 * Source: RFC 2603 "Syntax of mangled names", with structural constants and pattern types as rustc writes them today. Returns
 * `undefined` for anything else, also where only the beginning is a v0 name or an identifier has characters outside
 * `[A-Za-z0-9_]`, and for hostile names: more than 500 levels or a text of some 250,000 characters.
 */
export function parseRustV0(name: string): RustSymbol | undefined {
  // The digits of another version of the encoding would stand before the path, whose first letter is upper case.
  if (!/^_R[A-Z]/.test(name)) return undefined
  const cursor = new RustV0Cursor(name.slice(2))
  try {
    const path = parsePath(cursor)
    const instantiating = /[A-Z]/.test(cursor.peek()) ? parsePath(cursor) : undefined
    const suffix = readSuffix(cursor.text.slice(cursor.position))
    if (suffix === undefined) return undefined
    if (instantiating === undefined) return { path, suffix }
    return { path, instantiatingCrate: crateOfRustPath(instantiating), suffix }
  } catch (error) {
    if (error instanceof NotRustV0) return undefined
    throw error
  }
}

function parsePath(cursor: RustV0Cursor): RustPath {
  return cursor.nested((): RustPath => {
    const tag = cursor.next()
    switch (tag) {
      case 'C':
        cursor.disambiguator()
        return { kind: 'crate', name: cursor.identifier() }
      case 'M':
        return { kind: 'inherent-impl', implPath: parseImplPath(cursor), self: parseType(cursor) }
      case 'X':
        return {
          kind: 'trait-impl',
          implPath: parseImplPath(cursor),
          self: parseType(cursor),
          trait: parsePath(cursor),
        }
      case 'Y':
        return { kind: 'trait-default', self: parseType(cursor), trait: parsePath(cursor) }
      case 'N': {
        const namespace = cursor.next()
        if (!/[A-Za-z]/.test(namespace)) cursor.fail()
        const parent = parsePath(cursor)
        const index = cursor.disambiguator()
        return { kind: 'nested', namespace, parent, name: cursor.identifier(), index }
      }
      case 'I':
        return { kind: 'generic', base: parsePath(cursor), args: cursor.list(() => parseGenericArg(cursor)) }
      case 'B':
        return cursor.backreference(() => parsePath(cursor))
      default:
        return cursor.fail()
    }
  })
}

function parseImplPath(cursor: RustV0Cursor): RustPath {
  cursor.disambiguator()
  return parsePath(cursor)
}

function parseGenericArg(cursor: RustV0Cursor): RustGenericArg {
  if (cursor.eat('L')) return { kind: 'lifetime', index: cursor.lifetime() }
  return parseTypeOrConst(cursor)
}

function parseTypeOrConst(cursor: RustV0Cursor): RustGenericArg {
  if (cursor.eat('K')) return { kind: 'const', value: parseRustV0Const(cursor, parsePath) }
  return parseType(cursor)
}

function parseType(cursor: RustV0Cursor): RustType {
  const basic = BASIC_TYPES.get(cursor.peek())
  if (basic !== undefined) {
    cursor.spend()
    cursor.next()
    return { kind: 'basic', name: basic }
  }
  return cursor.nested(() => parseCompoundType(cursor))
}

function parseCompoundType(cursor: RustV0Cursor): RustType {
  const tag = cursor.next()
  switch (tag) {
    case 'R':
    case 'Q': {
      const lifetime = cursor.eat('L') ? cursor.lifetime() : 0
      return { kind: 'reference', mutable: tag === 'Q', lifetime, inner: parseType(cursor) }
    }
    case 'P':
    case 'O':
      return { kind: 'pointer', mutable: tag === 'O', inner: parseType(cursor) }
    case 'A':
      return { kind: 'array', item: parseType(cursor), length: parseRustV0Const(cursor, parsePath) }
    case 'S':
      return { kind: 'slice', item: parseType(cursor) }
    case 'T':
      return { kind: 'tuple', items: cursor.list(() => parseType(cursor)) }
    case 'F':
      return cursor.binder((binder) => parseFunctionType(cursor, binder))
    case 'D':
      return parseDynType(cursor)
    case 'W':
      return { kind: 'pattern', inner: parseType(cursor), pattern: parseRustV0Pattern(cursor, parsePath) }
    case 'B':
      return cursor.backreference(() => parseType(cursor))
    default:
      cursor.position--
      return { kind: 'path', path: parsePath(cursor) }
  }
}

function parseFunctionType(cursor: RustV0Cursor, binder: number): RustFunctionType {
  const isUnsafe = cursor.eat('U')
  // The dashes of an ABI's name are not allowed in an identifier.
  const abi = cursor.eat('K') ? (cursor.eat('C') ? 'C' : cursor.identifier().replaceAll('_', '-')) : undefined
  const params = cursor.list(() => parseType(cursor))
  const result = parseType(cursor)
  const type = { kind: 'fn', binder, isUnsafe, params, result } as const
  return abi === undefined ? type : { ...type, abi }
}

function parseDynType(cursor: RustV0Cursor): RustType {
  const [binder, bounds] = cursor.binder(
    (count) => [count, cursor.list(() => parseDynBound(cursor))] as const,
  )
  if (!cursor.eat('L')) cursor.fail()
  return { kind: 'dyn', binder, bounds, lifetime: cursor.lifetime() }
}

function parseDynBound(cursor: RustV0Cursor): RustDynBound {
  const trait = parsePath(cursor)
  const bindings: RustDynBound['bindings'][number][] = []
  while (cursor.eat('p')) bindings.push({ name: cursor.identifier(), value: parseTypeOrConst(cursor) })
  return { trait, bindings }
}
