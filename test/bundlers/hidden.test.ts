import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'

import wasmBudget, { type BuildReport } from 'vite-plugin-wasm-budget'
import { afterAll, describe, expect, it } from 'vitest'

import {
  type App,
  build,
  type Built,
  BUNDLERS,
  bytesOf,
  makeApp,
  readTree,
  removeApps,
  vites,
  VITES,
  wrongSiblings,
} from '../support/app.ts'
import { oneModule } from '../support/apps.ts'
import { watch } from '../support/watch.ts'
import { assemble, concat, customSection, leaksOf, LEAKS, moduleOf } from '../support/wasm-fixtures.ts'

afterAll(removeApps)

const HIDDEN = moduleOf(201)
const lastReport = ({ reports }: Built) => reports.at(-1)
const reported = (built: Built, fileName: string) =>
  lastReport(built)?.modules.find((module) => module.fileName === fileName)
const warnings = ({ log }: Built, text: string) => log.filter((line) => line.includes(text))

/** A plugin that copies a file past the bundler, as vite-plugin-static-copy does. */
const copying = (fileName: string, bytes: Uint8Array | string, hook = 'writeBundle') => ({
  name: 'copying',
  [hook]() {
    writeFileSync(place(fileName), bytes)
  },
})

let root = ''
/** Makes an app in whose output {@link copying} writes. */
const app = (files: Parameters<typeof makeApp>[0]): App => {
  const made = makeApp(files)
  ;({ root } = made)
  return made
}
const place = (fileName: string) => {
  const path = join(root, 'dist', fileName)
  mkdirSync(join(path, '..'), { recursive: true })
  return path
}

