import type { SizeItem } from '../../analysis/size-report.ts'

/** What bytes are, as colours and marks tell it. */
export type ByteKind = 'own' | 'dep' | 'std' | 'data' | 'names' | 'io' | 'other'

/** Kinds in the order of legends and stacks, and what they are called. */
export const KIND_NAMES: Readonly<Record<ByteKind, string>> = {
  own: 'your crates',
  dep: 'code, dependencies',
  std: 'std',
  data: 'data',
  names: 'names, not shipped',
  io: 'imports, exports',
  other: 'other',
}

/** What telling kinds apart needs to know about a module. */
export interface KindContext {
  /** Crate that the file is named after; inferred, and absent where none is. */
  readonly ownCrate?: string
  /** Whether there are crates at all: where there are none, code that has none is nothing odd. */
  readonly hasCrates: boolean
}

const STD_CRATES = new Set(['std', 'core', 'alloc', 'compiler_builtins', 'runtime', 'syscall', 'internal'])

/** Tells the kind of a crate, package or namespace. */
export function kindOfCrate(crate: string, { ownCrate }: KindContext): ByteKind {
  if (crate === ownCrate) return 'own'
  return STD_CRATES.has(crate) ? 'std' : 'dep'
}

/** Tells the kind of a leaf. */
export function kindOfItem({ kind, name, crate }: SizeItem, context: KindContext): ByteKind {
  switch (kind) {
    case 'function':
      if (crate !== undefined) return kindOfCrate(crate, context)
      return context.hasCrates ? 'other' : 'dep'
    case 'data':
      return 'data'
    case 'name-subsection':
      return 'names'
    case 'import':
    case 'export':
      return 'io'
    case 'custom':
      return isNeverShipped(name ?? '') ? 'names' : 'other'
    default:
      return 'other'
  }
}

/** Tells the kind of a section by its name. */
export function kindOfSection(name: string): ByteKind {
  if (name === 'code') return 'dep'
  if (name === 'data') return 'data'
  if (name === 'import' || name === 'export') return 'io'
  return name === 'name' || isNeverShipped(name) ? 'names' : 'other'
}

function isNeverShipped(section: string): boolean {
  return /^\.debug_|^external_debug_info$|^sourceMappingURL$|^linking$|^reloc\./.test(section)
}

/** Finds the crate that a module's file is named after: `shop` of `shop_bg.wasm`. */
export function findOwnCrate(
  { fileName, originalNames }: { readonly fileName: string; readonly originalNames: readonly string[] },
  crates: Iterable<string>,
): string | undefined {
  const stems = [...originalNames, fileName].map((path) =>
    path
      .slice(path.lastIndexOf('/') + 1)
      .replace(/\.wasm$/, '')
      .replace(/_bg(?:-.*)?$/, '')
      .replaceAll('-', '_'),
  )
  const known = new Set(crates)
  return stems.find((stem) => known.has(stem) && !STD_CRATES.has(stem))
}
