import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'

import type { WasmBudgetOptions } from 'vite-plugin-wasm-budget'
import { afterAll, describe, expect, it } from 'vitest'

import {
  type App,
  build,
  type Built,
  BUNDLERS,
  bytesOf,
  danglingNames,
  fileOf,
  makeApp,
  modulesOf,
  readTree,
  removeApps,
  untruthfulNames,
  VITES,
  wrongSiblings,
} from '../support/app.ts'
import { everyWay, oneModule, plainApp } from '../support/apps.ts'
import { leaksOf, moduleOf } from '../support/wasm-fixtures.ts'

afterAll(removeApps)

const optionsThatChangeBytes: WasmBudgetOptions[] = [
  {},
  { optimize: { strip: false } },
  { optimize: { strip: 'always' } },
  { optimize: { keepSections: ['name'] } },
  { optimize: false },
  { metric: 'gzip' },
  { effort: 'fast' },
]

const filesOf = ({ files }: Built): [string, string][] =>
  [...files].map(([file, bytes]) => [file, bytes.toString('base64')])

describe.each(VITES)('names given in %s', (bundler) => {
  it('change with what is done to modules, and so do those of the scripts, styles and pages that mention them', async () => {
    const app = makeApp(everyWay())
    const builds: Built[] = []
    const chosen = bundler === 'vite' ? optionsThatChangeBytes : optionsThatChangeBytes.slice(0, 2)
    for (const options of chosen) builds.push(await build(app, options, { bundler }))
    const mentioning = ['index.js', 'index.css', 'lazy.js', 'worker.js']
    for (const built of builds) {
      expect(built.error).toBeUndefined()
      expect(danglingNames(built)).toEqual([])
      expect(wrongSiblings(built)).toEqual([])
      expect(modulesOf(built).size).toBe(9)
    }
    for (const name of [
      'url.wasm',
      'worker-only.wasm',
      'style.wasm',
      'page.wasm',
      'renamed.bin',
      ...mentioning,
    ]) {
      const names = builds.map((built) => fileOf(built, name))
      expect(new Set(names).size, names.join(', ')).toBe(builds.length)
    }
  })

  it('and all bytes are the same when the same app is built again elsewhere', async () => {
    const first = await build(makeApp(everyWay()), {}, { bundler })
    const second = await build(makeApp(everyWay()), {}, { bundler })
    expect(second.reports[0]?.modules.some(({ fromCache }) => fromCache)).toBe(false)
    expect(filesOf(second)).toEqual(filesOf(first))
  })
})

describe.each(['rollup', 'rolldown'] as const)('names given in %s', (bundler) => {
  it('change with what is done to modules, and so do those of the scripts that mention them', async () => {
    const app = makeApp(plainApp())
    const first = await build(app, {}, { bundler })
    const second = await build(app, { optimize: { strip: false } }, { bundler })
    expect([danglingNames(first), danglingNames(second)]).toEqual([[], []])
    for (const name of ['url.wasm', 'lazy.wasm', 'renamed.bin', 'lazy.js']) {
      expect(fileOf(first, name)).not.toBe(fileOf(second, name))
    }
  })

  it('and all bytes are the same when the same app is built again elsewhere', async () => {
    const first = await build(makeApp(plainApp()), {}, { bundler })
    const second = await build(makeApp(plainApp()), {}, { bundler })
    expect(filesOf(second)).toEqual(filesOf(first))
  })
})

