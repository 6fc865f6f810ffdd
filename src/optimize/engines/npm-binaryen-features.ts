/** Binaryen's flags for the features that a module uses; several of ours are one of its own. */
const FLAGS: Readonly<Record<string, readonly string[]>> = {
  atomics: ['Atomics'],
  'bulk-memory': ['BulkMemory', 'BulkMemoryOpt'],
  'bulk-memory-opt': ['BulkMemoryOpt'],
  'call-indirect-overlong': ['CallIndirectOverlong'],
  'custom-page-sizes': ['CustomPageSizes'],
  'exception-handling': ['ExceptionHandling'],
  'exception-handling-legacy': ['ExceptionHandling'],
  exnref: ['ExceptionHandling', 'ReferenceTypes'],
  'extended-const': ['ExtendedConst'],
  fp16: ['FP16'],
  gc: ['GC', 'ReferenceTypes'],
  memory64: ['Memory64'],
  multimemory: ['MultiMemory'],
  multivalue: ['Multivalue'],
  'mutable-globals': ['MutableGlobals'],
  'nontrapping-fptoint': ['NontrappingFPToInt'],
  'reference-types': ['ReferenceTypes'],
  'relaxed-simd': ['RelaxedSIMD', 'SIMD128'],
  'shared-everything': ['SharedEverything'],
  'sign-ext': ['SignExt'],
  simd128: ['SIMD128'],
  'stack-switching': ['StackSwitching', 'ReferenceTypes'],
  strings: ['Strings'],
  'tail-call': ['TailCall'],
  'typed-function-references': ['GC', 'ReferenceTypes'],
  'wide-arithmetic': ['WideArithmetic'],
}

/**
 * Combines flags for a set of features; names that binaryen does not know add nothing.
 *
 * Never `Features.All`: with it 132 emits imports in a form that no engine loads.
 */
export function binaryenFeatures(
  flags: Readonly<Record<string, number>>,
  features: readonly string[],
): number {
  let combined = 0
  for (const feature of features) for (const flag of FLAGS[feature] ?? []) combined |= flags[flag] ?? 0
  return combined
}
