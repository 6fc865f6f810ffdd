import type { RustPath, RustType } from './rust-path.ts'

/**
 * Finds the crate whose source defines a v0 path.
 *
 * Free functions and items nested in them: the crate at their root. Methods of an `impl` block: the crate of the block, which
 * v0 writes down. Default methods of a trait: the trait's crate. What the compiler makes for a closure (its `call_once` shim)
 * belongs to the closure's crate, since it is the closure's body.
 */
export function crateOfRustPath(path: RustPath): string {
  switch (path.kind) {
    case 'crate':
      return path.name
    case 'inherent-impl':
    case 'trait-impl':
      return crateOfRustPath(path.implPath)
    case 'trait-default':
      return crateOfRustPath(closurePath(path.self) ?? path.trait)
    case 'nested':
      return crateOfRustPath(path.parent)
    case 'generic':
      return crateOfRustPath(path.base)
  }
}

function closurePath(type: RustType): RustPath | undefined {
  return type.kind === 'path' && type.path.kind === 'nested' && type.path.namespace === 'C'
    ? type.path
    : undefined
}
