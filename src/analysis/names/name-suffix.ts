const CLOSE_ROUND = 41
const LOWER_M = 109

const LLVM_SUFFIX = /\.llvm\.[0-9A-Fa-f@]+(?![\w$-])| \(\.llvm\.[0-9A-Fa-f@]+\)/g

// Where readable text ends is not known, so only forms count that no name ends with by itself.
const TEXT_SUFFIX = /(?:\.(?:llvm\.)?\d+| \(\.(?:llvm\.)?\d+\)|(?<=\))_\d+| (?:externref|multivalue) shim)+$/

const LONGEST_TEXT_SUFFIX = 160

const IMPORT_HASH = /^(__wbg_\w+)_[0-9a-f]{16}(?=$| )/

/**
 * Reads what follows a complete mangled name.
 *
 * Knows LLVM's `.llvm.123` and `.123`, the same as wasm-ld writes them, ` (.123)`, and wasm-bindgen's ` externref shim` and
 * ` multivalue shim`. Returns what is worth showing, which `.llvm.` hashes are not, or `undefined` if `rest` is anything else.
 */
export function readSuffix(rest: string): string | undefined {
  if (rest === '') return ''
  const suffix = /\.[\w@$-]+(?:\.[\w@$-]+)*| \(\.[\w.@$-]+\)| (?:externref|multivalue) shim/y
  while (suffix.lastIndex < rest.length) if (!suffix.test(rest)) return undefined
  return rest.replace(LLVM_SUFFIX, '')
}

/**
 * Cuts what `readSuffix` knows, and the `_123` that Binaryen adds to duplicates, off readable text.
 *
 * `suffix` is what is worth showing.
 */
export function splitTextSuffix(text: string): { readonly base: string; readonly suffix: string } {
  if (!mayHaveTextSuffix(text)) return { base: text, suffix: '' }
  const found = TEXT_SUFFIX.exec(text.slice(-LONGEST_TEXT_SUFFIX))
  if (!found) return { base: text, suffix: '' }
  return { base: text.slice(0, -found[0].length), suffix: found[0].replace(LLVM_SUFFIX, '') }
}

// Most names have none, which their ends tell sooner than the pattern.
function mayHaveTextSuffix(text: string): boolean {
  const last = text.charCodeAt(text.length - 1)
  if (last === CLOSE_ROUND) return isDigit(text.charCodeAt(text.length - 2))
  return last === LOWER_M ? text.endsWith(' shim') : isDigit(last)
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

/** Cuts the hash off the name of a wasm-bindgen import (`__wbg_get_4848e350b40afc16`); other names come back as they are. */
export function withoutImportHash(name: string): string {
  return name.startsWith('__wbg_') ? name.replace(IMPORT_HASH, '$1') : name
}
