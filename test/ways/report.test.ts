import { afterAll, describe, expect, it } from 'vitest'

import {
  build,
  type Built,
  fileOf,
  type Files,
  makeApp,
  removeApps,
  VITES,
  wrongSiblings,
} from '../support/app.ts'
import { big, tiny } from './modules.ts'
import { page, shell } from './shell.ts'

afterAll(removeApps)

const quick = { effort: 'fast', optimize: { engine: 'none' } } as const

const byUrl = (name = 'engine') => `import url from './${name}.wasm?url'
globalThis.loaded = url`

describe.each(VITES)('the report of %s', (bundler) => {
  it('lists the modules of source code that import a module, and how it is reached', async () => {
    const app = makeApp({
      ...shell,
      'src/main.js': `import './eager.js'
import('./lazy.js')
new Worker(new URL('./worker.js', import.meta.url), { type: 'module' })`,
      'src/eager.js': byUrl(),
      'src/lazy.js': byUrl('lazy'),
      'src/worker.js': byUrl('only'),
      'src/engine.wasm': big(1),
      'src/lazy.wasm': big(2),
      'src/only.wasm': big(3),
    })
    const { error, reports } = await build(app, quick, { bundler })
    expect(error).toBeUndefined()
    const told = (name: string) => reports[0]?.modules.find(({ fileName }) => fileName.includes(`/${name}-`))
    for (const [name, kind, importer] of [
      ['engine', 'initial', 'src/eager.js'],
      ['lazy', 'lazy', 'src/lazy.js'],
      ['only', 'worker', 'src/worker.js'],
    ] as const) {
      expect(
        told(name)?.uses.map((use) => use.kind),
        name,
      ).toEqual([kind])
      expect(JSON.stringify(told(name)), name).toContain(importer)
    }
  })

  it.each<[string, Files, readonly string[]]>([
    [
      'in public/ and by an import',
      { 'src/main.js': byUrl(), 'src/engine.wasm': big(1), 'public/copy.wasm': big(1) },
      ['assets/engine-', 'copy.wasm'],
    ],
    [
      'as base64 and as a file',
      {
        'src/main.js': `${byUrl()}\nimport inlined from './copy.wasm?url&inline'\nglobalThis.inlined = inlined`,
        'src/engine.wasm': big(1),
        'src/copy.wasm': big(1),
      },
      ['assets/engine-', 'assets/index-'],
    ],
    [
      'twice in public/',
      { 'src/main.js': '', 'public/one/engine.wasm': big(1), 'public/two/engine.wasm': big(1) },
      ['one/engine.wasm', 'two/engine.wasm'],
    ],
    [
      'as base64 of the main thread and of a worker',
      {
        'src/main.js': `${byUrl()}\nnew Worker(new URL('./worker.js', import.meta.url), { type: 'module' })`,
        'src/worker.js': byUrl(),
        'src/engine.wasm': tiny(1),
      },
      ['assets/index-', 'assets/worker-'],
    ],
  ])('tells of the same module %s, with all places', async (_, files, places) => {
    const { error, reports } = await build(makeApp({ ...shell, ...files }), quick, { bundler })
    expect(error).toBeUndefined()
    const findings = reports.flatMap((report) => report.findings.map((finding) => JSON.stringify(finding)))
    const naming = findings.filter((finding) => places.every((place) => finding.includes(place)))
    expect(naming).toHaveLength(1)
  })

  it('tells of no duplicate where the same bytes are one file', async () => {
    const main = `${byUrl()}\nimport other from './copy.wasm?url'\nglobalThis.other = other`
    const files = { ...shell, 'src/main.js': main, 'src/engine.wasm': big(1), 'src/copy.wasm': big(1) }
    const { reports } = await build(makeApp(files), quick, { bundler })
    expect(reports[0]?.modules).toHaveLength(1)
    expect(reports.flatMap(({ findings }) => findings)).toEqual([])
  })

  it('counts, budgets and compresses what belongs to a module, by `include`', async () => {
    const data = 'the data that Emscripten packs '.repeat(400)
    const icu = 'what .NET knows of the languages of the world '.repeat(300)
    const app = makeApp({
      ...shell,
      'index.html': page(),
      'src/main.js': `globalThis.urls = [
  new URL('./engine.wasm', import.meta.url),
  new URL('./engine.data', import.meta.url),
]`,
      'src/engine.wasm': big(1),
      'src/engine.data': data,
      'public/icudt.dat': icu,
    })
    const include = ['**/*.wasm', '**/*.data', '**/*.dat']
    const built: Built = await build(app, { ...quick, include }, { bundler })
    expect(built.error).toBeUndefined()
    for (const [file, content] of [
      [fileOf(built, 'engine.data'), data],
      ['icudt.dat', icu],
    ] as const) {
      expect(built.files.get(file)?.toString('utf8')).toBe(content)
      expect(built.files.has(`${file}.br`) && built.files.has(`${file}.gz`), file).toBe(true)
      expect(JSON.stringify(built.reports)).toContain(file)
    }
    expect(wrongSiblings(built)).toEqual([])
    expect(built.reports[0]?.total.rawBytes).toBeGreaterThan(data.length + icu.length)
    const budgets = [{ scope: 'asset', match: '**/*.data', limit: '1 kB', metric: 'raw' }] as const
    const failed = await build(app, { ...quick, include, budgets: [...budgets] }, { bundler })
    expect(String(failed.error)).toContain('1 budget exceeded')
  })
})
