import { createRequire } from 'node:module'
import { findPackage } from '../package-version.ts'
import { FAST_BROTLI_QUALITY, type Encoder } from './encoder.ts'

interface BrotliWasm {
  compress(bytes: Uint8Array, options: { quality: number }): Uint8Array
  decompress(bytes: Uint8Array): Uint8Array
}

/** Brotli 11 of the package brotli-wasm: slower than node:zlib, and the same everywhere. */
export function createPortableBrotli(): Encoder {
  return {
    id: `brotli-wasm@${findPackage('brotli-wasm', import.meta.url)?.version ?? 'unknown'}`,
    format: 'br',
    portable: true,
    blocking: true,
    encode: async (bytes) => load().compress(bytes, { quality: 11 }),
    encodeFast: async (bytes) => load().compress(bytes, { quality: FAST_BROTLI_QUALITY }),
    decode: async (bytes) => load().decompress(bytes),
  }
}

// Its ES module fetches a file: URL, which Node refuses; the CommonJS one reads the file.
function load(): BrotliWasm {
  return createRequire(import.meta.url)('brotli-wasm') as BrotliWasm
}
