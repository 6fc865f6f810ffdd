import { describeName } from '../names/describe-name.ts'
import { withoutImportHash } from '../names/name-suffix.ts'
import type { SizeItem } from '../size-report.ts'

/** What an item is recognised by in another build: nothing of it may be a hash or an index. */
export interface DiffKey {
  readonly kind: SizeItem['kind']
  /** For people; absent where it has none. */
  readonly name?: string
  readonly generic?: string
  /** Whether each item under the key is an entry of its own; else they are one together. */
  readonly single: boolean
  readonly text: string
}

/**
 * Makes the key of an item.
 *
 * Functions go by the generic that they are copies of, else by their demangled name, else by their crate. Data goes by crate
 * and name, all ranges together. Everything else goes by its name, what has none by its kind.
 */
export function diffKeyOf(item: SizeItem, isGo: boolean): DiffKey {
  const { kind, crate } = item
  if (kind === 'function') {
    const described = item.name === undefined ? undefined : describeName(item.name, { isGo })
    const generic = item.generic ?? described?.generic
    const name = generic ?? described?.full
    // The crate of a name is part of the name; one that was inferred may be another in the next build.
    return toKey(kind, true, name, generic, name === undefined ? crate : undefined)
  }
  if (kind === 'data') return toKey(kind, false, dataName(item.name, isGo), undefined, crate)
  return toKey(kind, false, item.name === undefined ? undefined : plainName(kind, item.name))
}

function toKey(
  kind: SizeItem['kind'],
  single: boolean,
  name?: string,
  generic?: string,
  crate?: string,
): DiffKey {
  return {
    kind,
    ...(name === undefined ? {} : { name }),
    ...(generic === undefined ? {} : { generic }),
    single,
    text: JSON.stringify([kind, name ?? null, crate ?? null]),
  }
}

/** rustc calls private constants `anon`, a hash of the crate, and a number that counts them. */
const ANONYMOUS = /anon\.[0-9a-f]{32}\.\d+/
const DATA_PREFIX = /^\.(?:rodata|data|bss|tdata|tbss)\./

function dataName(name: string | undefined, isGo: boolean): string | undefined {
  if (name === undefined) return undefined
  const prefix = DATA_PREFIX.exec(name)?.[0] ?? ''
  const rest = name.slice(prefix.length).replace(ANONYMOUS, 'anon')
  return prefix + describeName(rest, { isGo }).full
}

function plainName(kind: SizeItem['kind'], name: string): string {
  if (kind !== 'import') return name
  const at = name.lastIndexOf('.') + 1
  return name.slice(0, at) + withoutImportHash(name.slice(at))
}
