import type { RustDynBound, RustGenericArg, RustPath, RustPattern, RustType } from './rust-path.ts'
import { printRustConst } from './rust-const-printer.ts'

/**
 * Prints a v0 path as Rust would write it, without hashes and disambiguators except those of closures and shims.
 *
 * The text is that of the `rustc-demangle` crate's alternate form (`{:#}`): `<alloc::vec::Vec<u8> as core::fmt::Write>::write_str`,
 * `core::ptr::drop_in_place::<u8>`.
 */
export function printRustPath(path: RustPath): string {
  return printPath(path, 0, true)
}

// `bound` is the number of lifetimes that the binders around introduce; generic arguments need `::` only in expressions.
function printPath(path: RustPath, bound: number, inExpression: boolean): string {
  switch (path.kind) {
    case 'crate':
      return path.name
    case 'inherent-impl':
      return `<${printType(path.self, bound)}>`
    case 'trait-impl':
    case 'trait-default':
      return `<${printType(path.self, bound)} as ${printPath(path.trait, bound, false)}>`
    case 'nested': {
      const parent = printPath(path.parent, bound, inExpression)
      if (isSpecialNamespace(path.namespace)) {
        return `${parent}::{${specialName(path.namespace, path.name)}#${path.index}}`
      }
      return path.name === '' ? parent : `${parent}::${path.name}`
    }
    case 'generic': {
      const base = printPath(path.base, bound, inExpression)
      return `${base}${inExpression ? '::' : ''}<${printArgs(path.args, bound).join(', ')}>`
    }
  }
}

/** Whether a namespace is one of what the compiler makes: closures, shims. */
export function isSpecialNamespace(namespace: string): boolean {
  return namespace < 'a'
}

/** Names what the compiler made, without its number: `closure`, `shim:vtable`. */
export function specialName(namespace: string, name: string): string {
  const kind = namespace === 'C' ? 'closure' : namespace === 'S' ? 'shim' : namespace
  return name === '' ? kind : `${kind}:${name}`
}

function printArgs(args: readonly RustGenericArg[], bound: number): string[] {
  return args.map((arg) => printArg(arg, bound))
}

function printArg(arg: RustGenericArg, bound: number): string {
  if (arg.kind === 'lifetime') return lifetimeName(arg.index, bound)
  if (arg.kind === 'const') return printRustConst(arg.value, constPath(bound), false)
  return printType(arg, bound)
}

function constPath(bound: number): (path: RustPath) => string {
  return (path) => printPath(path, bound, true)
}

function printType(type: RustType, bound: number): string {
  switch (type.kind) {
    case 'basic':
      return type.name
    case 'path':
      return printPath(type.path, bound, false)
    case 'reference': {
      const lifetime = type.lifetime === 0 ? '' : `${lifetimeName(type.lifetime, bound)} `
      return `&${lifetime}${type.mutable ? 'mut ' : ''}${printType(type.inner, bound)}`
    }
    case 'pointer':
      return `*${type.mutable ? 'mut' : 'const'} ${printType(type.inner, bound)}`
    case 'slice':
      return `[${printType(type.item, bound)}]`
    case 'array':
      return `[${printType(type.item, bound)}; ${printRustConst(type.length, constPath(bound), true)}]`
    case 'tuple': {
      const items = type.items.map((item) => printType(item, bound))
      return `(${items.join(', ')}${items.length === 1 ? ',' : ''})`
    }
    case 'fn': {
      const inside = bound + type.binder
      const params = type.params.map((param) => printType(param, inside)).join(', ')
      const isUnit = type.result.kind === 'basic' && type.result.name === '()'
      const result = isUnit ? '' : ` -> ${printType(type.result, inside)}`
      const abi = type.abi === undefined ? '' : `extern "${type.abi}" `
      return `${printBinder(type.binder, bound)}${type.isUnsafe ? 'unsafe ' : ''}${abi}fn(${params})${result}`
    }
    case 'dyn': {
      const inside = bound + type.binder
      const bounds = type.bounds.map((trait) => printDynBound(trait, inside)).join(' + ')
      const lifetime = type.lifetime === 0 ? '' : ` + ${lifetimeName(type.lifetime, bound)}`
      return `dyn ${printBinder(type.binder, bound)}${bounds}${lifetime}`
    }
    case 'pattern':
      return `${printType(type.inner, bound)} is ${printPattern(type.pattern, bound)}`
  }
}

// Bindings stand between the same brackets as the trait's own arguments.
function printDynBound({ trait, bindings }: RustDynBound, bound: number): string {
  const isGeneric = trait.kind === 'generic'
  const args = isGeneric ? printArgs(trait.args, bound) : []
  for (const { name, value } of bindings) args.push(`${name} = ${printArg(value, bound)}`)
  const path = printPath(isGeneric ? trait.base : trait, bound, false)
  return isGeneric || args.length > 0 ? `${path}<${args.join(', ')}>` : path
}

function printPattern(pattern: RustPattern, bound: number): string {
  switch (pattern.kind) {
    case 'range': {
      const [from, to] = [pattern.from, pattern.to].map((end) => printRustConst(end, constPath(bound), false))
      return `${from}..=${to}`
    }
    case 'or':
      return pattern.alternatives.map((alternative) => printPattern(alternative, bound)).join(' | ')
    case 'not-null':
      return '!null'
  }
}

function printBinder(count: number, bound: number): string {
  if (count === 0) return ''
  const names = Array.from({ length: count }, (_, i) => lifetimeAt(bound + i))
  return `for<${names.join(', ')}> `
}

function lifetimeName(index: number, bound: number): string {
  return index === 0 ? "'_" : lifetimeAt(bound - index)
}

function lifetimeAt(depth: number): string {
  return depth < 26 ? `'${String.fromCharCode(97 + depth)}` : `'_${depth}`
}
