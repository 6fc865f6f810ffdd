import { keysOfCppName } from './cpp.ts'
import { keysOfGoName } from './go.ts'
import { withoutImportHash } from './name-suffix.ts'
import { recogniseDemangledRust } from './rust-demangled.ts'
import { parseRustLegacy } from './rust-legacy.ts'
import { keysOfRustText } from './rust-text-keys.ts'
import { readRustV0Keys } from './rust-v0-keys.ts'

/**
 * What a function's name says for grouping.
 *
 * - `crate`: whose source it is: the Rust crate, the outermost C++ namespace, the import path of the Go package
 * - `generic`: the same for all copies of one generic function, and from build to build; absent where the name is the best there is
 */
export interface GroupKeys {
  readonly crate?: string
  readonly generic?: string
}

/** What is known of the module; `isGo` makes names count as Go's that could be another language's (`main.main`). */
export interface NameContext {
  readonly isGo?: boolean
}

const NO_KEYS: GroupKeys = Object.freeze({})

/** Longer names are nothing that a person reads; the longest seen in published modules has 6,251 characters. */
export const MAX_NAME_LENGTH = 65_536

/**
 * Finds `crate` and `generic` of what `describeName` says of a function's name, without what only people read.
 *
 * It is called for every function of a module, of which there are hundreds of thousands. Never throws.
 */
export function groupKeysOf(raw: string, context: NameContext = {}): GroupKeys {
  if (raw.length > MAX_NAME_LENGTH) return NO_KEYS
  return keysOfRust(raw) ?? keysOfGoName(raw, context.isGo === true) ?? keysOfCppName(raw) ?? keysOfPlain(raw)
}

function keysOfRust(raw: string): GroupKeys | undefined {
  const keys = readRustV0Keys(raw)
  if (keys !== undefined) return keys
  const text = (parseRustLegacy(raw) ?? recogniseDemangledRust(raw))?.text
  if (text === undefined) return undefined
  return keysOfRustText(text) ?? { generic: text }
}

function keysOfPlain(raw: string): GroupKeys {
  const generic = withoutImportHash(raw)
  return generic === raw ? NO_KEYS : { generic }
}
