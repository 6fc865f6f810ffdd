import type { RustPath, RustType } from './rust-path.ts'

/**
 * Finds the crate whose source defines a v0 path.
 *
 * Free functions and items nested in them: the crate at their root. Methods of an `impl` block: the crate of the block, which
 * v0 writes down. Default methods of a trait: the trait's crate. What the compiler makes to call a closure or function through a
 * trait (its `call_once`) belongs to the crate of that closure or function, which is what it consists of.
 */
export function crateOfRustPath(path: RustPath): string {
  switch (path.kind) {
    case 'crate':
      return path.name
    case 'inherent-impl':
    case 'trait-impl':
      return crateOfRustPath(path.implPath)
    case 'trait-default':
      return crateOfRustPath(calledPath(path.self) ?? path.trait)
    case 'nested':
      return crateOfRustPath(path.parent)
    case 'generic':
      return crateOfRustPath(path.base)
  }
}

function calledPath(type: RustType): RustPath | undefined {
  if (type.kind !== 'path') return undefined
  const item = type.path.kind === 'generic' ? type.path.base : type.path
  return item.kind === 'nested' && (item.namespace === 'C' || item.namespace === 'v') ? item : undefined
}
