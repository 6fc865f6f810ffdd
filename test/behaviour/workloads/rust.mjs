import { fixtureFile, readBytes } from '../glue.mjs'

/** @type {import('../workload.ts').Workload} */
export default {
  name: 'rust',
  what: 'hash maps and trees of trait objects, formatted',
  load: async () => readBytes(fixtureFile('rust196-app_sizez.wasm')),
  prepare: async () => async (bytes) => {
    const module = await WebAssembly.compile(bytes)
    const first = await WebAssembly.instantiate(module)
    // It leaks what it returns: each time it begins anew.
    let next = first
    return async () => {
      const { run, memory } = /** @type {any} */ (next.exports)
      const texts = [0, 1, 2, 20, 300].map((seed) => {
        const pointer = run(seed)
        const rest = Buffer.from(memory.buffer, pointer)
        return rest.toString('utf8', 0, rest.indexOf(0))
      })
      next = await WebAssembly.instantiate(module)
      return { run: texts.join('\n') }
    }
  },
}
