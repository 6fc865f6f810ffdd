import { findPackage } from '../package-version.ts'
import type { Encoder } from './encoder.ts'

/** Gzip 9 of the package fflate: the same on every version of Node. */
export function createPortableGzip(): Encoder {
  return {
    id: `fflate@${findPackage('fflate', import.meta.url)?.version ?? 'unknown'}`,
    format: 'gz',
    portable: true,
    blocking: true,
    encode: (bytes) => encode(bytes, 9),
    encodeFast: (bytes) => encode(bytes, 6),
    async decode(bytes) {
      const { gunzipSync } = await import('fflate')
      return gunzipSync(bytes)
    },
  }
}

async function encode(bytes: Uint8Array, level: 6 | 9): Promise<Uint8Array> {
  const { gzipSync } = await import('fflate')
  // A time in the header would make every build's file another one.
  return gzipSync(bytes, { level, mem: 12, mtime: 0 })
}
