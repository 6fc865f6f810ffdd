import { describeCppName } from './cpp.ts'
import { describeGoName } from './go.ts'
import { MAX_NAME_LENGTH, type GroupKeys, type NameContext } from './group-keys.ts'
import { withoutImportHash } from './name-suffix.ts'
import { recogniseDemangledRust } from './rust-demangled.ts'
import { parseRustLegacy } from './rust-legacy.ts'
import { labelOfRustText } from './rust-text-label.ts'
import { keysOfRustText } from './rust-text-keys.ts'
import { readRustV0Keys } from './rust-v0-keys.ts'
import { labelOfRustPath } from './rust-v0-label.ts'
import { parseRustV0 } from './rust-v0-parser.ts'
import { printRustPath } from './rust-v0-printer.ts'

/**
 * What a function's name says, for people and for grouping.
 *
 * - `full`: readable, without hashes and disambiguators; the raw name where nothing was to demangle
 * - `short`: a label: type and method, `Vec<_>::write_str`, or what `labelOfSteps` says of free functions
 * - `language`: absent for names that could be any language's (C's among them)
 */
export interface NameParts extends GroupKeys {
  readonly full: string
  readonly short: string
  readonly language?: 'rust' | 'c++' | 'go'
}

/**
 * Takes a function's name from a wasm module apart.
 *
 * Knows Rust's v0 and legacy manglings, both also as wasm-bindgen and wasm-ld demangle them, C++ as wasm-ld demangles it, and Go.
 * Everything else comes back as it is, with mangled C++ and Swift names and what only begins like a mangled one among it, as do
 * names over 65,536 characters and hostile ones. Never throws.
 */
export function describeName(raw: string, context: NameContext = {}): NameParts {
  if (raw.length > MAX_NAME_LENGTH) return { full: raw, short: raw }
  return describeRust(raw) ?? describeGo(raw, context.isGo === true) ?? describeCpp(raw) ?? describePlain(raw)
}

function describeRust(raw: string): NameParts | undefined {
  const symbol = parseRustV0(raw)
  if (symbol !== undefined) {
    return {
      full: printRustPath(symbol.path) + symbol.suffix,
      short: labelOfRustPath(symbol.path),
      language: 'rust',
      ...readRustV0Keys(raw),
    }
  }
  const text = parseRustLegacy(raw) ?? recogniseDemangledRust(raw)
  if (text === undefined) return undefined
  const full = text.text + text.suffix
  return {
    full,
    short: labelOfRustText(text.text) ?? text.text,
    language: 'rust',
    ...(keysOfRustText(text.text) ?? { generic: text.text }),
  }
}

function describeCpp(raw: string): NameParts | undefined {
  const parts = describeCppName(raw)
  return parts === undefined ? undefined : { ...parts, language: 'c++' }
}

function describeGo(raw: string, isGo: boolean): NameParts | undefined {
  const parts = describeGoName(raw, isGo)
  return parts === undefined ? undefined : { ...parts, language: 'go' }
}

function describePlain(raw: string): NameParts {
  const name = withoutImportHash(raw)
  return name === raw ? { full: raw, short: raw } : { full: raw, short: name, generic: name }
}
