import { createHash } from 'node:crypto'

import manifestSri from 'vite-plugin-manifest-sri'
import sriGen from 'vite-plugin-sri-gen'
import { afterAll, describe, expect, it } from 'vitest'

import { build, makeApp, removeApps, VITES } from '../../support/app.ts'
import { big, tiny } from '../modules.ts'
import { page, shell } from '../shell.ts'

afterAll(removeApps)

const quick = { effort: 'fast', optimize: { engine: 'none' } } as const

const files = {
  ...shell,
  'index.html': page('<link rel="preload" as="fetch" crossorigin href="/src/engine.wasm">'),
  'src/main.js': `import './style.css'
import url from './engine.wasm?url'
import inlined from './tiny.wasm?url'
console.log(url, inlined)`,
  'src/style.css': 'body { color: red }',
  'src/engine.wasm': big(1),
  'src/tiny.wasm': tiny(1),
}

const matches = (integrity: string, bytes: Buffer): boolean =>
  integrity.split(' ').some((value) => {
    const [algorithm = '', digest] = value.split(/-(.*)/)
    return createHash(algorithm).update(bytes).digest('base64') === digest
  })

const places = (plugin: () => object) => ({ before: { before: [plugin()] }, behind: { plugins: [plugin()] } })

describe.each(VITES)('integrity of what ships, in %s', (bundler) => {
  it.each(['before', 'behind'] as const)('is what vite-plugin-manifest-sri %s ours writes', async (place) => {
    const settings = {
      bundler,
      config: { build: { manifest: true } },
      ...places(() => manifestSri() as object)[place],
    }
    const built = await build(makeApp(files), quick, settings)
    expect(built.error).toBeUndefined()
    const manifest = JSON.parse(String(built.files.get('.vite/manifest.json'))) as Record<
      string,
      { file: string; integrity?: string }
    >
    const signed = Object.values(manifest).filter(({ integrity }) => integrity !== undefined)
    expect(signed.map(({ file }) => /\.\w+$/.exec(file)?.[0])).toEqual(
      expect.arrayContaining(['.js', '.wasm']),
    )
    for (const { file, integrity } of signed) {
      expect(matches(integrity as string, built.files.get(file) as Buffer), file).toBe(true)
    }
  })

  it.each(['before', 'behind'] as const)('is what vite-plugin-sri-gen %s ours writes', async (place) => {
    const settings = { bundler, ...places(() => sriGen({ algorithm: 'sha384' }) as object)[place] }
    const built = await build(makeApp(files), quick, settings)
    expect(built.error).toBeUndefined()
    const tags =
      String(built.files.get('index.html')).match(/<(?:script|link)\b[^>]*\bintegrity="[^>]*>/g) ?? []
    expect(tags.join()).toContain('.js')
    for (const tag of tags) {
      const [, file = ''] = /(?:src|href)="\/([^"]+)"/.exec(tag) ?? []
      const [, integrity = ''] = /integrity="([^"]+)"/.exec(tag) ?? []
      expect(matches(integrity, built.files.get(file) as Buffer), tag).toBe(true)
    }
  })
})
