import { describe, expect, it } from 'vitest'
import { compress, type RunEncoder } from '../../src/compress/compress.ts'
import type { Encoder } from '../../src/compress/encoder.ts'

const BYTES = Uint8Array.of(1, 2, 3)

/** An encoder that answers with `sizeBytes` bytes, and decodes them as it is told. */
const fake = (
  id: string,
  sizeBytes: number,
  decode: () => Promise<Uint8Array> = async () => BYTES,
): Encoder => ({
  id,
  format: 'br',
  portable: true,
  blocking: false,
  encode: async () => new Uint8Array(sizeBytes).fill(id.charCodeAt(0)),
  encodeFast: async () => new Uint8Array(sizeBytes),
  decode,
})

const run: RunEncoder = (encoder, direction, bytes) => encoder[direction](bytes)

describe('compress', () => {
  it.each([
    { sizes: [5, 3, 4], winner: 'b' },
    { sizes: [3, 5, 4], winner: 'a' },
    { sizes: [4, 4, 4], winner: 'a' },
    { sizes: [5, 4, 4], winner: 'b' },
    { sizes: [9], winner: 'a' },
  ])('keeps the smallest of $sizes, the first of equals: $winner', async ({ sizes, winner }) => {
    const encoders = sizes.map((size, at) => fake('abc'.charAt(at), size))
    const { encoder, bytes, format } = await compress(BYTES, encoders, run, 'a.wasm')
    expect({ encoder, format, sizeBytes: bytes.length }).toEqual({
      encoder: winner,
      format: 'br',
      sizeBytes: Math.min(...sizes),
    })
    expect(bytes[0]).toBe(winner.charCodeAt(0))
  })

  it.each([
    { how: 'decodes to other bytes', decode: async () => Uint8Array.of(1, 2, 4) },
    { how: 'decodes to fewer bytes', decode: async () => Uint8Array.of(1, 2) },
    { how: 'decodes to more bytes', decode: async () => Uint8Array.of(1, 2, 3, 0) },
    { how: 'cannot be decoded', decode: () => Promise.reject(new Error('corrupt')) },
  ])('throws where the winner $how, and names it', async ({ decode }) => {
    const encoders = [fake('honest', 9), fake('liar', 2, decode)]
    await expect(compress(BYTES, encoders, run, 'a.wasm')).rejects.toMatchObject({
      code: 'sibling-mismatch',
      args: { asset: 'a.wasm', format: 'br', encoder: 'liar' },
    })
  })

  it('does not care what a loser would decode to', async () => {
    const encoders = [fake('liar', 9, async () => Uint8Array.of(0)), fake('honest', 2)]
    expect(await compress(BYTES, encoders, run, 'a.wasm')).toMatchObject({ encoder: 'honest' })
  })

  it('fails as the encoder fails', async () => {
    const broken: Encoder = { ...fake('a', 1), encode: () => Promise.reject(new Error('out of memory')) }
    await expect(compress(BYTES, [broken], run, 'a.wasm')).rejects.toThrow('out of memory')
  })
})
