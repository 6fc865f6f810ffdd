import { findPackage } from '../package-version.ts'
import type { Encoder } from './encoder.ts'

/** Gzip 9 of the package fflate: the same on every version of Node. */
export function createPortableGzip(): Encoder {
  return {
    id: `fflate@${findPackage('fflate', import.meta.url)?.version ?? 'unknown'}`,
    format: 'gz',
    portable: true,
    blocking: true,
    async encode(bytes) {
      const { gzipSync } = await import('fflate')
      // A time in the header would make every build's file another one.
      return gzipSync(bytes, { level: 9, mem: 12, mtime: 0 })
    },
    async decode(bytes) {
      const { gunzipSync } = await import('fflate')
      return gunzipSync(bytes)
    },
  }
}