describe.each(VITES)('a module in public/, in %s', (bundler) => {
  const files = { ...oneModule(), 'public/deep/engine.bin': HIDDEN, 'public/text.wasm': 'not a module' }

  it('is found whatever it is called, stays as it is, and is reported with siblings before anything is written', async () => {
    const built = await build(makeApp(files), {}, { bundler })
    expect(built.error).toBeUndefined()
    expect(built.files.get('deep/engine.bin')?.equals(HIDDEN)).toBe(true)
    expect(built.reports).toHaveLength(1)
    expect(reported(built, 'deep/engine.bin')).toMatchObject({
      place: 'public',
      originalNames: ['public/deep/engine.bin'],
      untouched: 'public-file',
      siblings: [{ fileName: 'deep/engine.bin.br' }, { fileName: 'deep/engine.bin.gz' }],
    })
    expect(wrongSiblings(built)).toEqual([])
    expect(built.files.has('deep/engine.bin.br')).toBe(true)
    expect(reported(built, 'text.wasm')).toBeUndefined()
  })

  it('is budgeted, and a broken budget fails the build before the bundle is written', async () => {
    const budgets = [{ scope: 'asset' as const, match: 'public/deep/*', limit: 100 }]
    const built = await build(makeApp(files), { budgets }, { bundler })
    expect(built.error?.message).toContain('deep/engine.bin: ')
    expect(built.files.has('index.html')).toBe(false)
  })

  it('is optimised over its copy with optimize.publicFiles, never where it has a hash in its name or is excluded', async () => {
    const hashed = 'engine-3f2a9b1c.wasm'
    const made = makeApp({ ...files, [`public/${hashed}`]: moduleOf(202), 'public/kept.wasm': moduleOf(203) })
    const built = await build(
      made,
      { optimize: { publicFiles: true }, exclude: 'public/kept.wasm' },
      { bundler },
    )
    expect(built.error).toBeUndefined()
    expect(leaksOf(built.files.get('deep/engine.bin') as Buffer)).toEqual([])
    expect(reported(built, 'deep/engine.bin')).toMatchObject({
      place: 'public',
      removedSections: expect.arrayContaining(LEAKS),
    })
    expect(leaksOf(built.files.get(hashed) as Buffer)).toEqual(LEAKS)
    expect(reported(built, hashed)?.untouched).toBe('name-not-ours')
    expect(warnings(built, 'would no longer be true')).toEqual([expect.stringContaining(hashed)])
    expect(leaksOf(built.files.get('kept.wasm') as Buffer)).toEqual(LEAKS)
    expect(reported(built, 'kept.wasm')?.untouched).toBe('excluded')
    expect(wrongSiblings(built)).toEqual([])
    expect([...built.files.keys()].filter((file) => file.endsWith('.br'))).toHaveLength(4)
    // The source is the user's.
    expect(readFileSync(join(made.root, 'public/deep/engine.bin')).equals(HIDDEN)).toBe(true)
  })

  it.each([{ copyPublicDir: false }, { write: false }])("is nobody's business with %j", async (config) => {
    const built = await build(makeApp(files), {}, { bundler, config: { build: config } })
    expect(built.error).toBeUndefined()
    expect(lastReport(built)?.modules.map(({ place }) => place)).toEqual(['asset'])
  })

  it('is found in the public directory of the config, and behind links, as Vite copies them', async () => {
    const made = makeApp({ ...oneModule(), 'static/a.wasm': HIDDEN, 'elsewhere/b.wasm': moduleOf(204) })
    symlinkSync(join(made.root, 'elsewhere'), join(made.root, 'static/linked'))
    const built = await build(made, {}, { bundler, config: { publicDir: 'static' } })
    expect(
      lastReport(built)
        ?.modules.map(({ fileName, place }) => [fileName, place])
        .slice(0, 1),
    ).toEqual([['a.wasm', 'public']])
    expect(reported(built, 'linked/b.wasm')?.place).toBe('public')
    const without = await build(made, {}, { bundler, config: { publicDir: false } })
    expect(lastReport(without)?.modules).toHaveLength(1)
  })

  it('keeps siblings that are right, and gets fresh ones with a warning where they are not', async () => {
    const right = brotliCompressSync(HIDDEN)
    const made = makeApp({
      ...oneModule(),
      'public/a.wasm': HIDDEN,
      'public/a.wasm.br': right,
      'public/a.wasm.gz': gzipSync(moduleOf(205)),
      'public/b.wasm': moduleOf(206),
      'public/b.wasm.gz': 'garbage',
    })
    const built = await build(made, {}, { bundler })
    expect(built.files.get('a.wasm.br')?.equals(right)).toBe(true)
    expect(reported(built, 'a.wasm')?.siblings.map(({ encoder }) => encoder === 'existing')).toEqual([
      true,
      false,
    ])
    expect(wrongSiblings(built)).toEqual([])
    const told = warnings(built, 'decodes to other bytes')
    expect(told.map((line) => /[ab]\.wasm\.(?:br|gz)/.exec(line)?.[0])).toEqual(['a.wasm.gz', 'b.wasm.gz'])
    expect(lastReport(built)?.findings.filter(({ code }) => code === 'sibling-stale')).toHaveLength(2)
    const without = await build(made, { compress: false }, { bundler })
    expect(without.files.has('a.wasm.br')).toBe(true)
    expect(without.files.has('a.wasm.gz')).toBe(false)
    expect(warnings(without, 'left out of the output')).toHaveLength(2)
  })

  it('has no warning about siblings that only optimising made wrong', async () => {
    const made = makeApp({
      ...oneModule(),
      'public/a.wasm': HIDDEN,
      'public/a.wasm.br': brotliCompressSync(HIDDEN),
    })
    for (const compress of [true, false]) {
      const built = await build(made, { optimize: { publicFiles: true }, compress }, { bundler })
      expect(wrongSiblings(built)).toEqual([])
      expect(built.files.has('a.wasm.br')).toBe(compress)
      expect(warnings(built, 'decodes to other bytes')).toEqual([])
    }
  })

  it('is stripped, and has no siblings, while watching', async () => {
    const made = makeApp({ ...oneModule(), 'public/a.wasm': HIDDEN, 'public/a.wasm.gz': gzipSync(HIDDEN) })
    const watcher = await watch(made, bundler, { optimize: { publicFiles: true } })
    try {
      expect(await watcher.next()).toBeUndefined()
      const { files } = watcher.built()
      expect(leaksOf(files.get('a.wasm') as Buffer)).toEqual([])
      expect([...files.keys()].filter((file) => /\.(?:br|gz)$/.test(file))).toEqual([])
      expect(watcher.log.join('\n')).toContain('wasm  2 modules, ')
    } finally {
      await watcher.close()
    }
  })
})

