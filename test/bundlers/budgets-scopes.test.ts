import { readFileSync } from 'node:fs'
import { stripVTControlCharacters } from 'node:util'
import type { Budget, BuildReport } from 'vite-plugin-wasm-budget'
import { formatBaseline, makeBaseline } from 'vite-plugin-wasm-budget/core'
import { afterAll, describe, expect, it } from 'vitest'

import {
  type App,
  build,
  type Built,
  BUNDLERS,
  type Bundler,
  makeApp,
  removeApps,
  VITES,
} from '../support/app.ts'
import { everyWay, oneModule, plainApp } from '../support/apps.ts'
import { readFixture } from '../support/fixtures.ts'
import { moduleOf } from '../support/wasm-fixtures.ts'

afterAll(removeApps)

const raw = { metric: 'raw' } as const
// What is left of the bytes does not depend on any encoder then.
const options = { optimize: { strip: 'always' }, effort: 'fast' } as const

const messageOf = ({ error }: Built): string => stripVTControlCharacters(error?.message ?? '')

const statesOf = ({ reports }: Built) =>
  (reports.at(-1)?.budgets ?? []).map(({ budget, subject, state }) => {
    const name = subject.replace(/-[\w-]{8}(?=\.)/, '').replace(/^assets\//, '')
    return `${budget}: ${name} ${state}`
  })

const sizeOf = ({ reports }: Built, name: string): number => {
  const found = reports.at(-1)?.modules.filter(({ fileName }) => fileName.includes(name)) ?? []
  return found.reduce((sum, { after }) => sum + after.rawBytes, 0)
}

describe.each(BUNDLERS)('in %s, budgets of every scope and part', (bundler) => {
  const budgets = (over: number): Budget[] => [
    { name: 'asset', scope: 'asset', match: '**/lazy*', limit: 5300 - over, ...raw },
    { name: 'chunk', scope: 'chunk', match: 'lazy', limit: 5300 - over, ...raw },
    { name: 'initial', scope: 'initial', limit: 10_600 - 2 * over, ...raw },
    { name: 'lazy', scope: 'lazy', limit: 5300 - over, ...raw },
    { name: 'total', scope: 'total', limit: 15_900 - 3 * over, ...raw },
    { name: 'data', scope: 'asset', match: '**/url*', part: 'section:data', limit: 5100 - over, ...raw },
    { name: 'functions', scope: 'total', part: 'function:*', limit: 300 - over, ...raw },
    { name: 'exports', scope: 'asset', match: '**/url*', part: 'exports', limit: 300 - over, ...raw },
  ]
  const subjects = [
    'asset: lazy.wasm',
    'chunk: lazy.js',
    bundler.startsWith('vite') ? 'initial: index.html' : 'initial: main.js',
    'lazy: lazy.js',
    'total: total',
    'data: url.wasm',
    'functions: total',
    'exports: url.wasm',
  ]

  it('are hit', async () => {
    const built = await build(makeApp(plainApp()), { ...options, budgets: budgets(299) }, { bundler })
    expect(statesOf(built)).toEqual(subjects.map((subject) => `${subject} exceeded`))
    expect(messageOf(built)).toContain(`${subjects.length} budgets exceeded`)
    expect([...built.files.keys()]).toEqual([])
  })

  it('are missed', async () => {
    const built = await build(makeApp(plainApp()), { ...options, budgets: budgets(0) }, { bundler })
    expect(built.error).toBeUndefined()
    expect(statesOf(built)).toEqual(subjects.map((subject) => `${subject} ok`))
  })
})

describe.each(VITES)('in %s, a budget for workers', (bundler) => {
  it('is hit and missed by what the worker loads', async () => {
    const app = makeApp(everyWay())
    const worker = (limit: number): Budget[] => [{ scope: 'worker', limit, ...raw }]
    const hit = await build(app, { ...options, budgets: worker(10_000) }, { bundler })
    expect(statesOf(hit)).toEqual(['worker: worker.js exceeded'])
    expect(hit.reports[0]?.budgets[0]?.sizeBytes).toBe(sizeOf(hit, 'shared') + sizeOf(hit, 'worker-only'))
    const missed = await build(app, { ...options, budgets: worker(11_000) }, { bundler })
    expect([missed.error, statesOf(missed)]).toEqual([undefined, ['worker: worker.js ok']])
  })
})

describe('a budget for what is lazy', () => {
  it('leaves out what is initial already', async () => {
    const app = makeApp({
      ...plainApp(),
      'src/lazy.js': `import lazy from './lazy.wasm?url'
        import url from './url.wasm?url'
        export { lazy, url }`,
    })
    const built = await build(app, { ...options, budgets: [{ scope: 'lazy', limit: 6000, ...raw }] })
    expect(statesOf(built)).toEqual(['lazy: lazy.js ok'])
    expect(built.reports[0]?.budgets[0]?.sizeBytes).toBe(sizeOf(built, 'lazy'))
  })
})

describe('a part that no module has', () => {
  it('is told, and in a limit of nothing is what is wanted', async () => {
    const part = { scope: 'total', part: 'crate:regex*', ...raw } as const
    const built = await build(makeApp(oneModule()), {
      ...options,
      budgets: [
        { ...part, limit: 1000 },
        { ...part, name: 'no regex', limit: 0 },
      ],
    })
    expect(built.error).toBeUndefined()
    expect(built.log.filter((line) => line.includes('judges nothing'))).toEqual([
      expect.stringMatching(
        /budget "crate:regex\* of total" \(total\) judges nothing: there is no crate:regex\* in assets\/url-.{8}\.wasm$/,
      ),
    ])
    expect(statesOf(built)).toEqual(['crate:regex* of total: total ok', 'no regex: total ok'])
  })
})

describe('a host', () => {
  it('says nothing about what it takes', async () => {
    const built = await build(makeApp(oneModule()), {
      ...options,
      hosts: ['cloudflare-pages', 'github-pages'],
    })
    expect([built.error, statesOf(built)]).toEqual([
      undefined,
      ['host cloudflare-pages: url.wasm ok', 'host github-pages: total ok'],
    ])
  })

  it('refuses what is too large, with the source of the number', async () => {
    const files = { ...oneModule(), 'src/url.wasm': withCustomSection(26 * 2 ** 20) }
    const built = await build(makeApp(files), {
      optimize: false,
      compress: false,
      hosts: ['cloudflare-pages'],
    })
    expect(messageOf(built)).toMatch(
      /limit 26214\.4 kB \(https:\/\/developers\.cloudflare\.com\/pages\/platform\/limits\/, read on [\d-]+\), over by/,
    )
  }, 120_000)
})

function withCustomSection(sizeBytes: number): Uint8Array {
  const module = moduleOf(1)
  const bytes = new Uint8Array(module.length + 6 + sizeBytes)
  bytes.set(module)
  const leb = [0, 7, 14, 21].map((shift) => ((sizeBytes + 2) >>> shift) & 0x7f)
  bytes.set([0, ...leb.map((byte, at) => (at < 3 ? byte | 0x80 : byte)), 1, 120], module.length)
  return bytes.subarray(0, module.length + 5 + sizeBytes + 2)
}

/** Builds, and makes what came of it the baseline. */
async function baselineOf(app: App, budgets: Budget[], bundler: Bundler = 'vite'): Promise<BuildReport[]> {
  const { reports } = await build(app, { ...options, budgets }, { bundler })
  app.write({ 'wasm-budget.baseline.json': formatBaseline(makeBaseline(reports)) })
  return [...reports]
}

describe.each(BUNDLERS)('in %s, growth', (bundler) => {
  it('above the baseline fails, and names regex and its Unicode tables as the cause', async () => {
    const budgets: Budget[] = [
      { scope: 'asset', growth: '5%' },
      { scope: 'initial', growth: '10 kB' },
    ]
    const app = makeApp(oneModule(readFixture('rust196-rxnu_sizez.wasm')))
    await baselineOf(app, budgets, bundler)
    const same = await build(app, { ...options, budgets }, { bundler })
    expect(same.error).toBeUndefined()
    expect(same.reports[0]?.findings.filter(({ code }) => code.startsWith('baseline'))).toEqual([])

    app.write({ 'src/url.wasm': readFixture('rust196-rx_sizez.wasm') })
    const grown = await build(app, { ...options, budgets }, { bundler })
    expect(statesOf(grown).map((state) => state.split(' ').at(-1))).toEqual(['exceeded', 'exceeded'])
    const message = messageOf(grown)
    expect(message).toMatch(/limit [\d.]+ kB \([\d.]+ kB in the baseline and 5 % more\)/)
    expect(message).toMatch(/limit [\d.]+ kB \([\d.]+ kB in the baseline and 10\.0 kB more\)/)
    expect(message).toMatch(
      /crates since the baseline: regex_syntax \(regex's Unicode tables [\d.]+ kB, inferred\) \+[\d.]+ kB raw/,
    )
    expect(message).toContain('sections since the baseline: ')
    expect(message).toContain('make it the new baseline: ')
  })
})

describe('growth of a part', () => {
  it('that was not there fails when it comes', async () => {
    const budgets: Budget[] = [{ scope: 'asset', part: 'crate:regex*', growth: '1 kB', ...raw }]
    const app = makeApp(oneModule(readFixture('rust196-base_sizez.wasm')))
    await baselineOf(app, budgets)
    app.write({ 'src/url.wasm': readFixture('rust196-rx_sizez.wasm') })
    const message = messageOf(await build(app, { ...options, budgets }))
    expect(message).toContain('limit 1.0 kB (0 B in the baseline and 1.0 kB more)')
    expect(message).not.toContain('aho_corasick')
  })
})

describe('a baseline', () => {
  const growth: Budget[] = [{ scope: 'asset', growth: '5%' }]

  it('that is not there fails nothing, and the build says how to make it', async () => {
    const built = await build(makeApp(oneModule()), { ...options, budgets: growth })
    expect(built.error).toBeUndefined()
    expect(built.log.filter((line) => line.includes('growth is not judged'))).toEqual([
      expect.stringContaining('Make it and commit it: npx -p vite-plugin-wasm-budget wasm-budget baseline'),
    ])
    expect(built.log.join('\n')).toContain('no baseline')
  })

  it('names modules that are new and that are gone, by what survives a rebuild', async () => {
    const app = makeApp(plainApp())
    await baselineOf(app, growth)
    app.write({
      'src/main.js': `import url from './url.wasm?url'
        import added from 'pkg/index_bg.wasm?url'
        console.log(url, added)`,
      'node_modules/pkg/package.json': '{ "name": "pkg", "version": "1.0.0" }',
      'node_modules/pkg/index_bg.wasm': moduleOf(7),
    })
    const built = await build(app, { ...options, budgets: growth })
    expect(built.error).toBeUndefined()
    expect(built.log.filter((line) => line.includes('since the baseline'))).toEqual([
      'wasm  new since the baseline: pkg/index_bg.wasm; gone since the baseline: src/lazy.wasm, src/renamed.bin',
    ])
  })

  it('of other tools says so instead of blaming the code', async () => {
    const app = makeApp(oneModule())
    const reports = await baselineOf(app, growth)
    const stale = makeBaseline(reports, { br: 'node-brotli@0.9.0' })
    app.write({
      'wasm-budget.baseline.json': formatBaseline(stale),
      'src/url.wasm': readFixture('rust196-base_sizez.wasm'),
    })
    const built = await build(app, { ...options, budgets: growth })
    expect(built.error).toBeUndefined()
    expect(statesOf(built)).toEqual(['asset: url.wasm warn'])
    expect(built.log.join('\n')).toContain('the brotli encoder changed from node-brotli@0.9.0 to ')
    expect(built.log.join('\n')).toContain('more than budget "asset" allows, but tools changed since')
  })

  it('that is broken stops the build', async () => {
    const app = makeApp({ ...oneModule(), 'wasm-budget.baseline.json': '<<<<<<< ours\n' })
    expect(messageOf(await build(app, options))).toContain('line 1 is a mark of a merge conflict')
    expect((await build(app, { ...options, baseline: false })).error).toBeUndefined()
  })

  it('holds no hash and no path of a package manager, and no two modules are one in it', async () => {
    const inStore = (name: string) => `node_modules/.pnpm/${name}@1.0.0/node_modules/${name}`
    const pack = (name: string, seed: number) => ({
      [`${inStore(name)}/package.json`]: `{ "name": "${name}", "version": "1.0.0" }`,
      [`${inStore(name)}/index_bg.wasm`]: moduleOf(seed),
    })
    const app = makeApp({
      ...plainApp(),
      ...pack('one', 11),
      ...pack('two', 12),
      'src/main.js': `import one from '../${inStore('one')}/index_bg.wasm?url'
        import two from '../${inStore('two')}/index_bg.wasm?url'
        console.log(one, two)
        import('./lazy.js')`,
    })
    const scopes = ['chunk', 'initial', 'lazy', 'total'] as const
    const reports = await baselineOf(
      app,
      scopes.map((scope) => ({ scope, limit: '1 MB' })),
    )
    const { modules, subjects } = makeBaseline(reports)
    expect(Object.keys(modules).sort()).toEqual(['one/index_bg.wasm', 'src/lazy.wasm', 'two/index_bg.wasm'])
    expect(Object.keys(subjects).sort()).toEqual([
      'chunk index.html',
      'chunk src/lazy.js',
      'initial index.html',
      'lazy src/lazy.js',
      'total',
    ])
    const [module] = reports[0]?.modules ?? []
    const hash = /-([\w-]{8})\./.exec(module?.fileName ?? '')?.[1] as string
    expect(readFileSync(`${app.root}/wasm-budget.baseline.json`, 'utf8')).not.toContain(hash)
  })
})
