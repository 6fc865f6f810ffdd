/** Names that `wasm-opt` gives to the features that a module uses; several of ours are one of its own. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  atomics: ['threads'],
  'bulk-memory': ['bulk-memory'],
  'bulk-memory-opt': ['bulk-memory-opt'],
  'custom-page-sizes': ['custom-page-sizes'],
  'exception-handling': ['exception-handling'],
  'exception-handling-legacy': ['exception-handling'],
  exnref: ['exception-handling', 'reference-types'],
  'extended-const': ['extended-const'],
  fp16: ['fp16'],
  gc: ['gc', 'reference-types'],
  memory64: ['memory64'],
  multimemory: ['multimemory'],
  multivalue: ['multivalue'],
  'mutable-globals': ['mutable-globals'],
  'nontrapping-fptoint': ['nontrapping-float-to-int'],
  'reference-types': ['reference-types'],
  'relaxed-simd': ['relaxed-simd', 'simd'],
  'shared-everything': ['shared-everything'],
  'sign-ext': ['sign-ext'],
  simd128: ['simd'],
  'stack-switching': ['stack-switching', 'reference-types'],
  strings: ['strings'],
  'tail-call': ['tail-call'],
  'typed-function-references': ['gc', 'reference-types'],
  'wide-arithmetic': ['wide-arithmetic'],
}

/**
 * Lists the features that `wasm-opt` may use for a module that uses these, sorted; names that it does not know add nothing.
 *
 * Never all of them: with `--all-features` 132 emits imports in a form that no engine loads.
 */
export function wasmOptFeatures(features: readonly string[]): string[] {
  const names = new Set(features.flatMap((feature) => NAMES[feature] ?? []))
  // It comes with bulk-memory, and versions before 119 know it by no name.
  if (names.has('bulk-memory')) names.delete('bulk-memory-opt')
  return [...names].sort()
}
