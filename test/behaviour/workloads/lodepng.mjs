import { readBytes } from '../glue.mjs'
import { bytes as randomBytes } from '../inputs.mjs'
import { fetchedFile } from '../packages.mjs'

const [WIDTH, HEIGHT] = [180, 120]

/** @type {import('../workload.ts').Workload} */
export default {
  name: 'lodepng',
  what: 'pictures encoded and decoded',
  fetched: true,
  load: async () => readBytes(fetchedFile('@cwasm/lodepng/lodepng.wasm')),
  prepare: async () => async (bytes) => {
    const { instance } = await WebAssembly.instantiate(bytes)
    const { memory, malloc, free, lodepng_encode32, lodepng_decode32 } = /** @type {any} */ (instance.exports)
    const numbers = (/** @type {number} */ at, /** @type {number} */ count) =>
      new Uint32Array(memory.buffer, at, count)
    const result = (/** @type {number} */ pointer, /** @type {number} */ length) => {
      const copy = new Uint8Array(memory.buffer, pointer, length).slice()
      free(pointer)
      return copy
    }
    const put = (/** @type {Uint8Array} */ data) => {
      const pointer = malloc(data.length)
      new Uint8Array(memory.buffer).set(data, pointer)
      return pointer
    }
    const encode = (/** @type {Uint8Array} */ pixels) => {
      const [input, out] = [put(pixels), malloc(8)]
      const problem = lodepng_encode32(out, out + 4, input, WIDTH, HEIGHT)
      if (problem !== 0) throw new Error(`lodepng says ${problem}`)
      const [pointer = 0, length = 0] = numbers(out, 2)
      free(input)
      free(out)
      return result(pointer, length)
    }
    const decode = (/** @type {Uint8Array} */ png) => {
      const [input, out] = [put(png), malloc(12)]
      const problem = lodepng_decode32(out, out + 4, out + 8, input, png.length)
      const [pointer = 0, width = 0, height = 0] = numbers(out, 3)
      free(input)
      free(out)
      return problem === 0 ? result(pointer, width * height * 4) : `lodepng says ${problem}`
    }
    return () => {
      const noisy = encode(NOISY)
      const flat = encode(FLAT)
      return {
        noisy,
        flat,
        'noisy again': decode(noisy),
        'flat again': decode(flat),
        cut: decode(noisy.subarray(0, 900)),
      }
    }
  },
}

const NOISY = randomBytes(WIDTH * HEIGHT * 4, 11)
const FLAT = Uint8Array.from(
  { length: WIDTH * HEIGHT * 4 },
  (_, at) => (at % 4 === 3 ? 255 : (at >> 9) % 7) * 30,
)
