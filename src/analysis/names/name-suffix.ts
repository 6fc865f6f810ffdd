/** What a compiler, a linker or wasm-bindgen hangs on a mangled name; nothing else may follow one. */
const SUFFIX = /\.[\w@$-]+(?:\.[\w@$-]+)*| \(\.[\w.@$-]+\)| (?:externref|multivalue) shim/y

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
  const suffix = new RegExp(SUFFIX)
  while (suffix.lastIndex < rest.length) if (!suffix.test(rest)) return undefined
  return rest.replace(LLVM_SUFFIX, '')
}

/**
 * Cuts what `readSuffix` knows, and the `_123` that Binaryen adds to duplicates, off readable text.
 *
 * `suffix` is what is worth showing.
 */
export function splitTextSuffix(text: string): { readonly base: string; readonly suffix: string } {
  const found = TEXT_SUFFIX.exec(text.slice(-LONGEST_TEXT_SUFFIX))
  if (!found) return { base: text, suffix: '' }
  return { base: text.slice(0, -found[0].length), suffix: found[0].replace(LLVM_SUFFIX, '') }
}

/** Cuts the hash off the name of a wasm-bindgen import (`__wbg_get_4848e350b40afc16`); other names come back as they are. */
export function withoutImportHash(name: string): string {
  return name.startsWith('__wbg_') ? name.replace(IMPORT_HASH, '$1') : name
}
