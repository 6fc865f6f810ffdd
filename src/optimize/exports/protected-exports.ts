import type { Export } from '../../wasm/definitions.ts'

/**
 * Says whether an export is kept though no list names it: memories, tables, and what runtimes call to start a module or to run
 * it, which their glue may do by names that it builds.
 *
 * ```
 * _start, _initialize                              WASI: https://github.com/WebAssembly/WASI/blob/main/legacy/application-abi.md
 * __wasm_call_ctors, __wasm_apply_data_relocs      https://github.com/WebAssembly/tool-conventions/blob/main/DynamicLinking.md
 * __wbindgen_start, _malloc, _realloc, _free, ...  wasm-bindgen: crates/cli-support
 * __externref_table_alloc, _dealloc, _drop_slice   wasm-bindgen's externref table
 * __indirect_function_table                        LLVM's only table, under whatever kind
 * ```
 */
export function isProtected({ name, kind }: Pick<Export, 'name' | 'kind'>): boolean {
  return kind === 'memory' || kind === 'table' || NAMES.has(name) || PREFIX.test(name)
}

const NAMES: ReadonlySet<string> = new Set([
  'memory',
  '_start',
  '_initialize',
  '__wasm_call_ctors',
  '__wasm_apply_data_relocs',
  '__indirect_function_table',
])

const PREFIX = /^__(?:wbindgen|externref)_/
