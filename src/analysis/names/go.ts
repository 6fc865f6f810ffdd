import { splitOutsideBrackets } from './bracket-scan.ts'
import { isGoStandardPackage, isOnlyGoPackage } from './go-packages.ts'
import { restoreGoSymbol, type GoSymbol } from './go-wasm-name.ts'

/** What a Go name says about a function; `path` is the import path of its package. */
export interface GoParts {
  readonly full: string
  readonly short: string
  readonly path?: string
  readonly generic: string
}

/** Compared and hashed by functions that the compiler writes. */
const TYPE_ALGORITHM = /^type(?:\.|_|:)\.(eq|hash)\./

const CLOSURE = /^(?:func\d+|gowrap\d+|deferwrap\d+|\d+|)(?:-\w+)?$/

/**
 * Describes a function of Go, by its symbol or as the Go linker writes that into the name section.
 *
 * - `full`: the symbol, `encoding/json.(*Decoder).Decode`
 * - `short`: a method by its type, `Decoder.Decode`; a function by the last element of its package, `json.Marshal`
 * - `generic`: `full` with `[_]` for type arguments
 *
 * `isGo` says that the module is known to be Go's. Without it only names count that are nobody else's: receivers like `.(*T).`,
 * closures `.func1`, a package that has a host or is Go's alone (`runtime`, `encoding/json`, but neither `main` nor `fmt`, which
 * Zig has too). Returns `undefined` for all others.
 */
export function describeGoName(name: string, isGo: boolean): GoParts | undefined {
  const algorithm = TYPE_ALGORITHM.exec(name)
  if (algorithm) return describeAlgorithm(name, algorithm[0], algorithm[1] ?? '')
  const tiny = /^\((\*?)([\w./-]+)\.(\w+)(\[.*\])?\)\.([\w$.]+)$/.exec(name)
  if (tiny) {
    const [, , path = '', type = '', args, method = ''] = tiny
    const isPlain = args === undefined
    return {
      full: name,
      short: `${type}${isPlain ? '' : '[_]'}.${method}`,
      path,
      generic: isPlain ? name : name.replace(args, '[_]'),
    }
  }
  const symbol = splitSymbol(name) ?? restoreGoSymbol(name)
  if (symbol === undefined || !(isGo || isSurelyGo(symbol))) return undefined
  return describeSymbol(symbol)
}

/** Splits a symbol that is written as it is, which shows in a `/` or a bracket. */
function splitSymbol(name: string): GoSymbol | undefined {
  if (!/[/([]/.test(name)) return undefined
  const found = /^((?:[\w.~%-]+\/)*[\w~%-]+)\.([\p{L}_(].*)$/u.exec(name)
  if (!found || splitOutsideBrackets(name, ' ')?.length !== 1) return undefined
  return { path: found[1] ?? '', rest: found[2] ?? '' }
}

function isSurelyGo({ path, rest }: GoSymbol): boolean {
  if (/^\(\*\w+(?:\[.*\])?\)\.\w/.test(rest) || /\w\.func\d+(?:\.\d+)*$/.test(rest)) return true
  const host = path.split(/[/_]/, 1)[0] ?? ''
  return isOnlyGoPackage(path) || /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(host)
}

function describeSymbol({ path, rest }: GoSymbol): GoParts | undefined {
  const parts = splitOutsideBrackets(rest, '.')
  const [first, second, ...others] = parts ?? []
  if (first === undefined) return undefined
  const plain = parts?.map(withoutArgs) ?? []
  const isMethod =
    first.startsWith('(') || (second !== undefined && !CLOSURE.test(second) && !others.includes(''))
  const receiver = withoutArgs(first).replace(/^\(\*?(.*)\)$/, '$1')
  const label = isMethod ? [receiver, ...plain.slice(1)] : [lastElement(path), ...plain]
  return { full: `${path}.${rest}`, short: label.join('.'), path, generic: [path, ...plain].join('.') }
}

function describeAlgorithm(name: string, prefix: string, algorithm: string): GoParts {
  const type = name.slice(prefix.length)
  const symbol =
    /^\w+[._]/.test(type) && !/^(?:_|struct_|interface_|func_)/.test(type) ? restoreGoSymbol(type) : undefined
  if (symbol === undefined || !(isGoStandardPackage(symbol.path) || /^\w+$/.test(symbol.rest))) {
    return { full: name, short: name, generic: name }
  }
  const full = `${prefix}${symbol.path}.${symbol.rest}`
  return { full, short: `${symbol.rest}.${algorithm}`, path: symbol.path, generic: full }
}

function withoutArgs(part: string): string {
  return part.replace(/\[.*\]/, '[_]')
}

function lastElement(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
