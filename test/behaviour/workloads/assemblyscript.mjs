import { fixtureFile, readBytes } from '../glue.mjs'

/** @type {import('../workload.ts').Workload} */
export default {
  name: 'assemblyscript',
  what: 'words counted in maps, bodies under gravity, a sorted hash',
  load: async () => readBytes(fixtureFile('assemblyscript0.28.20-program.wasm')),
  prepare: async () => async (bytes) => {
    const abort = () => {
      throw new Error('aborted')
    }
    const { instance } = await WebAssembly.instantiate(bytes, { env: { abort } })
    const { memory, words, bodies, hash } = /** @type {any} */ (instance.exports)
    const textAt = (/** @type {number} */ pointer) => {
      const length = new DataView(memory.buffer).getUint32(pointer - 4, true)
      return Buffer.from(memory.buffer, pointer, length).toString('utf16le')
    }
    return () => ({
      words: [1, 2, 3].map((seed) => textAt(words(seed, 3000))).join('\n'),
      bodies: textAt(bodies(20_000)),
      hash: [0, 1, 1000, 50_000].map((length) => hash(length).toString(16)).join(),
    })
  },
}
