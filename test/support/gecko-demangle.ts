import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import type { demangle_any as DemangleAny } from 'gecko-profiler-demangle'

/** The part of its glue that is used here. */
interface Glue {
  __wbg_set_wasm(exports: WebAssembly.Exports): void
  readonly demangle_any: typeof DemangleAny
}

/**
 * Loads `gecko-profiler-demangle`, which is made for bundlers.
 *
 * It is the `rustc-demangle` crate, which it asks for the short form (`{:#}`): no crate disambiguators, no hashes, no type
 * suffixes on constants. Names that it does not know come back without an underscore in front.
 */
export async function loadGeckoDemangler(): Promise<(name: string) => string> {
  const resolve = createRequire(import.meta.url).resolve
  const url = pathToFileURL(resolve('gecko-profiler-demangle/index_bg.js')).href
  const glue = (await import(url)) as Glue
  const module = new WebAssembly.Module(readFileSync(resolve('gecko-profiler-demangle/index_bg.wasm')))
  const instance = new WebAssembly.Instance(module, {
    './index_bg.js': glue as unknown as WebAssembly.ModuleImports,
  })
  glue['__wbg_set_wasm'](instance.exports)
  const start = instance.exports['__wbindgen_start'] as () => void
  start()
  return (name) => glue.demangle_any(name)
}
