import { fixtureFile, readBytes } from '../glue.mjs'

/** @type {import('../workload.ts').Workload} */
export default {
  name: 'moonbit',
  what: 'trees, closures and trait objects; a sieve',
  load: async () => readBytes(fixtureFile('moonc0.1.202605-moonbit-wasm-debug.wasm')),
  prepare: async () => async (bytes) => {
    const { instance } = await WebAssembly.instantiate(bytes)
    const { run, sieve, _start } = /** @type {any} */ (instance.exports)
    _start()
    const counts = [...Array.from({ length: 60 }, (_, count) => count), 1000, 5000]
    return () => ({ run: counts.map(run).join(), sieve: [...counts, 100_000].map(sieve).join() })
  },
}
