import { withoutImportHash } from './name-suffix.ts'
import { crateOfRustPath } from './rust-crate.ts'
import type { RustGenericArg, RustPath, RustType } from './rust-path.ts'
import { isSpecialNamespace, specialName } from './rust-v0-printer.ts'

/**
 * Prints a v0 path with `_` for all that differs between the copies of one generic function.
 *
 * `core::ptr::drop_in_place::<_>`, `<alloc::vec::Vec<_> as core::fmt::Write>::write_str`. References, pointers, slices, arrays
 * and tuples are as generic as `Vec<_>` (`<&_ as core::fmt::Debug>::fmt`), unless a crate implements somebody else's trait for
 * one: the language then demands a type of its own inside (`<&mut serde_json::de::Deserializer<_> as serde::Deserializer>`).
 */
export function genericKeyOfRustPath(path: RustPath): string {
  return pathKey(path, true)
}

/** Whether a generic argument makes another copy of the code; lifetimes do not. */
export function makesCopies(arg: RustGenericArg): boolean {
  return arg.kind !== 'lifetime'
}

function pathKey(path: RustPath, inExpression: boolean): string {
  switch (path.kind) {
    case 'crate':
      return path.name
    case 'inherent-impl':
      return `<${typeKey(path.self, true)}>`
    case 'trait-impl': {
      const isBlanket = crateOfRustPath(path.implPath) === crateOfRustPath(path.trait)
      return `<${typeKey(path.self, isBlanket)} as ${pathKey(path.trait, false)}>`
    }
    case 'trait-default':
      return `<${typeKey(path.self, true)} as ${pathKey(path.trait, false)}>`
    case 'nested': {
      const parent = pathKey(path.parent, inExpression)
      if (isSpecialNamespace(path.namespace)) {
        return `${parent}::{${specialName(path.namespace, path.name)}#${path.index}}`
      }
      return path.name === '' ? parent : `${parent}::${withoutImportHash(path.name)}`
    }
    case 'generic': {
      const base = pathKey(path.base, inExpression)
      return path.args.some(makesCopies) ? `${base}${inExpression ? '::' : ''}<_>` : base
    }
  }
}

function typeKey(type: RustType, isBlanket: boolean): string {
  const inner = (part: RustType): string => (isBlanket ? '_' : typeKey(part, isBlanket))
  switch (type.kind) {
    case 'basic':
      return type.name
    case 'path':
      return pathKey(type.path, false)
    case 'reference':
      return `&${type.mutable ? 'mut ' : ''}${inner(type.inner)}`
    case 'pointer':
      return `*${type.mutable ? 'mut' : 'const'} ${inner(type.inner)}`
    case 'slice':
      return `[${inner(type.item)}]`
    case 'array':
      return `[${inner(type.item)}; _]`
    case 'tuple':
      return type.items.length === 0 ? '()' : '(_)'
    case 'fn':
      return 'fn(_)'
    case 'dyn':
      return `dyn ${type.bounds.map(({ trait, bindings }) => boundKey(trait, bindings.length > 0)).join(' + ')}`
    case 'pattern':
      return typeKey(type.inner, isBlanket)
  }
}

function boundKey(trait: RustPath, hasBindings: boolean): string {
  const key = pathKey(trait, false)
  return hasBindings && !key.endsWith('<_>') ? `${key}<_>` : key
}