describe('assetFileNames', () => {
  const under = (assetFileNames: unknown) => ({
    config: {
      build: { rollupOptions: { output: { assetFileNames } } },
      worker: { rollupOptions: { output: { assetFileNames } } },
    } as object,
  })

  it.each([
    ['static/[ext]/[name].[hash:20][extname]', /^static\/wasm\/url\.[\w-]{20}\.wasm$/],
    [() => 'by-function/[name]-[hash][extname]', /^by-function\/url-[\w-]{8}\.wasm$/],
  ])('%s is followed, with a hash that changes with the bytes', async (assetFileNames, expected) => {
    const app = makeApp(everyWay())
    const names: string[] = []
    for (const options of [{}, { optimize: { strip: false as const } }]) {
      const built = await build(app, options, under(assetFileNames))
      expect(built.error).toBeUndefined()
      expect(danglingNames(built)).toEqual([])
      expect(modulesOf(built).size).toBe(9)
      names.push([...modulesOf(built).keys()].find((file) => expected.test(file)) as string)
    }
    expect(names[0]).toMatch(expected)
    expect(names[1]).toMatch(expected)
    expect(names[0]).not.toBe(names[1])
  })

  it('without a hash gives names without one, to modules that are optimised all the same', async () => {
    const built = await build(makeApp(everyWay()), {}, under('fixed/[name][extname]'))
    expect(built.files.has('fixed/url.wasm.br')).toBe(true)
    expect(modulesOf(built).size).toBe(9)
    for (const bytes of modulesOf(built).values()) expect(leaksOf(bytes)).toEqual([])
    expect(danglingNames(built)).toEqual([])
    expect(built.log.filter((line) => line.includes('another plugin named it'))).toEqual([])
  })

  it('that makes a hash of its own from the source gives another name when the bytes are others', async () => {
    const app = makeApp(oneModule())
    const digest = (source: Uint8Array) =>
      `own/${[...source].reduce((sum, byte) => (sum * 31 + byte) % 0x7fffffff, 7).toString(36)}[extname]`
    const assetFileNames = ({ source }: { source: Uint8Array }) => digest(source)
    const names: (string | undefined)[] = []
    for (const options of [{}, { optimize: { strip: false as const } }]) {
      const built = await build(app, options, under(assetFileNames))
      expect(danglingNames(built)).toEqual([])
      names.push([...modulesOf(built).keys()][0])
    }
    expect(new Set(names).size).toBe(2)
  })

  it.each([
    ['hex', /-[0-9a-f]{8}\.wasm$/],
    ['base36', /-[0-9a-z]{8}\.wasm$/],
  ])('is filled with characters of %s where the output asks for it', async (hashCharacters, expected) => {
    const config = { build: { rollupOptions: { output: { hashCharacters } } } } as object
    const built = await build(makeApp(oneModule()), {}, { config })
    expect([...modulesOf(built).keys()][0]).toMatch(expected)
  })
})

describe.each(['./', '/sub/', 'https://cdn.example/app/'])('base %s', (base) => {
  it('reaches every mention of a module', async () => {
    const built = await build(makeApp(everyWay()), {}, { config: { base } })
    expect(built.error).toBeUndefined()
    expect(danglingNames(built)).toEqual([])
    const script = bytesOf(built, 'index.js').toString('utf8')
    const url = base === './' ? basename(fileOf(built, 'url.wasm')) : `${base}${fileOf(built, 'url.wasm')}`
    expect(script).toContain(url)
    expect(built.reports[0]?.modules.find(({ fileName }) => fileName.includes('/url-'))?.uses).toEqual([
      { file: fileOf(built, 'index.js'), kind: 'initial' },
    ])
  })
})

describe.each(BUNDLERS)('a second build in %s', (bundler) => {
  it('comes from the cache and equals the first byte for byte', async () => {
    const app = makeApp(plainApp())
    const first = await build(app, {}, { bundler })
    const second = await build(app, {}, { bundler })
    const cached = ({ reports }: Built) => reports[0]?.modules.map(({ fromCache }) => fromCache)
    expect(cached(first)).toEqual([false, false, false])
    expect(cached(second)).toEqual([true, true, true])
    expect(filesOf(second)).toEqual(filesOf(first))
    const withoutOrigin = ({ reports }: Built) =>
      JSON.stringify(reports, (key, value: unknown) => (key === 'fromCache' ? undefined : value))
    expect(withoutOrigin(second)).toBe(withoutOrigin(first))
  })
})

