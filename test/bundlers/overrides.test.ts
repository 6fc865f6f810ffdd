import type { WasmBudgetOptions } from 'vite-plugin-wasm-budget'
import { afterAll, describe, expect, it } from 'vitest'

import {
  build,
  type Built,
  BUNDLERS,
  bytesOf,
  danglingNames,
  fileOf,
  makeApp,
  modulesOf,
  removeApps,
  sha256,
  untruthfulNames,
  VITES,
  wrongSiblings,
} from '../support/app.ts'
import { everyWay, oneModule, plainApp } from '../support/apps.ts'
import { leaksOf, moduleOf } from '../support/wasm-fixtures.ts'

afterAll(removeApps)

const moduleIn = (built: Built, name: string) =>
  built.reports[0]?.modules.find(({ fileName }) => fileName === fileOf(built, name))

const expectWhole = (built: Built) => {
  expect(built.error).toBeUndefined()
  expect(danglingNames(built)).toEqual([])
  expect(wrongSiblings(built)).toEqual([])
}

describe.each(BUNDLERS)('overrides in %s', (bundler) => {
  it('are for the modules that they match; all others keep name, bytes and cache', async () => {
    const app = makeApp({
      ...plainApp(),
      'src/other.wasm': moduleOf(11),
      'src/lazy.js': `import lazy from './lazy.wasm?url'
        import other from './other.wasm?url'
        export { lazy, other }`,
    })
    const plain = await build(app, {}, { bundler })
    const built = await build(
      app,
      {
        overrides: [
          { match: ['**/lazy.wasm', 'renamed.bin'], effort: 'fast' },
          { match: 'src/lazy.wasm', optimize: false },
          { match: 'url.wasm', compress: false },
        ],
      },
      { bundler },
    )
    expectWhole(built)
    expect(built.reports[0]?.findings.map(({ code }) => code)).not.toContain('override-unmatched')
    for (const name of ['url.wasm', 'other.wasm']) {
      expect(fileOf(built, name)).toBe(fileOf(plain, name))
      expect(bytesOf(built, name).equals(bytesOf(plain, name))).toBe(true)
      expect(moduleIn(built, name)?.fromCache).toBe(true)
    }
    for (const name of ['lazy.wasm', 'renamed.bin', 'lazy.js']) {
      expect(fileOf(built, name)).not.toBe(fileOf(plain, name))
    }
    expect(bytesOf(built, 'lazy.wasm').equals(moduleOf(6))).toBe(true)
    expect(moduleIn(built, 'lazy.wasm')).toMatchObject({ chosen: 'keep', untouched: 'disabled' })
    expect(leaksOf(bytesOf(built, 'renamed.bin'))).toEqual([])
    expect(moduleIn(built, 'url.wasm')?.siblings).toEqual([])
    expect(built.files.has(`${fileOf(built, 'url.wasm')}.br`)).toBe(false)
    expect(moduleIn(built, 'other.wasm')?.siblings.map(({ format }) => format)).toEqual(['br', 'gz'])
    expect(moduleIn(built, 'lazy.wasm')?.siblings.map(({ format }) => format)).toEqual(['br', 'gz'])
  })

  it('turn on for one module what the build leaves out', async () => {
    const app = makeApp(plainApp())
    const built = await build(
      app,
      {
        optimize: false,
        compress: false,
        overrides: [{ match: '**/url.wasm', optimize: true, compress: { formats: ['gz'] } }],
      },
      { bundler },
    )
    expectWhole(built)
    expect(leaksOf(bytesOf(built, 'url.wasm'))).toEqual([])
    expect(moduleIn(built, 'url.wasm')?.siblings.map(({ format }) => format)).toEqual(['gz'])
    expect(bytesOf(built, 'lazy.wasm').equals(moduleOf(6))).toBe(true)
    expect([...built.files.keys()].filter((file) => /\.(?:br|gz)$/.test(file))).toEqual([
      `${fileOf(built, 'url.wasm')}.gz`,
    ])
  })

  it('of one of two names of a content leave both names true', async () => {
    const app = makeApp({
      ...plainApp(),
      'src/lazy.wasm': moduleOf(1),
    })
    for (const overrides of [
      [],
      [{ match: '**/lazy.wasm', optimize: false }],
      [{ match: '**/url.wasm', effort: 'fast' }],
    ] satisfies WasmBudgetOptions['overrides'][])
      expectWhole(await build(app, { overrides }, { bundler }))
    expect(untruthfulNames()).toEqual([])
  })

  it('that match nothing are told, with what was built and what comes nearest', async () => {
    const built = await build(
      makeApp(oneModule()),
      {
        overrides: [
          { match: '**', effort: 'fast' },
          { match: 'src/ulr.wasm', effort: 'max' },
        ],
      },
      { bundler },
    )
    expectWhole(built)
    const unmatched = built.reports[0]?.findings.filter(({ code }) => code === 'override-unmatched')
    const args = {
      path: 'overrides[1]',
      match: ['src/ulr.wasm'],
      built: [fileOf(built, 'url.wasm')],
      nearest: 'src/url.wasm',
    }
    expect(unmatched).toEqual([{ code: 'override-unmatched', severity: 'warn', args }])
    const told = built.log.filter((line) => line.includes('matches nothing'))
    expect(told).toHaveLength(1)
    expect(told[0]).toMatch(
      /overrides\[1\] matches nothing \("src\/ulr\.wasm"\)\. .*The nearest name is "src\/url\.wasm"/,
    )
  })
})

