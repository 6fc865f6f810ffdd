import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { createEncoders, encodersFor } from '../../src/compress/encoders.ts'
import type { Encoder } from '../../src/compress/encoder.ts'
import { readFixture } from '../support/fixtures.ts'

const ENCODERS = createEncoders()

const CONTENTS = [
  { what: 'nothing', bytes: new Uint8Array() },
  { what: 'one byte', bytes: Uint8Array.of(0) },
  { what: 'a small module', bytes: readFixture('clang19-O2.wasm') },
  { what: 'a module of 85 kB', bytes: readFixture('rust196-app_sizez.wasm') },
  { what: 'a view into a larger buffer', bytes: readFixture('clang19-O0_g.wasm').subarray(100, 3000) },
]

describe.each(ENCODERS.map((encoder) => ({ id: encoder.id, encoder })))('$id', ({ encoder }) => {
  const decodeElsewhere = encoder.format === 'br' ? brotliDecompressSync : gunzipSync

  it.each(CONTENTS)('encodes $what so that it and node:zlib decode it', async ({ bytes }) => {
    const encoded = await encoder.encode(bytes)
    expect(Buffer.compare(await encoder.decode(encoded), bytes)).toBe(0)
    expect(Buffer.compare(decodeElsewhere(encoded), bytes)).toBe(0)
  })

  it('makes the same bytes of the same bytes', async () => {
    const bytes = readFixture('clang19-O0_g.wasm')
    const first = await encoder.encode(bytes)
    expect(Buffer.compare(await encoder.encode(bytes.slice()), first)).toBe(0)
  })

  it('refuses to decode what it did not make', async () => {
    await expect(Promise.resolve().then(() => encoder.decode(Uint8Array.of(1, 2, 3)))).rejects.toBeDefined()
  })

  it('says which implementation and version it is', () => {
    expect(encoder.id).toMatch(/^[\w-]+@\d+\.\d+\.\d+/)
  })
})

describe('the portable gzip', () => {
  it('has no time in its header, whatever time it is', async () => {
    const [, portable] = encodersFor(ENCODERS, 'gz', 'native') as [Encoder, Encoder]
    const encoded = await portable.encode(readFixture('clang19-O2.wasm'))
    // RFC 1952: bytes 4 to 7 are the modification time.
    expect([...encoded.subarray(4, 8)]).toEqual([0, 0, 0, 0])
  })
})

describe('encodersFor', () => {
  const names = (format: 'br' | 'gz', kind: 'native' | 'portable', encoders = ENCODERS) =>
    encodersFor(encoders, format, kind).map(({ id }) => id.replace(/@.*/, ''))

  it.each([
    { format: 'br', kind: 'native', encoders: ['node-brotli'] },
    { format: 'br', kind: 'portable', encoders: ['brotli-wasm'] },
    { format: 'gz', kind: 'native', encoders: ['node-gzip', 'fflate'] },
    { format: 'gz', kind: 'portable', encoders: ['fflate'] },
  ] as const)('uses $encoders for $format, $kind', ({ format, kind, encoders }) => {
    expect(names(format, kind)).toEqual(encoders)
  })

  it('falls back to the portable brotli where node:zlib has none', () => {
    const without = ENCODERS.filter(({ id }) => !id.startsWith('node-brotli'))
    expect(names('br', 'native', without)).toEqual(['brotli-wasm'])
  })
})