describe.each(BUNDLERS)('a module that another plugin wrote past the bundler, in %s', (bundler) => {
  it.each(['generateBundle', 'writeBundle', 'closeBundle'])(
    'in %s, is found, and told in a second report and table with siblings',
    async (hook) => {
      const made = app(oneModule())
      const plugins = [copying('copied/engine.wasm', HIDDEN, hook)]
      const built = await build(made, {}, { bundler, plugins })
      expect(built.error).toBeUndefined()
      expect(built.files.get('copied/engine.wasm')?.equals(HIDDEN)).toBe(true)
      expect(built.reports.map(({ modules }) => modules.map(({ place }) => place))).toEqual([
        ['asset'],
        ['asset', 'disk'],
      ])
      expect(reported(built, 'copied/engine.wasm')).toMatchObject({
        place: 'disk',
        untouched: 'public-file',
        siblings: [{ format: 'br' }, { format: 'gz' }],
      })
      expect(lastReport(built)?.total.rawBytes).toBe(HIDDEN.length + bytesOf(built, 'url.wasm').length)
      expect(wrongSiblings(built)).toEqual([])
      expect(built.files.has('copied/engine.wasm.br')).toBe(true)
      const tables = warnings(built, 'wasm found on disk')
      expect(tables).toHaveLength(1)
      expect(tables[0]).toContain('2 modules in all')
      expect(tables[0]).not.toContain('url-')
    },
  )

  it('is what a script loads that names it, and is budgeted with it: the build fails, and says that all is written', async () => {
    const files = oneModule()
    const main = `${String(files['src/main.js'])}\nfetch('/engine.wasm')`
    const budgets = [
      { scope: 'asset' as const, match: 'engine.wasm', warn: 10 },
      { scope: 'initial' as const, limit: '2 kB', metric: 'raw' as const, name: 'all' },
    ]
    const small = { 'src/url.wasm': moduleOf(1, { dataBytes: 20 }) }
    const made = app({ ...files, ...small, 'src/main.js': main })
    const config = { build: { assetsInlineLimit: 0 } }
    const plugins = [copying('engine.wasm', HIDDEN)]
    const built = await build(made, { budgets }, { bundler, plugins, config })
    expect(built.error?.message).toContain('found after dist was written: do not deploy it')
    expect(built.error?.message).toContain('budget "all" (initial)')
    expect(reported(built, 'engine.wasm')?.uses.map(({ kind }) => kind)).toEqual(['initial'])
    expect(wrongSiblings(built)).toEqual([])
    // It matched nothing before, and that would have been a wrong thing to say.
    expect(warnings(built, 'matches nothing')).toEqual([])
    expect(warnings(built, 'engine.wasm 2.')).toHaveLength(1)
  })

  it('is optimised in place with optimize.publicFiles, never where it has a hash in its name', async () => {
    const made = app({ ...oneModule(), 'engine.wasm': HIDDEN })
    const plugins = [
      copying('a.wasm', HIDDEN),
      copying('a.wasm.br', brotliCompressSync(HIDDEN)),
      copying('b-3f2a9b1c.wasm', moduleOf(211)),
      copying('b-3f2a9b1c.wasm.gz', 'garbage'),
    ]
    const built = await build(made, { optimize: { publicFiles: true } }, { bundler, plugins })
    expect(leaksOf(built.files.get('a.wasm') as Buffer)).toEqual([])
    expect(leaksOf(built.files.get('b-3f2a9b1c.wasm') as Buffer)).toEqual(LEAKS)
    expect(reported(built, 'b-3f2a9b1c.wasm')?.untouched).toBe('name-not-ours')
    expect(wrongSiblings(built)).toEqual([])
    expect(warnings(built, 'decodes to other bytes')).toEqual([
      expect.stringContaining('b-3f2a9b1c.wasm.gz that'),
    ])
    expect(warnings(built, 'would no longer be true')).toHaveLength(1)
  })

  it('is there with the bytes that ship, for plugins that read the output when it is closed', async () => {
    const made = app(oneModule())
    let seen: Buffer | undefined
    const reading = { name: 'reading', closeBundle: () => void (seen = readFileSync(place('a.wasm'))) }
    const plugins = [copying('a.wasm', HIDDEN), reading]
    const built = await build(made, { optimize: { publicFiles: true } }, { bundler, plugins })
    expect(leaksOf(built.files.get('a.wasm') as Buffer)).toEqual([])
    expect(seen?.equals(built.files.get('a.wasm') as Buffer)).toBe(true)
  })

  it('over one that the bundler emitted, is believed: report and siblings are of what lies there', async () => {
    const made = app(oneModule())
    const extra = moduleOf(212)
    const overwriting = {
      name: 'overwriting',
      writeBundle(_options: unknown, bundle: Record<string, unknown>) {
        const file = Object.keys(bundle).find((name) => name.endsWith('.wasm')) as string
        writeFileSync(place(file), extra)
      },
    }
    const built = await build(made, {}, { bundler, plugins: [overwriting] })
    expect(bytesOf(built, 'url.wasm').equals(extra)).toBe(true)
    expect(wrongSiblings(built)).toEqual([])
    expect(lastReport(built)?.modules.map(({ after }) => after.rawBytes)).toEqual([extra.length])
  })

  it('is nothing else: no text, no link out of the output, nothing of an earlier build', async () => {
    const made = app(oneModule())
    made.write({ 'elsewhere/far.wasm': moduleOf(213) })
    const leaving = {
      name: 'leaving',
      // Before the build begins, as far as a plugin can tell; clocks of files are not as fine as others.
      async options() {
        writeFileSync(place('old.wasm'), moduleOf(214))
        await new Promise((resolve) => setTimeout(resolve, 30))
      },
      writeBundle() {
        writeFileSync(place('text.wasm'), 'no module')
        symlinkSync(join(made.root, 'elsewhere'), place('linked'))
        symlinkSync(join(made.root, 'elsewhere/far.wasm'), place('link.wasm'))
      },
    }
    const config = { build: { emptyOutDir: false } }
    const built = await build(made, {}, { bundler, plugins: [leaving], config })
    expect(built.error).toBeUndefined()
    expect(built.reports).toHaveLength(1)
    expect(built.files.has('old.wasm')).toBe(true)
    expect(built.files.has('old.wasm.br')).toBe(false)
  })

  it('is left alone where the build failed', async () => {
    const failing = (hook: string) => ({
      name: 'failing',
      [hook]() {
        throw new Error('failed on purpose')
      },
    })
    for (const hook of ['buildEnd', 'generateBundle', 'writeBundle']) {
      const made = app(oneModule())
      const plugins = [copying('copied/engine.wasm', HIDDEN, 'buildStart'), failing(hook)]
      const config = { build: { emptyOutDir: false } }
      const built = await build(made, {}, { bundler, plugins, config })
      expect(built.error?.message).toContain('failed on purpose')
      expect(built.files.has('copied/engine.wasm')).toBe(true)
      expect(built.files.has('copied/engine.wasm.br')).toBe(false)
      expect(warnings(built, 'found on disk')).toEqual([])
    }
  })

  it('and that cannot be given siblings fails the build with what to do', async () => {
    const made = app(oneModule())
    const blocking = {
      name: 'blocking',
      writeBundle() {
        writeFileSync(place('engine.wasm'), HIDDEN)
        writeFileSync(place('engine.wasm.br/file'), 'a directory where the sibling would be')
      },
    }
    const built = await build(made, {}, { bundler, plugins: [blocking] })
    expect(built.error?.message).toMatch(
      /modules that other plugins wrote to dist cannot be .* EISDIR.*Make the/,
    )
  })
})

