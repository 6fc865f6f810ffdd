import { describe, expect, it } from 'vitest'

import { isSplitManifest, readSplitManifest } from '../../src/directory/wasm-split.ts'

const FILE = 'pkg/__wasm_split_manifest.json'

describe('readSplitManifest', () => {
  it('lists split points by what survives a rebuild, with the modules that are there', () => {
    const manifest = {
      __view_11297937980806794815: ['chunk_1', 'gone'],
      total_6521511654285041061: ['chunk_1'],
    }
    expect(readSplitManifest(FILE, JSON.stringify(manifest), ['pkg/chunk_1.wasm'])).toEqual([
      { name: 'view', fileName: 'pkg/wasm-split#view', modules: ['pkg/chunk_1.wasm'] },
      { name: 'total', fileName: 'pkg/wasm-split#total', modules: ['pkg/chunk_1.wasm'] },
    ])
  })

  it('keeps the hash where two points would be called the same', () => {
    const manifest = { view_11297937980806794815: [], view_65215116542850410611: [] }
    expect(readSplitManifest(FILE, JSON.stringify(manifest), []).map(({ name }) => name)).toEqual(
      Object.keys(manifest),
    )
  })

  it.each(['no JSON', '[]', '1', 'null', '{ "a": 1 }'])('finds no point in %j', (text) => {
    expect(readSplitManifest(FILE, text, [])).toEqual([])
  })

  it('knows the manifest by its name', () => {
    expect([FILE, '__wasm_split_manifest.json', 'manifest.json'].map(isSplitManifest)).toEqual([
      true,
      true,
      false,
    ])
  })
})
