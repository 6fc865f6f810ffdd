import type { Encoder, Format } from './encoder.ts'
import { createNodeBrotli } from './node-brotli.ts'
import { createNodeGzip } from './node-gzip.ts'
import { createPortableBrotli } from './portable-brotli.ts'
import { createPortableGzip } from './portable-gzip.ts'

/** Every encoder that works in this runtime, preferred ones first. */
export function createEncoders(): readonly Encoder[] {
  return [createNodeBrotli(), createPortableBrotli(), createNodeGzip(), createPortableGzip()].filter(
    (encoder) => encoder !== undefined,
  )
}

/**
 * Picks the encoders for a format: those whose smallest result is used.
 *
 * `portable` is the portable one alone; `native` is node:zlib, and fflate beside it for gzip, where either may win.
 */
export function encodersFor(
  encoders: readonly Encoder[],
  format: Format,
  kind: 'native' | 'portable',
): readonly Encoder[] {
  const able = encoders.filter((encoder) => encoder.format === format)
  const portable = able.filter((encoder) => encoder.portable)
  if (kind === 'portable') return portable
  const native = able.filter((encoder) => !encoder.portable)
  if (native.length === 0) return portable
  return format === 'gz' ? able : native
}