describe.each(BUNDLERS)('siblings of an earlier build, in %s', (bundler) => {
  it('are deleted where they do not decode to the module beside them, and only they', async () => {
    const made = app(oneModule())
    const shipped = moduleOf(221)
    const emitting = {
      name: 'emitting',
      async options() {
        writeFileSync(place('engine.wasm.br'), brotliCompressSync(moduleOf(222)))
        writeFileSync(place('engine.wasm.gz'), gzipSync(shipped))
        writeFileSync(place('other.wasm.gz'), gzipSync(moduleOf(223)))
        writeFileSync(place('kept.txt.gz'), 'garbage')
      },
      buildStart(this: { emitFile(file: object): string }) {
        this.emitFile({ type: 'asset', fileName: 'engine.wasm', source: shipped })
      },
    }
    const config = { build: { emptyOutDir: false } }
    const options = { compress: false, optimize: false }
    const built = await build(made, options, { bundler, plugins: [emitting], config })
    expect(built.error).toBeUndefined()
    expect([...built.files.keys()].filter((file) => /\.(?:br|gz)$/.test(file))).toEqual([
      'engine.wasm.gz',
      'kept.txt.gz',
      'other.wasm.gz',
    ])
  })
})

describe.each(VITES)('while watching, in %s', (bundler) => {
  it('stale siblings go, and nothing is measured or budgeted', async () => {
    const made = makeApp({ ...oneModule(), 'public/a.wasm': HIDDEN })
    made.write({ 'dist/a.wasm.br': brotliCompressSync(moduleOf(231)), 'dist/a.wasm.gz': gzipSync(HIDDEN) })
    const watcher = await watch(
      made,
      bundler,
      { budgets: [{ scope: 'total', limit: 1 }] },
      { emptyOutDir: false },
    )
    try {
      expect(await watcher.next()).toBeUndefined()
      const { files } = watcher.built()
      expect([...files.keys()].filter((file) => /\.(?:br|gz)$/.test(file))).toEqual(['a.wasm.gz'])
    } finally {
      await watcher.close()
    }
  })

  it('a budget that is broken by what is found on disk is told, and the watcher lives on', async () => {
    const made = app(oneModule())
    const options = {
      optimize: { watch: true },
      budgets: [{ scope: 'asset' as const, match: 'a.wasm', limit: 1 }],
    }
    const watcher = await watch(made, bundler, options, { plugins: [copying('a.wasm', HIDDEN)] })
    try {
      expect((await watcher.next())?.message).toContain('found after dist was written')
      made.write({ 'src/main.js': String(oneModule()['src/main.js']).concat('\n') })
      expect((await watcher.next())?.message).toContain('found after dist was written')
      expect(wrongSiblings(watcher.built())).toEqual([])
      expect(watcher.built().files.has('a.wasm.br')).toBe(true)
    } finally {
      await watcher.close()
    }
  })
})

