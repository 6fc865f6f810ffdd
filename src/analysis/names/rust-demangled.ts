import { readSuffix, splitTextSuffix } from './name-suffix.ts'
import { isLegacyHash, unescapeRustLegacy, type RustText } from './rust-legacy.ts'
import { parseRustTextPath } from './rust-text-path.ts'

/** `::h` and 16 digits. */
const LEGACY_HASH_LENGTH = 19

/** The disambiguator of a crate. Nothing else that a path can hold has brackets with only that inside behind a word. */
const CRATE_HASH = /\b([A-Za-z_]\w*)\[[0-9a-f]{1,16}\](?=::|[>,) ]|$)/g

const TYPED_INTEGER = /\b(0x[0-9a-f]+|\d+)(?:[iu](?:8|16|32|64|128|size))\b/g

// libc++'s `std::__2` is no Rust.
const IDENTIFIER = /^(?!__\d+$)[\p{L}_][\p{L}\p{N}_]*$/u

/**
 * Recognises Rust names that a tool demangled before, and takes the hashes off.
 *
 * - wasm-bindgen, legacy: `core::fmt::write::h048f08a10996d3c4`
 * - wasm-ld, which takes legacy names for C++ and keeps their escapes: `_$LT$str$u20$as$u20$..$GT$::fmt::h048f08a10996d3c4`
 * - wasm-bindgen, v0: `<url[ae321ef15d5c27eb]::Url as core[9b3796e30d99ddb7]::fmt::Debug>::fmt`, with the type of constants
 *   (`15usize`), or without any hash where only primitives are named (`<str>::trim_start_matches::<char>`)
 * - wasm-ld, v0: `__rustc::__rust_alloc`, never with hashes; a C++ function would have parentheses
 *
 * Returns `undefined` for all other names.
 */
export function recogniseDemangledRust(name: string): RustText | undefined {
  if (!name.includes('::')) return undefined
  const hash = legacyHashIn(name)
  if (hash >= 0) {
    const rest = name.slice(hash + LEGACY_HASH_LENGTH)
    // Binaryen numbers names that occur twice.
    const suffix = readSuffix(rest.startsWith('_') ? rest.replace(/^_(?=\d+$)/, '.') : rest)
    const path = name.slice(0, hash)
    if (suffix === undefined) return undefined
    const text = path.includes('$') ? path.split('::').map(unescapeRustLegacy).join('::') : path
    return { text, suffix }
  }
  const { base, suffix } = splitTextSuffix(name)
  const text = base.includes('[') ? base.replace(CRATE_HASH, '$1') : base
  if (text === base && !isPlainPath(base)) return undefined
  return { text: text.replace(TYPED_INTEGER, '$1'), suffix }
}

function legacyHashIn(name: string): number {
  for (let at = name.indexOf('::h'); at >= 0; at = name.indexOf('::h', at + 1)) {
    const next = name.charAt(at + LEGACY_HASH_LENGTH)
    if (isLegacyHash(name, at + 2) && (next === '' || next === '.' || next === '_' || next === ' ')) return at
  }
  return -1
}

function isPlainPath(text: string): boolean {
  // So do functions of C++ end, which are many.
  if (text.endsWith(')') || text.endsWith(' const')) return false
  const steps = parseRustTextPath(text)
  if (steps === undefined || steps.length < 2) return false
  return steps.every((step, at) => {
    if (step.kind === 'impl') return at === 0
    if (step.kind === 'special') return at > 0
    return IDENTIFIER.test(step.name) && (step.args === undefined || step.turbofish === true)
  })
}
