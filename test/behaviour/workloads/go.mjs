import { brotliDecompressSync } from 'node:zlib'
import { fixtureFile, readBytes } from '../glue.mjs'
import { loadGo, runGo } from '../go-program.mjs'

/** @type {import('../workload.ts').Workload} */
export default {
  name: 'go',
  large: true,
  what: 'trees, maps, goroutines, panics, numbers as text',
  load: async () => new Uint8Array(brotliDecompressSync(readBytes(fixtureFile('go1.26-program.wasm.br')))),
  async prepare() {
    const Go = loadGo(fixtureFile('source/go/wasm_exec.js'))
    return async (bytes) => {
      const module = await WebAssembly.compile(bytes)
      await WebAssembly.instantiate(module, new Go().importObject)
      return async () => ({
        small: await runGo(Go, module, ['5']),
        large: await runGo(Go, module, ['20000']),
      })
    }
  },
}