describe.each(VITES)('outputs within outputs, in %s', (name) => {
  it('are the business of their own environments', async () => {
    const made = app({
      ...oneModule(),
      'public/a.wasm': HIDDEN,
      'src/server.js': `import url from './only.wasm?url'
        export { url }`,
      'src/only.wasm': moduleOf(241),
    })
    const reports: BuildReport[] = []
    const builder = await vites[name].createBuilder({
      root: made.root,
      configFile: false,
      logLevel: 'silent',
      cacheDir: join(made.root, 'cache'),
      plugins: [
        wasmBudget({ onReport: (report) => void reports.push(report) }),
        {
          ...copying('server/late.wasm', moduleOf(242)),
          applyToEnvironment: (env: { name: string }) => env.name === 'client',
        },
      ],
      environments: {
        client: { build: { outDir: 'dist', emptyOutDir: false } },
        ssr: {
          build: { outDir: 'dist/server', ssr: 'src/server.js', emitAssets: true, copyPublicDir: false },
        },
      },
      builder: {
        async buildApp(builder) {
          const { client, ssr } = builder.environments
          await Promise.all([client, ssr].map((environment) => builder.build(environment as never)))
        },
      },
    })
    await builder.buildApp()
    expect(reports.map(({ modules }) => modules.map(({ place }) => place).sort())).toEqual([
      ['asset', 'public'],
    ])
    const server = [...readTree(join(made.root, 'dist/server')).keys()]
    expect(server.filter((file) => file.endsWith('.wasm'))).toHaveLength(2)
    expect(server.filter((file) => file.endsWith('.br'))).toEqual([])
  })
})

/** An assembly as .NET wraps it: docs/design/mono/webcil.md of dotnet/runtime. */
const webcil = concat(
  assemble(
    `(module
      (memory (import "webcil" "memory") 1)
      (global (export "webcilVersion") i32 i32.const 0)
      (func (export "getWebcilSize") (param i32) local.get 0 i32.const 0 i32.const 4 memory.init 0)
      (func (export "getWebcilPayload") (param i32 i32) local.get 0 i32.const 0 local.get 1 memory.init 1)
      (data "\\00\\20\\00\\00")
      (data "WbIL\\00\\00${'some metadata of an assembly '.repeat(300)}"))`,
    true,
  ),
  customSection('producers', 'wrapped by .NET'.repeat(9)),
)
const component = concat(
  Uint8Array.of(0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0),
  customSection('name', 'x'.repeat(6000)),
)