describe('options that change no bytes', () => {
  it.each<[string, WasmBudgetOptions]>([
    ['a threshold for siblings', { compress: { threshold: '1 MB' } }],
    ['no siblings', { compress: false }],
    ['one format', { compress: { formats: ['gz'] } }],
    ['a budget', { budgets: [{ scope: 'total', limit: '1 MB' }] }],
    ['no report', { report: false }],
    ['the memory of engines', { optimize: { memory: '1 GiB', seconds: 10, onFault: 'keep' } }],
  ])('such as %s rename nothing', async (_, options) => {
    const app = makeApp(oneModule())
    const plain = await build(app)
    const other = await build(app, options)
    const withoutSiblings = (built: Built) => filesOf(built).filter(([file]) => !/\.(?:br|gz)$/.test(file))
    expect(withoutSiblings(other)).toEqual(withoutSiblings(plain))
    expect(wrongSiblings(other)).toEqual([])
    expect(filesOf(await build(app))).toEqual(filesOf(plain))
  })

  it('leave a module below the threshold without siblings, and give it those when the threshold falls', async () => {
    const app = makeApp(oneModule())
    const siblings = ({ files }: Built) => [...files.keys()].filter((file) => /\.(?:br|gz)$/.test(file))
    expect(siblings(await build(app, { compress: { threshold: '1 MB' } }))).toEqual([])
    const lower = await build(app, { compress: { threshold: 0 } })
    const module = fileOf(lower, 'url.wasm')
    expect(siblings(lower)).toEqual([`${module}.br`, `${module}.gz`])
    expect(lower.reports[0]?.modules[0]?.siblings.map(({ fileName }) => fileName)).toEqual(siblings(lower))
  })

  it('never bring back the sibling of a module that has changed', async () => {
    const app = makeApp(oneModule(moduleOf(31)))
    await build(app)
    app.write({ 'src/url.wasm': moduleOf(32) })
    const changed = await build(app)
    expect(wrongSiblings(changed)).toEqual([])
    expect(changed.reports[0]?.modules[0]?.fromCache).toBe(false)
  })
})

describe('a cache that is damaged', () => {
  const cacheOf = ({ root }: App) => join(root, 'cache', 'wasm-budget')
  const entries = (app: App) => [...readTree(cacheOf(app))].filter(([file]) => !file.startsWith('symbols/'))

  const rewrite = (change: (bytes: Buffer) => Uint8Array) => (app: App) => {
    for (const [file, bytes] of entries(app)) writeFileSync(join(cacheOf(app), file), change(bytes))
  }
  const flip = (at: (length: number) => number) =>
    rewrite((bytes) => {
      const offset = at(bytes.length)
      bytes[offset] = (bytes[offset] as number) ^ 1
      return bytes
    })

  const damages: [string, (app: App) => void, number][] = [
    ['all entries deleted', (app) => rmSync(cacheOf(app), { recursive: true }), 0],
    ['entries empty', rewrite(() => new Uint8Array()), 0],
    ['entries cut in half', rewrite((bytes) => bytes.subarray(0, bytes.length >> 1)), 0],
    ['a bit flipped in digests', flip(() => 0), 0],
    ['a bit flipped in the length of the JSON', flip(() => 33), 0],
    ['a bit flipped at the end', flip((length) => length - 1), 0],
    ['entries full of garbage', rewrite((bytes) => bytes.fill(0x5a)), 0],
    [
      'entries swapped for one another',
      (app) => {
        const all = entries(app)
        for (const [index, [file]] of all.entries()) {
          writeFileSync(join(cacheOf(app), file), all[(index + 1) % all.length]?.[1] as Buffer)
        }
      },
      0,
    ],
    [
      'a file in place of the directory',
      (app) => {
        rmSync(cacheOf(app), { recursive: true })
        writeFileSync(cacheOf(app), 'in the way')
      },
      1,
    ],
    [
      'directories in place of entries',
      (app) => {
        for (const [file] of entries(app)) {
          rmSync(join(cacheOf(app), file))
          mkdirSync(join(cacheOf(app), file))
        }
      },
      1,
    ],
    [
      'files in place of the directories of kinds',
      (app) => {
        for (const kind of readdirSync(cacheOf(app))) {
          rmSync(join(cacheOf(app), kind), { recursive: true })
          writeFileSync(join(cacheOf(app), kind), 'in the way')
        }
      },
      1,
    ],
  ]

  it.each(damages)('(%s) costs nothing but time', async (_, damage, warnings) => {
    const app = makeApp(plainApp())
    const whole = await build(app)
    expect(readFileSync(join(cacheOf(app), entries(app)[0]?.[0] as string)).length).toBeGreaterThan(0)
    damage(app)
    const built = await build(app)
    expect(built.error).toBeUndefined()
    expect(filesOf(built)).toEqual(filesOf(whole))
    const told = built.log.filter((line) => line.includes('the cache at'))
    expect(told.length, told.join('\n')).toBeLessThanOrEqual(warnings)
  })
})

describe('all builds of this file', () => {
  it('gave no two contents the same name with a hash', () => {
    expect(untruthfulNames()).toEqual([])
  })
})
