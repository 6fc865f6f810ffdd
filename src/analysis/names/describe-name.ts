import { describeCppName } from './cpp.ts'
import { describeGoName } from './go.ts'
import { withoutImportHash } from './name-suffix.ts'
import { crateOfRustPath } from './rust-crate.ts'
import { recogniseDemangledRust } from './rust-demangled.ts'
import { genericKeyOfRustPath } from './rust-generic-key.ts'
import { parseRustLegacy } from './rust-legacy.ts'
import { describeRustText } from './rust-text.ts'
import { labelOfRustPath } from './rust-v0-label.ts'
import { parseRustV0 } from './rust-v0-parser.ts'
import { printRustPath } from './rust-v0-printer.ts'

/**
 * What a function's name says, for people and for grouping.
 *
 * - `full`: readable, without hashes and disambiguators; the raw name where nothing was to demangle
 * - `short`: a label: type and method, `Vec<_>::write_str`, or what `labelOfSteps` says of free functions
 * - `language`: absent for names that could be any language's (C's among them)
 * - `crate`: whose source it is: the Rust crate, the outermost C++ namespace, the import path of the Go package
 * - `generic`: the same for all copies of one generic function, and from build to build; absent where `full` is the best there is
 */
export interface NameParts {
  readonly full: string
  readonly short: string
  readonly language?: 'rust' | 'c++' | 'go'
  readonly crate?: string
  readonly generic?: string
}

/** What is known of the module; `isGo` makes names count as Go's that could be another language's (`main.main`). */
export interface NameContext {
  readonly isGo?: boolean
}

/** Longer names are nothing that a person reads; the longest seen in published modules has 6,251 characters. */
const MAX_LENGTH = 65_536

/**
 * Takes a function's name from a wasm module apart.
 *
 * Knows Rust's v0 and legacy manglings, both also as wasm-bindgen and wasm-ld demangle them, C++ as wasm-ld demangles it, and Go.
 * Everything else comes back as it is, with mangled C++ and Swift names and what only begins like a mangled one among it, as do
 * names over 65,536 characters and hostile ones. Never throws.
 */
export function describeName(raw: string, context: NameContext = {}): NameParts {
  if (raw.length > MAX_LENGTH) return { full: raw, short: raw }
  return describeRust(raw) ?? describeGo(raw, context.isGo === true) ?? describeCpp(raw) ?? describePlain(raw)
}

function describeRust(raw: string): NameParts | undefined {
  const symbol = parseRustV0(raw)
  if (symbol !== undefined) {
    return {
      full: printRustPath(symbol.path) + symbol.suffix,
      short: labelOfRustPath(symbol.path),
      language: 'rust',
      crate: crateOfRustPath(symbol.path),
      generic: genericKeyOfRustPath(symbol.path),
    }
  }
  const text = parseRustLegacy(raw) ?? recogniseDemangledRust(raw)
  if (text === undefined) return undefined
  const full = text.text + text.suffix
  const parts = describeRustText(text.text)
  return { full, ...(parts ?? { short: text.text, generic: text.text }), language: 'rust' }
}

function describeCpp(raw: string): NameParts | undefined {
  const parts = describeCppName(raw)
  if (parts === undefined) return undefined
  const { namespace, ...names } = parts
  return { ...names, language: 'c++', ...(namespace === undefined ? {} : { crate: namespace }) }
}

function describeGo(raw: string, isGo: boolean): NameParts | undefined {
  const parts = describeGoName(raw, isGo)
  if (parts === undefined) return undefined
  const { path, ...names } = parts
  return { ...names, language: 'go', ...(path === undefined ? {} : { crate: path }) }
}

function describePlain(raw: string): NameParts {
  const name = withoutImportHash(raw)
  return name === raw ? { full: raw, short: raw } : { full: raw, short: name, generic: name }
}
