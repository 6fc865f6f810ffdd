import { freshImport, installedFile, readBytes } from '../glue.mjs'
import { bytes as randomBytes, text } from '../inputs.mjs'

/** @type {import('../workload.ts').Workload} */
export default {
  name: 'brotli',
  large: true,
  what: 'compressed at five levels and as a stream, and back',
  load: async () => readBytes(installedFile('brotli-wasm', 'pkg.web/brotli_wasm_bg.wasm')),
  async prepare() {
    const glue = await freshImport(installedFile('brotli-wasm', 'pkg.web/brotli_wasm.js'))
    const inputs = [new TextEncoder().encode(text(60_000, 3)), randomBytes(20_000, 4), new Uint8Array()]
    return async (bytes) => {
      await glue.default(bytes)
      return () => {
        /** @type {Record<string, string | Uint8Array>} */
        const parts = {}
        for (const quality of [0, 2, 5, 9, 11]) {
          const compressed = inputs.map((input) => glue.compress(input, { quality }))
          parts[`level ${quality}`] = Buffer.concat(compressed)
          parts[`level ${quality} and back`] = Buffer.concat(compressed.map((part) => glue.decompress(part)))
        }
        parts['streamed'] = stream(glue, /** @type {Uint8Array} */ (inputs[0]))
        try {
          glue.decompress(randomBytes(500, 9))
          parts['nonsense'] = 'accepted'
        } catch (error) {
          parts['nonsense'] = String(error)
        }
        return parts
      }
    }
  },
}

/** @param {any} glue @param {Uint8Array} input @returns {Uint8Array} */
function stream({ CompressStream }, input) {
  const compressor = new CompressStream(6)
  const chunks = []
  for (let at = 0; ;) {
    const last = at >= input.length
    const result = compressor.compress(last ? undefined : input.subarray(at, at + 5000), 3000)
    at += result.input_offset
    chunks.push(result.buf)
    const { code } = result
    result.free()
    if (last && code === 1) break
  }
  compressor.free()
  return Buffer.concat(chunks)
}
