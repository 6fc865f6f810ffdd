import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readSiblings } from '../../src/plugins/existing-siblings.ts'
import { removeStaleSiblings } from '../../src/plugins/stale-siblings.ts'

let dir = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'wasm-budget-siblings-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const write = (files: Readonly<Record<string, string | Uint8Array>>) => {
  for (const [path, content] of Object.entries(files)) writeFileSync(join(dir, path), content)
}
const bytes = Buffer.from('shipped')
const source = Buffer.from('the source of it')

describe('readSiblings', () => {
  it.each([
    { what: 'what ships', content: brotliCompressSync(bytes), decodesTo: 'shipped' },
    { what: 'the source', content: brotliCompressSync(source), decodesTo: 'source' },
    { what: 'something as long', content: brotliCompressSync(Buffer.from('SHIPPED')), decodesTo: 'other' },
    { what: 'nothing', content: 'garbage', decodesTo: 'other' },
  ])('says of one that decodes to $what: $decodesTo', async ({ content, decodesTo }) => {
    write({ 'a.wasm.br': content })
    expect(await readSiblings(join(dir, 'a.wasm'), { bytes, source })).toEqual([
      { path: join(dir, 'a.wasm.br'), format: 'br', sizeBytes: content.length, decodesTo },
    ])
  })

  it('reads gzip too, and nothing where nothing is', async () => {
    write({ 'a.wasm.gz': gzipSync(bytes) })
    expect(await readSiblings(join(dir, 'a.wasm'), { bytes, source })).toMatchObject([
      { format: 'gz', decodesTo: 'shipped' },
    ])
    expect(await readSiblings(join(dir, 'b.wasm'), { bytes, source })).toEqual([])
  })
})

describe('removeStaleSiblings', () => {
  it('deletes those of the files given that decode to something else', async () => {
    write({
      'a.wasm': bytes,
      'a.wasm.br': brotliCompressSync(bytes),
      'a.wasm.gz': gzipSync(source),
      'b.wasm': bytes,
      'b.wasm.gz': gzipSync(source),
      'gone.wasm.gz': gzipSync(source),
    })
    await removeStaleSiblings(dir, ['a.wasm', 'gone.wasm', 'missing.wasm'])
    expect(readdirSync(dir).sort()).toEqual(['a.wasm', 'a.wasm.br', 'b.wasm', 'b.wasm.gz', 'gone.wasm.gz'])
  })
})
