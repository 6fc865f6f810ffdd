import { createHash } from 'node:crypto'
import type { ModuleSettings } from '../module-settings.ts'

/** What the build knows about one content before it ships. */
interface Origin {
  /** Names that it was emitted under, and paths from the root. */
  readonly names: Set<string>
  readonly paths: Set<string>
  /** Hashes that were put into names of this content. */
  readonly hashes: Set<string>
  /** Settings that names of this content stand for, by the hash in them, or by all of them where they have none. */
  readonly promised: Map<string, ModuleSettings>
  /** Whether a name without a hash was given to it. */
  unhashed: boolean
  excluded: boolean
}

/**
 * Remembers, by content, what `assetFileNames` was told: a module that only a worker uses reaches the main bundle without
 * its names, and a name that came from elsewhere must be told from one of ours.
 */
export class Origins {
  readonly #byHash = new Map<string, Origin>()

  /** Returns what is known about a content, adding it where nothing is. */
  of(source: Uint8Array): Origin {
    const key = createHash('sha256').update(source).digest('base64')
    const known = this.#byHash.get(key)
    if (known !== undefined) return known
    const origin: Origin = {
      names: new Set(),
      paths: new Set(),
      hashes: new Set(),
      promised: new Map(),
      unhashed: false,
      excluded: false,
    }
    this.#byHash.set(key, origin)
    return origin
  }
}

/** Says whether a file name may stand for other bytes than its content had when it was named: it is ours, or has no hash. */
export function mayRewrite(fileName: string, origin: Origin): boolean {
  if (origin.unhashed || [...origin.hashes].some((hash) => fileName.includes(hash))) return true
  return !looksHashed(fileName)
}

/** What the name of a file promises about its content; undefined where it was not given here. */
export function promisedBy(fileName: string, { promised }: Origin): ModuleSettings | undefined {
  const parts = [...promised].filter(([part]) => fileName.includes(part))
  // One letter of a hash may be anywhere.
  return parts.sort(([a], [b]) => b.length - a.length)[0]?.[1]
}

const BUNDLER_HASH = 8

/**
 * Says whether the last word of a name looks like a hash: eight letters and digits or more, both among them.
 *
 * Eight letters of both cases count too. In base64 a hash may contain `-` and `_` itself; such a word counts if it has letters of both cases, as `sqlite3-engine`
 * has not.
 */
export function looksHashed(fileName: string): boolean {
  const stem = fileName.slice(fileName.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '')
  return stem.split('.').some((part) => {
    const word = /(?:^|-)([a-z\d]{8,})$/i.exec(part)?.[1]
    if (word !== undefined && /\d/.test(word)) return /[a-z]/i.test(word)
    // A quarter of the bundlers' own hashes, eight characters of base64, are without a digit.
    if (word?.length === BUNDLER_HASH) return /[a-z]/.test(word) && /[A-Z]/.test(word)
    const broken = /(?:^|-)([\w-]{8,})$/.exec(part)?.[1] ?? ''
    return /\d/.test(broken) && /[a-z]/.test(broken) && /[A-Z]/.test(broken)
  })
}
