import { readBytes } from '../glue.mjs'
import { bytes as randomBytes } from '../inputs.mjs'
import { fetchedFile } from '../packages.mjs'

const INPUT = randomBytes(60_000, 7)

/** Known digests, of the algorithm's own test suite. */
const KNOWN = { '': ['2cc5d05', 'ef46db3751d8e999'], abc: ['32d153ff', '44bc2cf5ad770999'] }

/** @type {import('../workload.ts').Workload} */
export default {
  name: 'xxhash',
  what: 'known digests, whole and streamed',
  fetched: true,
  load: async () => readBytes(fetchedFile('xxhash-wasm/workerd/xxhash.wasm')),
  prepare: async () => async (bytes) => {
    const { instance } = await WebAssembly.instantiate(bytes)
    const { mem, ...exports } = /** @type {any} */ (instance.exports)
    // Below lies the state of what is streamed, which has to be zero at first.
    const at = 1024
    mem.grow(1)
    const memory = new Uint8Array(mem.buffer)
    const hash = (/** @type {Uint8Array} */ input, /** @type {number} */ seed) => {
      memory.set(input, at)
      const narrow = exports.xxh32(at, input.length, seed) >>> 0
      const wide = BigInt.asUintN(64, exports.xxh64(at, input.length, BigInt(seed)))
      return [narrow.toString(16), wide.toString(16)]
    }
    const streamed = (/** @type {Uint8Array} */ input) => {
      memory.fill(0, 0, at)
      exports.init32(0, 1)
      exports.init64(512, 1n)
      for (let from = 0; from < input.length; from += 777) {
        const part = input.subarray(from, from + 777)
        memory.set(part, at)
        exports.update32(0, at, part.length)
        exports.update64(512, at, part.length)
      }
      return [exports.digest32(0), exports.digest64(512)].join()
    }
    for (const [known, digests] of Object.entries(KNOWN)) {
      const found = hash(new TextEncoder().encode(known), 0).join()
      if (found !== digests.join()) throw new Error(`${found} is not the digest of "${known}"`)
    }
    return () => ({
      whole: [0, 1, 3, 4, 15, 16, 31, 32, 33, 100, 60_000]
        .map((length) => hash(INPUT.subarray(0, length), length).join())
        .join('\n'),
      streamed: streamed(INPUT),
    })
  },
}
