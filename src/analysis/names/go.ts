import { splitOutsideBrackets } from './bracket-scan.ts'
import { isGoStandardPackage, isOnlyGoPackage } from './go-packages.ts'
import { restoreGoSymbol, type GoSymbol } from './go-wasm-name.ts'

/** What copies of a Go function have in common; `crate` is the import path of its package. */
export interface GoKeys {
  readonly crate?: string
  readonly generic: string
}

/** What a Go name says about a function. */
export interface GoParts extends GoKeys {
  readonly full: string
  readonly short: string
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
  if (!name.includes('.')) return undefined
  const algorithm = TYPE_ALGORITHM.exec(name)
  if (algorithm) return describeAlgorithm(name, algorithm[0], algorithm[1] ?? '')
  const tiny = /^\((\*?)([\w./-]+)\.(\w+)(\[.*\])?\)\.([\w$.]+)$/.exec(name)
  if (tiny) {
    const [, , path = '', type = '', args, method = ''] = tiny
    const isPlain = args === undefined
    return {
      full: name,
      short: `${type}${isPlain ? '' : '[_]'}.${method}`,
      crate: path,
      generic: isPlain ? name : name.replace(args, '[_]'),
    }
  }
  const symbol = findSymbol(name, isGo)
  return symbol === undefined ? undefined : describeSymbol(symbol)
}

/** Finds what `describeGoName` says of crate and generic key. */
export function keysOfGoName(name: string, isGo: boolean): GoKeys | undefined {
  if (!name.includes('.')) return undefined
  const symbol = isSpecial(name) ? undefined : findSymbol(name, isGo)
  if (symbol !== undefined && !/[<([{"]/.test(symbol.rest)) {
    return { crate: symbol.path, generic: `${symbol.path}.${symbol.rest}` }
  }
  const parts = describeGoName(name, isGo)
  if (parts === undefined) return undefined
  const { crate, generic } = parts
  return crate === undefined ? { generic } : { crate, generic }
}

// Functions for types, and methods as TinyGo writes them.
function isSpecial(name: string): boolean {
  return name.startsWith('type') || name.startsWith('(')
}

function findSymbol(name: string, isGo: boolean): GoSymbol | undefined {
  const symbol = splitSymbol(name) ?? restoreGoSymbol(name)
  return symbol !== undefined && (isGo || isSurelyGo(symbol)) ? symbol : undefined
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
  return { full: `${path}.${rest}`, short: label.join('.'), crate: path, generic: [path, ...plain].join('.') }
}

function describeAlgorithm(name: string, prefix: string, algorithm: string): GoParts {
  const type = name.slice(prefix.length)
  const symbol =
    /^\w+[._]/.test(type) && !/^(?:_|struct_|interface_|func_)/.test(type) ? restoreGoSymbol(type) : undefined
  if (symbol === undefined || !(isGoStandardPackage(symbol.path) || /^\w+$/.test(symbol.rest))) {
    return { full: name, short: name, generic: name }
  }
  const full = `${prefix}${symbol.path}.${symbol.rest}`
  return { full, short: `${symbol.rest}.${algorithm}`, crate: symbol.path, generic: full }
}

function withoutArgs(part: string): string {
  return part.replace(/\[.*\]/, '[_]')
}

function lastElement(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
