import { readFileSync } from 'node:fs'
import { fixtureFile, freshImport, installedFile, readBytes } from '../glue.mjs'

const CPP =
  '_ZN3foo3barEv _ZNSt6vectorIiSaIiEE9push_backEOi _ZN12_GLOBAL__N_11fIZNS_1gEvEUlT_E_EEvS2_ _ZTV3Foo _ZdlPvm _Z1fILi3EEvM1AFvvE ?f@@YAXXZ ??0A@@QEAA@XZ _Z _RNv plain'

/** @type {import('../workload.ts').Workload} */
export default {
  name: 'demangle',
  what: 'names of Rust, C++ and Microsoft functions',
  load: async () => readBytes(installedFile('gecko-profiler-demangle', 'index_bg.wasm')),
  async prepare() {
    const glue = await freshImport(installedFile('gecko-profiler-demangle', 'index_bg.js'))
    const rust = readFileSync(fixtureFile('names/rust-v0.tsv'), 'utf8')
    const names = [
      ...rust
        .trimEnd()
        .split('\n')
        .map((line) => line.split('\t')[0]),
      ...CPP.split(' '),
    ]
    return async (bytes) => {
      const { instance } = await WebAssembly.instantiate(bytes, { './index_bg.js': glue })
      glue['__wbg_set_wasm'](instance.exports)
      const start = /** @type {() => void} */ (instance.exports['__wbindgen_start'])
      start()
      return () => ({ names: names.map((name) => glue.demangle_any(name)).join('\n') })
    }
  },
}
