import { promisify } from 'node:util'
import zlib from 'node:zlib'
import { FAST_BROTLI_QUALITY, type Encoder } from './encoder.ts'

const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_LGWIN, BROTLI_PARAM_SIZE_HINT } = zlib.constants

/** Brotli 11 of node:zlib; undefined where this runtime has none (StackBlitz). */
export function createNodeBrotli(): Encoder | undefined {
  const version = process.versions['brotli']
  if (version === undefined || typeof zlib.brotliCompress !== 'function') return undefined
  const compress = promisify(zlib.brotliCompress)
  const decompress = promisify(zlib.brotliDecompress)
  const encode = (bytes: Uint8Array, quality: number) =>
    compress(bytes, {
      params: {
        [BROTLI_PARAM_QUALITY]: quality,
        [BROTLI_PARAM_SIZE_HINT]: bytes.length,
        [BROTLI_PARAM_LGWIN]: windowBits(bytes.length),
      },
    })
  return {
    id: `node-brotli@${version}`,
    format: 'br',
    portable: false,
    blocking: false,
    encode: (bytes) => encode(bytes, 11),
    encodeFast: (bytes) => encode(bytes, FAST_BROTLI_QUALITY),
    decode: (bytes) => decompress(bytes),
  }
}

/** Window that spans the file; 24 bits is the most that browsers decode. */
function windowBits(sizeBytes: number): number {
  return Math.min(24, Math.max(16, Math.ceil(Math.log2(Math.max(1, sizeBytes)))))
}