describe.each(BUNDLERS)('what is not to be changed, in %s', (bundler) => {
  it.each([
    ['a .NET assembly (webcil)', webcil, 'webcil'],
    ['a component', component, 'unreadable'],
  ])('%s keeps every byte, is counted and has siblings', async (_, wasm, untouched) => {
    const budgets = [{ scope: 'total' as const, limit: '1 MB' }]
    const built = await build(
      makeApp(oneModule(wasm)),
      { budgets, optimize: { strip: 'always' } },
      { bundler },
    )
    expect(built.error).toBeUndefined()
    expect(bytesOf(built, 'url.wasm').equals(wasm)).toBe(true)
    const [module] = lastReport(built)?.modules ?? []
    expect(module).toMatchObject({
      untouched,
      chosen: 'keep',
      siblings: [{ format: 'br' }, { format: 'gz' }],
    })
    expect(wrongSiblings(built)).toEqual([])
    expect(lastReport(built)?.budgets[0]?.modules).toHaveLength(1)
  })
})

describe.each(BUNDLERS)('companions of a module, in %s', (bundler) => {
  const data = Buffer.from('files of a program '.repeat(600))
  const files = {
    ...oneModule(),
    'src/main.js': `import url from './url.wasm?url'
      import data from './url.data?url'
      import other from './other.dat?url'
      console.log(url, data, other)`,
    'src/url.data': data,
    'src/other.dat': Buffer.from('of nobody '.repeat(700)),
  }
  const kinds = ({ reports }: Built) =>
    reports
      .at(-1)
      ?.modules.map(({ originalNames, untouched, companionOf }) => [
        originalNames.find((name) => name.startsWith('src/')),
        untouched,
        companionOf?.replace(/-[\w-]{8}\./, '.'),
      ])

  it('by include are counted, budgeted and compressed with it; their bytes are their own', async () => {
    const include = ['**/*.wasm', '**/*.{data,dat}']
    const budgets = [
      { scope: 'total' as const, match: '**/*.{data,dat}', limit: '1 MB', metric: 'raw' as const },
      { scope: 'initial' as const, limit: '1 MB', metric: 'raw' as const },
    ]
    const built = await build(makeApp(files), { include, budgets }, { bundler })
    expect(built.error).toBeUndefined()
    expect(kinds(built)?.sort()).toEqual([
      ['src/other.dat', 'companion', undefined],
      ['src/url.data', 'companion', 'assets/url.wasm'],
      ['src/url.wasm', undefined, undefined],
    ])
    expect(bytesOf(built, 'url.data').equals(data)).toBe(true)
    expect(bytesOf(built, 'url.data.br').length).toBeLessThan(data.length)
    expect(wrongSiblings(built)).toEqual([])
    const [total, initial] = lastReport(built)?.budgets ?? []
    expect(total?.sizeBytes).toBe(data.length + 7000)
    expect(initial?.modules).toHaveLength(3)
  })

  it("are nobody's business without include, or where exclude names them", async () => {
    const built = await build(makeApp(files), {}, { bundler })
    expect(kinds(built)).toHaveLength(1)
    expect(built.files.has('assets/url.data.br')).toBe(false)
    const options = { include: ['**/*'], exclude: '**/*.{data,dat}' }
    expect(kinds(await build(makeApp(files), options, { bundler }))).toHaveLength(1)
  })

  it('are found on disk too, and loaded with their module', async () => {
    const made = app({ ...oneModule(), 'src/main.js': `fetch('/engine.wasm')` })
    const plugins = [copying('engine.wasm', HIDDEN), copying('engine.data', String(data))]
    const built = await build(made, { include: ['*.wasm', '*.data'] }, { bundler, plugins })
    expect(built.error).toBeUndefined()
    expect(reported(built, 'engine.data')).toMatchObject({
      place: 'disk',
      companionOf: 'engine.wasm',
      uses: [{ kind: 'initial' }],
      siblings: [{ format: 'br' }, { format: 'gz' }],
    })
    expect(wrongSiblings(built)).toEqual([])
  })
})

describe.each(VITES)('companions in public/, in %s', (bundler) => {
  it('are found by name', async () => {
    const made = makeApp({ ...oneModule(), 'public/a.wasm': HIDDEN, 'public/a.data': 'a'.repeat(5000) })
    const built = await build(made, { include: ['**/*.wasm', 'public/*.data'] }, { bundler })
    expect(reported(built, 'a.data')).toMatchObject({ place: 'public', companionOf: 'a.wasm' })
    expect(wrongSiblings(built)).toEqual([])
    expect(built.files.has('a.data.br')).toBe(true)
  })
})
