import { describe, expect, it } from 'vitest'
import { looksHashed, mayRewrite, Origins } from '../../src/plugins/origins.ts'

describe('looksHashed', () => {
  it.each([
    'engine-B7cQ1xZe.wasm',
    'assets/engine-B7cQ1xZe.wasm',
    'assets/sql-wasm-C0dE5aB1.wasm',
    'engine-B7-Q1xZe.wasm',
    'engine-B7_Q1xZe.wasm',
    'engine-_7cQ1xZ-.wasm',
    'engine-1b2c3d4e.wasm',
    'engine-DMOrnjQx.wasm',
    'engine.1b2c3d4e.wasm',
    'engine-B7cQ1xZe.opt.wasm',
    '5f2a9c0d1e3b4a5c.wasm',
    'B7cQ1xZe.wasm',
    'engine-00000000000000000000000a.wasm',
  ])('%s does', (name) => {
    expect(looksHashed(name)).toBe(true)
  })

  it.each([
    'engine.wasm',
    'assets/engine.wasm',
    'a1b2c3d4/engine.wasm',
    'sql-wasm.wasm',
    'sqlite3.wasm',
    'sqlite3-engine.wasm',
    'draco_decoder_gltf2.wasm',
    'index_bg.wasm',
    'tree-sitter-javascript.wasm',
    'tfjs-backend-wasm-threaded-simd.wasm',
    'engine-v2.wasm',
    'engine-1.23.456.wasm',
    'engine-12345678.wasm',
    'B7cQ1xZ.wasm',
    'engine-abcdefgh.wasm',
  ])('%s does not', (name) => {
    expect(looksHashed(name)).toBe(false)
  })
})

describe('Origins', () => {
  it('knows a content again, whatever buffer it lies in', () => {
    const origins = new Origins()
    origins.of(Uint8Array.of(1, 2)).names.add('a')
    expect(origins.of(Uint8Array.of(0, 1, 2).subarray(1)).names).toEqual(new Set(['a']))
    expect(origins.of(Uint8Array.of(1, 3)).names).toEqual(new Set())
  })
})

describe('mayRewrite', () => {
  const originWith = (change: (origin: ReturnType<Origins['of']>) => void = () => undefined) => {
    const origin = new Origins().of(Uint8Array.of(1))
    change(origin)
    return origin
  }

  it.each([
    { why: 'the hash in the name is ours', change: { hashes: ['B7cQ1xZe'] }, may: true },
    {
      why: 'the hash in the name is one of several of ours',
      change: { hashes: ['other123', 'B7cQ1xZe'] },
      may: true,
    },
    { why: 'the hash in the name is not ours', change: { hashes: ['other123'] }, may: false },
    { why: 'nobody asked us for a name', change: {}, may: false },
    { why: 'we gave a name without a hash', change: { unhashed: true }, may: true },
  ])('says $may where $why', ({ change: { hashes = [], unhashed = false }, may }) => {
    const origin = originWith((known) => {
      for (const hash of hashes) known.hashes.add(hash)
      known.unhashed = unhashed
    })
    expect(mayRewrite('assets/engine-B7cQ1xZe.wasm', origin)).toBe(may)
  })

  it('may rewrite what has no hash in its name, whoever named it', () => {
    expect(mayRewrite('engine.wasm', originWith())).toBe(true)
  })
})
