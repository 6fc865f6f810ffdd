import { brotliCompressSync, brotliDecompressSync, gzipSync } from 'node:zlib'

import { afterAll, describe, expect, it } from 'vitest'

import {
  build,
  BUNDLERS,
  bytesOf,
  danglingNames,
  fileOf,
  makeApp,
  removeApps,
  VITES,
  wrongSiblings,
} from '../support/app.ts'
import { oneModule, plainApp } from '../support/apps.ts'
import { leaksOf, moduleOf } from '../support/wasm-fixtures.ts'

afterAll(removeApps)

interface Emitter {
  emitFile(file: { type: 'asset'; fileName: string; source: Uint8Array }): string
}

/** A plugin that emits a file under a name of its own, as @rollup/plugin-wasm does. */
const emitting = (fileName: string, source: Uint8Array) => ({
  name: 'emitting',
  buildStart(this: Emitter) {
    this.emitFile({ type: 'asset', fileName, source })
  },
})

const HASHED = [
  'assets/f866464e84410ab3.wasm',
  'assets/thing-DMO9rnj6.wasm',
  'assets/thing.d41d8cd98f00.wasm',
]
const UNHASHED = ['assets/engine.wasm', 'fixed/path/physics-engine.wasm', 'v2/codec_mt.wasm']

describe.each(BUNDLERS)('a module that another plugin named, in %s', (bundler) => {
  const all = bundler === 'vite'

  it.each(all ? HASHED : HASHED.slice(0, 1))(
    '%s, keeps its bytes, which its hash may stand for, and that is told',
    async (fileName) => {
      const source = moduleOf(81)
      const built = await build(makeApp(plainApp()), {}, { bundler, plugins: [emitting(fileName, source)] })
      expect(built.error).toBeUndefined()
      expect(built.files.get(fileName)?.equals(source)).toBe(true)
      const told = built.reports[0]?.modules.find((module) => module.fileName === fileName)
      expect([told?.untouched, told?.chosen]).toEqual(['name-not-ours', 'keep'])
      expect(built.log.filter((line) => line.includes('another plugin named it'))).toEqual([
        expect.stringContaining(fileName.slice('assets/'.length)),
      ])
      expect(wrongSiblings(built)).toEqual([])
      expect(built.files.has(`${fileName}.br`)).toBe(true)
      expect(leaksOf(bytesOf(built, 'url.wasm'))).toEqual([])
    },
  )

  it.each(all ? UNHASHED : UNHASHED.slice(0, 1))(
    '%s, without a hash, is optimised under that name',
    async (fileName) => {
      const plugins = [emitting(fileName, moduleOf(82))]
      const built = await build(makeApp(plainApp()), {}, { bundler, plugins })
      expect(built.error).toBeUndefined()
      expect(leaksOf(built.files.get(fileName) as Buffer)).toEqual([])
      expect(built.log.filter((line) => line.includes('another plugin named it'))).toEqual([])
      expect(wrongSiblings(built)).toEqual([])
    },
  )
})

interface Bundle {
  [file: string]: { type: string; source?: string | Uint8Array }
}

/** A plugin that compresses all assets, as vite-plugin-compression2 does. */
const compressing = (hook: object) => ({
  name: 'compressing',
  generateBundle: {
    ...hook,
    handler(this: Emitter, _options: unknown, bundle: Bundle) {
      for (const [file, { type, source }] of Object.entries(bundle)) {
        if (type !== 'asset' || !/\.(?:wasm|bin)$/.test(file)) continue
        const bytes = Buffer.from(source as Uint8Array)
        this.emitFile({ type: 'asset', fileName: `${file}.br`, source: brotliCompressSync(bytes) })
        this.emitFile({ type: 'asset', fileName: `${file}.gz`, source: gzipSync(bytes) })
      }
    },
  },
})

describe.each(BUNDLERS)('siblings that another plugin made, in %s', (bundler) => {
  it.each([
    ['before ours', {}, 'before'],
    ['before ours, with order pre: of bytes that do not ship', { order: 'pre' }, 'before'],
    ['after ours', {}, 'after'],
  ] as const)('%s, are taken over and decode to what ships', async (_, hook, place) => {
    const app = makeApp(plainApp())
    const plain = await build(app, {}, { bundler })
    const other = compressing(hook)
    const settings = place === 'after' ? { plugins: [other] } : { plugins: [], before: [other] }
    const built = await build(app, {}, { bundler, ...settings })
    expect(built.error).toBeUndefined()
    expect(wrongSiblings(built)).toEqual([])
    expect([...built.files]).toEqual([...plain.files])
    const { siblings } = built.reports[0]?.modules[0] ?? {}
    for (const { fileName, sizeBytes } of siblings ?? [])
      expect(built.files.get(fileName)?.length).toBe(sizeBytes)
    expect(siblings).toHaveLength(2)
  })
})

describe.each(VITES)('a plugin that changes modules, in %s', (bundler) => {
  it('after ours, is believed: report and siblings are of what ships', async () => {
    const extra = moduleOf(83)
    const changing = {
      name: 'changing',
      generateBundle(_options: unknown, bundle: Bundle) {
        const file = Object.values(bundle).find(({ source }) => source?.[0] === 0)
        if (file !== undefined) file.source = extra
      },
    }
    const built = await build(makeApp(oneModule()), {}, { bundler, plugins: [changing] })
    expect(built.error).toBeUndefined()
    const shipped = bytesOf(built, 'url.wasm')
    expect(shipped.equals(extra)).toBe(true)
    expect(wrongSiblings(built)).toEqual([])
    expect(brotliDecompressSync(bytesOf(built, 'url.wasm.br')).equals(extra)).toBe(true)
    expect(built.reports[0]?.modules[0]?.after.rawBytes).toBe(extra.length)
    expect(danglingNames(built)).toEqual([])
    expect(fileOf(built, 'url.wasm')).toMatch(/^assets\/url-/)
  })
})
