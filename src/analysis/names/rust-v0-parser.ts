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
import { NotRustV0, RustV0Cursor, startsRustV0 } from './rust-v0-cursor.ts'

/**
 * Parses a name of Rust's v0 mangling.
 *
 * Source: RFC 2603 "Syntax of mangled names", with structural constants and pattern types as rustc writes them today. Returns
 * `undefined` for anything else, also where only the beginning is a v0 name or an identifier has characters outside
 * `[A-Za-z0-9_]`, and for hostile names: more than 500 levels or a text of some 250,000 characters.
 */
export function parseRustV0(name: string): RustSymbol | undefined {
  if (!startsRustV0(name)) return undefined
  const cursor = new RustV0Cursor(name)
  try {
    const path = parseRustV0Path(cursor)
    const instantiating = cursor.isAtPath() ? parseRustV0Path(cursor) : undefined
    const suffix = readSuffix(cursor.text.slice(cursor.position))
    if (suffix === undefined) return undefined
    if (instantiating === undefined) return { path, suffix }
    return { path, instantiatingCrate: crateOfRustPath(instantiating), suffix }
  } catch (error) {
    if (error instanceof NotRustV0) return undefined
    throw error
  }
}

/** Parses one path. Throws `NotRustV0`. */
export function parseRustV0Path(cursor: RustV0Cursor): RustPath {
  cursor.enter()
  const path = parseOpenPath(cursor)
  cursor.leave()
  return path
}

function parseOpenPath(cursor: RustV0Cursor): RustPath {
  switch (cursor.next()) {
    case 'C':
      cursor.skipDisambiguator()
      return { kind: 'crate', name: cursor.identifier() }
    case 'M':
      return { kind: 'inherent-impl', implPath: parseImplPath(cursor), self: parseType(cursor) }
    case 'X':
      return {
        kind: 'trait-impl',
        implPath: parseImplPath(cursor),
        self: parseType(cursor),
        trait: parseRustV0Path(cursor),
      }
    case 'Y':
      return { kind: 'trait-default', self: parseType(cursor), trait: parseRustV0Path(cursor) }
    case 'N': {
      const namespace = cursor.namespace()
      const parent = parseRustV0Path(cursor)
      const index = cursor.disambiguator()
      return { kind: 'nested', namespace, parent, name: cursor.identifier(), index }
    }
    case 'I': {
      const base = parseRustV0Path(cursor)
      return { kind: 'generic', base, args: cursor.list(() => parseGenericArg(cursor)) }
    }
    case 'B': {
      const after = cursor.follow()
      cursor.enter()
      const path = parseRustV0Path(cursor)
      cursor.leave()
      cursor.position = after
      return path
    }
    default:
      return cursor.fail()
  }
}

function parseImplPath(cursor: RustV0Cursor): RustPath {
  cursor.skipDisambiguator()
  return parseRustV0Path(cursor)
}

function parseGenericArg(cursor: RustV0Cursor): RustGenericArg {
  if (cursor.eat('L')) return { kind: 'lifetime', index: cursor.lifetime() }
  return parseTypeOrConst(cursor)
}

function parseTypeOrConst(cursor: RustV0Cursor): RustGenericArg {
  if (cursor.eat('K')) return { kind: 'const', value: parseRustV0Const(cursor, parseRustV0Path) }
  return parseType(cursor)
}

function parseType(cursor: RustV0Cursor): RustType {
  const basic = cursor.basicType()
  if (basic !== undefined) return { kind: 'basic', name: basic }
  cursor.enter()
  const type = parseCompoundType(cursor)
  cursor.leave()
  return type
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
      return { kind: 'array', item: parseType(cursor), length: parseRustV0Const(cursor, parseRustV0Path) }
    case 'S':
      return { kind: 'slice', item: parseType(cursor) }
    case 'T':
      return { kind: 'tuple', items: cursor.list(() => parseType(cursor)) }
    case 'F':
      return parseFunctionType(cursor)
    case 'D':
      return parseDynType(cursor)
    case 'W':
      return {
        kind: 'pattern',
        inner: parseType(cursor),
        pattern: parseRustV0Pattern(cursor, parseRustV0Path),
      }
    case 'B': {
      const after = cursor.follow()
      cursor.enter()
      const type = parseType(cursor)
      cursor.leave()
      cursor.position = after
      return type
    }
    default:
      cursor.position--
      return { kind: 'path', path: parseRustV0Path(cursor) }
  }
}

function parseFunctionType(cursor: RustV0Cursor): RustFunctionType {
  const binder = cursor.bind()
  const isUnsafe = cursor.eat('U')
  // The dashes of an ABI's name are not allowed in an identifier.
  const abi = cursor.eat('K') ? (cursor.eat('C') ? 'C' : cursor.identifier().replaceAll('_', '-')) : undefined
  const params = cursor.list(() => parseType(cursor))
  const result = parseType(cursor)
  cursor.unbind(binder)
  const type = { kind: 'fn', binder, isUnsafe, params, result } as const
  return abi === undefined ? type : { ...type, abi }
}

function parseDynType(cursor: RustV0Cursor): RustType {
  const binder = cursor.bind()
  const bounds = cursor.list(() => parseDynBound(cursor))
  cursor.unbind(binder)
  if (!cursor.eat('L')) cursor.fail()
  return { kind: 'dyn', binder, bounds, lifetime: cursor.lifetime() }
}

function parseDynBound(cursor: RustV0Cursor): RustDynBound {
  const trait = parseRustV0Path(cursor)
  const bindings: RustDynBound['bindings'][number][] = []
  while (cursor.eat('p')) bindings.push({ name: cursor.identifier(), value: parseTypeOrConst(cursor) })
  return { trait, bindings }
}