describe.each(VITES)('overrides in %s', (bundler) => {
  it('reach modules in whatever way they are loaded', async () => {
    const app = makeApp(everyWay())
    const kept = ['worker-only.wasm', 'style.wasm', 'new-url.wasm', 'init.wasm']
    const plain = await build(app, {}, { bundler })
    const built = await build(
      app,
      { overrides: [{ match: kept.map((name) => `src/${name}`), optimize: false }] },
      { bundler },
    )
    expectWhole(built)
    const sources = new Set(kept.map((name) => sha256(everyWay()[`src/${name}`] as Uint8Array)))
    const untouched = [...modulesOf(built)].filter(([, bytes]) => sources.has(sha256(bytes)))
    expect(untouched.map(([file]) => file).sort()).toEqual(kept.map((name) => fileOf(built, name)).sort())
    for (const name of kept) expect(fileOf(built, name)).not.toBe(fileOf(plain, name))
    for (const name of ['url.wasm', 'shared.wasm', 'lazy.wasm', 'page.wasm'])
      expect(fileOf(built, name)).toBe(fileOf(plain, name))
  })

  it('reach what is inlined, and files of public/', async () => {
    const tiny = moduleOf(12, { dataBytes: 40 })
    const app = makeApp({
      'index.html': '<!doctype html><title>app</title><script type="module" src="/src/main.js"></script>',
      'src/main.js': `import a from './a.wasm?url'
        import b from './b.wasm?url'
        console.log(a, b)`,
      'src/a.wasm': tiny,
      'src/b.wasm': moduleOf(13, { dataBytes: 40 }),
      'public/one.wasm': moduleOf(14),
      'public/two.wasm': moduleOf(15),
    })
    const built = await build(
      app,
      {
        optimize: { publicFiles: true },
        overrides: [{ match: ['src/a.wasm', 'public/one.wasm'], optimize: false }],
      },
      { bundler },
    )
    expectWhole(built)
    expect(built.files.get('one.wasm')?.equals(moduleOf(14))).toBe(true)
    expect(leaksOf(built.files.get('two.wasm') as Buffer)).toEqual([])
    const inlined = built.reports[0]?.modules.filter(({ place }) => place === 'inlined') ?? []
    expect(inlined.map(({ untouched }) => untouched)).toEqual(['disabled', undefined])
    expect(bytesOf(built, 'index.js').toString('latin1')).toContain(Buffer.from(tiny).toString('base64'))
  })
})

describe('all builds of this file', () => {
  it('gave no two contents the same name with a hash', () => {
    expect(untruthfulNames()).toEqual([])
  })
})
