import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

import { afterAll, describe, expect, it } from 'vitest'

import { build, BUNDLERS, makeApp, removeApps, VITES } from '../support/app.ts'
import { oneModule } from '../support/apps.ts'
import { big } from './modules.ts'
import { shell } from './shell.ts'

afterAll(removeApps)

const quick = { effort: 'fast', optimize: { engine: 'none' } } as const

const files = {
  ...shell,
  'src/main.js': `console.log(fetch('/engine.wasm'))`,
  'public/engine.wasm': big(1),
}

const scripts = (built: { files: ReadonlyMap<string, Buffer> }) =>
  [...built.files.keys()].filter((file) => file.endsWith('.js'))
const siblings = (built: { files: ReadonlyMap<string, Buffer> }) =>
  [...built.files.keys()].filter((file) => /\.(?:br|gz)$/.test(file))

describe.each(VITES)('a module in public/, in %s', (bundler) => {
  it('breaks budgets before a script is written', async () => {
    const budgets = [{ scope: 'asset', match: 'engine.wasm', limit: '1 kB', metric: 'raw' }] as const
    const built = await build(makeApp(files), { ...quick, budgets: [...budgets] }, { bundler })
    expect(String(built.error)).toContain('1 budget exceeded')
    expect(String(built.error)).toContain('engine.wasm')
    expect(scripts(built)).toEqual([])
  })

  it('counts for the total', async () => {
    const budgets = [{ scope: 'total', limit: '1 kB', metric: 'raw' }] as const
    const built = await build(makeApp(files), { ...quick, budgets: [...budgets] }, { bundler })
    expect(String(built.error)).toContain('1 budget exceeded')
  })

  it('that is excluded is told of and left as it is', async () => {
    const excluded = await build(makeApp(files), { ...quick, exclude: 'engine.wasm' }, { bundler })
    expect(excluded.error).toBeUndefined()
    expect(excluded.files.get('engine.wasm')?.equals(big(1))).toBe(true)
    expect(excluded.reports.flatMap(({ modules }) => modules.map(({ fileName }) => fileName))).toEqual([
      'engine.wasm',
    ])
  })

  it('keeps siblings that come with it and decode to it, which are told as they are', async () => {
    const br = brotliCompressSync(big(1), { params: { [constants.BROTLI_PARAM_QUALITY]: 3 } })
    const gz = gzipSync(big(1), { level: 1 })
    const app = makeApp({ ...files, 'public/engine.wasm.br': br, 'public/engine.wasm.gz': gz })
    const built = await build(app, quick, { bundler })
    expect(built.error).toBeUndefined()
    expect(built.files.get('engine.wasm.br')?.equals(br)).toBe(true)
    expect(built.files.get('engine.wasm.gz')?.equals(gz)).toBe(true)
    const told = built.reports[0]?.modules.find(({ fileName }) => fileName === 'engine.wasm')
    expect(told?.siblings.map(({ sizeBytes }) => sizeBytes)).toEqual([br.length, gz.length])
  })

  it('is none where there is no public directory', async () => {
    const built = await build(makeApp(files), quick, { bundler, config: { publicDir: false } })
    expect(built.error).toBeUndefined()
    expect(built.reports.flatMap(({ modules }) => modules)).toEqual([])
    expect(siblings(built)).toEqual([])
  })

  it('is read where `publicDir` says', async () => {
    const moved = { ...shell, 'src/main.js': '', 'static/engine.wasm': big(1) }
    const built = await build(makeApp(moved), quick, { bundler, config: { publicDir: 'static' } })
    expect(built.error).toBeUndefined()
    expect(siblings(built)).toEqual(['engine.wasm.br', 'engine.wasm.gz'])
  })

  it('is not what ships where it is not copied', async () => {
    const built = await build(makeApp(files), quick, { bundler, config: { build: { copyPublicDir: false } } })
    expect(built.error).toBeUndefined()
    expect(built.reports.flatMap(({ modules }) => modules)).toEqual([])
    expect(siblings(built)).toEqual([])
  })
})

describe.each(BUNDLERS)('after a build that failed, in %s', (bundler) => {
  it.each(['renderChunk', 'generateBundle', 'writeBundle'])(
    'in %s, nothing is written beside what lies in the output',
    async (hook) => {
      const failing = {
        name: 'failing',
        [hook]: () => {
          const copies = join(app.root, 'dist/copied')
          mkdirSync(copies, { recursive: true })
          writeFileSync(join(copies, 'engine.wasm'), big(2))
          throw new Error('of another plugin')
        },
      }
      const app = makeApp(oneModule(big(1)))
      const built = await build(app, { ...quick, report: false }, { bundler, plugins: [failing] })
      expect(String(built.error)).toContain('of another plugin')
      expect(built.files.has('copied/engine.wasm')).toBe(true)
      expect(siblings(built).filter((file) => file.startsWith('copied/'))).toEqual([])
    },
  )
})
