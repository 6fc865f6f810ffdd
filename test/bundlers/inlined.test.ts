import { join } from 'node:path'

import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping'
import { wasm } from '@rollup/plugin-wasm'
import type { BuildReport, ModuleReport, WasmBudgetOptions } from 'vite-plugin-wasm-budget'
import wasmBudget from 'vite-plugin-wasm-budget'
import { afterAll, describe, expect, it } from 'vitest'

import {
  type App,
  build,
  type Built,
  type Bundler,
  BUNDLERS,
  type Files,
  makeApp,
  readTree,
  removeApps,
  sha256,
  untruthfulNames,
  vites,
  VITES,
  withoutHash,
} from '../support/app.ts'
import {
  assemble,
  customSection,
  concat,
  leaksOf,
  LEAKS,
  moduleOf,
  customSections,
} from '../support/wasm-fixtures.ts'
import { watch } from '../support/watch.ts'

afterAll(removeApps)

const tiny = (seed: number): Uint8Array => moduleOf(seed, { dataBytes: 300 })

const page = '<!doctype html><title>app</title><script type="module" src="/src/main.js"></script>'

/** One module that every bundler inlines, each in its way. */
const oneInlined = (bundler: Bundler, source: Uint8Array, rest = ''): Files => ({
  'index.html': page,
  'src/main.js': bundler.startsWith('vite')
    ? `import url from './a.wasm?url'\nconsole.log(url)\n${rest}`
    : `import load from './a.wasm'\nconsole.log(load)\n${rest}`,
  'src/a.wasm': source,
})

interface Settings {
  readonly without?: boolean
  readonly instance?: ReturnType<typeof wasmBudget>
  readonly sourcemap?: boolean
  readonly minify?: boolean
}

/** Builds with names that have hashes everywhere. */
function buildInlined(
  app: App,
  bundler: Bundler,
  options: WasmBudgetOptions = {},
  { sourcemap = false, minify, ...settings }: Settings = {},
): Promise<Built> {
  if (bundler.startsWith('vite')) {
    const config = { build: { sourcemap, ...(minify === undefined ? {} : { minify }) } }
    return build(app, options, { bundler, config, ...settings })
  }
  const native = bundler === 'rolldown' && minify !== undefined ? { minify } : {}
  const output = { entryFileNames: '[name]-[hash].js', sourcemap, ...native } as object
  const plugins = [wasm({ targetEnv: 'browser', maxFileSize: 1e6 })]
  return build(app, options, { bundler, plugins, output, ...settings })
}

/** Modules in the texts of an output, by file. */
function inlinedIn({ files }: Pick<Built, 'files'>): [file: string, bytes: Buffer][] {
  return [...files]
    .filter(([file]) => /\.(?:js|css|html)$/.test(file))
    .flatMap(([file, text]) =>
      (text.toString('latin1').match(/AGFzbQE(?:[\w+/]|%2B|%2F)+(?:=|%3D){0,2}/g) ?? []).map(
        (base64): [string, Buffer] => [file, Buffer.from(decodeURIComponent(base64), 'base64')],
      ),
    )
}

const inlinedModules = ({ reports }: Built): ModuleReport[] =>
  (reports[0]?.modules ?? []).filter(({ place }) => place === 'inlined')

async function run(bytes: Uint8Array): Promise<number> {
  const imports = { env: { log: () => undefined } }
  const { instance } = await WebAssembly.instantiate(new Uint8Array(bytes), imports)
  return (instance.exports['run'] as (x: number) => number)(7)
}

describe.each(BUNDLERS)('a module that is inlined by %s', (bundler) => {
  it('ships without what leaks, does the same, and is reported as it was written', async () => {
    const built = await buildInlined(makeApp(oneInlined(bundler, tiny(1))), bundler)
    expect(built.error).toBeUndefined()
    const [[file, bytes], ...others] = inlinedIn(built) as [[string, Buffer]]
    expect(others).toEqual([])
    expect(leaksOf(tiny(1))).toEqual(LEAKS)
    expect(leaksOf(bytes)).toEqual([])
    expect(await run(bytes)).toBe(await run(tiny(1)))
    const base64Bytes = bytes.toString('base64').length
    expect(built.reports[0]?.modules).toEqual([
      expect.objectContaining({
        fileName: `${file}#a.wasm`,
        place: 'inlined',
        originalNames: ['src/a.wasm'],
        sha256: sha256(bytes),
        before: expect.objectContaining({ rawBytes: Buffer.from(tiny(1)).toString('base64').length }),
        after: expect.objectContaining({ rawBytes: base64Bytes }),
        inlined: expect.objectContaining({ file, copies: 1, moduleBytes: bytes.length, base64Bytes }),
        siblings: [],
        uses: [{ file, kind: 'initial' }],
      }),
    ])
    expect(built.log.join('\n')).toContain(`of wasm inlined in ${file.replace('assets/', '')}; `)
    expect(built.reports[0]?.findings).toEqual([
      expect.objectContaining({ code: 'module-inlined', severity: 'info', asset: `${file}#a.wasm` }),
    ])
  })

  it('changes the name of its script with its bytes', async () => {
    const app = makeApp(oneInlined(bundler, tiny(2)))
    const scripts: string[] = []
    const pipelines: WasmBudgetOptions[] = [{}, { optimize: false }, { optimize: { keepSections: 'name' } }]
    for (const options of pipelines) {
      const built = await buildInlined(app, bundler, options)
      scripts.push(...inlinedIn(built).map(([file]) => file))
    }
    expect(scripts).toHaveLength(3)
    expect(new Set(scripts).size).toBe(3)
  })

  it.each([true, false])('leaves source maps right, minify: %s', async (minify) => {
    const rest = `console.log('behind', [1, 2], 'more of it'); console.log('last')\n`
    const files = oneInlined(bundler, tiny(3), rest)
    const built = await buildInlined(makeApp(files), bundler, {}, { sourcemap: true, minify })
    const [[file]] = inlinedIn(built) as [[string, Buffer]]
    expect(leaksOf((inlinedIn(built)[0] as [string, Buffer])[1])).toEqual([])
    const map = new TraceMap(built.files.get(`${file}.map`)?.toString('utf8') as string)
    const code = (built.files.get(file) as Buffer).toString('utf8')
    const source = files['src/main.js'] as string
    // What the bundler's own map says of a literal may be the literal's or its statement's beginning.
    for (const words of ['behind', 'more of it', 'last']) {
      const position = originalPositionFor(map, positionIn(code, words))
      expect({ words, ...position, source: position.source?.replace(/^.*\//, '') }).toMatchObject({
        words,
        source: 'main.js',
        ...positionIn(source, words),
      })
    }
  })

  it('is left alone where the options exclude it, and is reported', async () => {
    const app = makeApp(oneInlined(bundler, tiny(4)))
    const without = await buildInlined(app, bundler, {}, { without: true })
    for (const exclude of ['**/a.wasm', 'src/*', '**/*.js#a.wasm']) {
      const built = await buildInlined(app, bundler, { exclude })
      expect([...built.files]).toEqual([...without.files])
      expect(inlinedModules(built).map(({ untouched }) => untouched)).toEqual(['excluded'])
    }
    const included = await buildInlined(app, bundler, { include: '**/b.wasm' })
    expect([...included.files]).toEqual([...without.files])
  })

  it('is left alone with optimize: false', async () => {
    const app = makeApp(oneInlined(bundler, tiny(5)))
    const without = await buildInlined(app, bundler, {}, { without: true })
    const built = await buildInlined(app, bundler, { optimize: false })
    expect([...built.files]).toEqual([...without.files])
    expect(inlinedModules(built).map(({ untouched }) => untouched)).toEqual(['disabled'])
  })

  it('counts in every budget as what goes over the wire', async () => {
    const app = makeApp(oneInlined(bundler, tiny(6)))
    const plain = await buildInlined(app, bundler)
    const { gzipBytes } = inlinedModules(plain)[0]?.after ?? { gzipBytes: 0 }
    const scopes = ['asset', 'chunk', 'initial', 'total'] as const
    const limited = (limit: number) =>
      buildInlined(app, bundler, { budgets: scopes.map((scope) => ({ scope, limit, metric: 'gzip' })) })
    expect((await limited(gzipBytes)).error).toBeUndefined()
    const exceeded = await limited(gzipBytes - 1)
    expect(exceeded.error?.message).toContain('4 budgets exceeded')
    expect(exceeded.reports[0]?.budgets.map(({ sizeBytes }) => sizeBytes)).toEqual(
      scopes.map(() => gzipBytes),
    )
    expect(plain.reports[0]?.total.gzipBytes).toBe(gzipBytes)
  })

  it('is made the same by the same plugins twice', async () => {
    const app = makeApp(oneInlined(bundler, tiny(7)))
    const reports: unknown[] = []
    const instance = wasmBudget({
      onReport: ({ modules }) => void reports.push(modules.map((m) => m.sha256)),
    })
    const first = await buildInlined(app, bundler, {}, { instance })
    const second = await buildInlined(app, bundler, {}, { instance })
    expect([...second.files]).toEqual([...first.files])
    expect(reports[1]).toEqual(reports[0])
  })

  it('warns above a size, with what it costs and what to do', async () => {
    const large = moduleOf(8, { dataBytes: 16_100 })
    const files = {
      ...oneInlined(bundler, large),
      ...(bundler.startsWith('vite')
        ? { 'src/main.js': `import url from './a.wasm?url&inline'\nconsole.log(url)` }
        : {}),
    }
    const built = await buildInlined(makeApp(files), bundler)
    const [module] = inlinedModules(built)
    const kilobytes = (bytes = 0) => `${(bytes / 1000).toFixed(1)} kB`
    const { moduleBytes, base64Bytes, asFile } = module?.inlined ?? {}
    const told = built.log.filter((line) => line.includes('of base64 for'))
    expect(told).toHaveLength(1)
    expect(told[0]).toContain(
      `is inlined: ${kilobytes(base64Bytes)} of base64 for ${kilobytes(moduleBytes)} of wasm `,
    )
    const { brotliBytes } = module?.after ?? {}
    expect(brotliBytes).toBeGreaterThan(asFile?.brotliBytes as number)
    expect(told[0]).toContain(
      `(brotli ${kilobytes(brotliBytes)}, as a file ${kilobytes(asFile?.brotliBytes)}). Browsers can neither `,
    )
    expect(told[0]).toContain(bundler.startsWith('vite') ? '?url&no-inline' : 'maxFileSize: 0')
  })
})

describe.each(BUNDLERS)('texts that are no modules, in %s', (bundler) => {
  const text = Buffer.from(tiny(10)).toString('base64')
  const probe = Buffer.from(
    concat(assemble('(module (func (result v128) i32.const 0 i8x16.splat))'), customSection('name', '')),
  ).toString('base64')

  it('stay what they are', async () => {
    const lines = [
      `'AGFzbQEAAAA'`,
      `'AGFzbQEAAAABBgFgAX8B'`,
      `'${text.slice(0, 400)}'`,
      `'${text.slice(0, 76)}\\n${text.slice(76)}'`,
      `'${text.slice(0, 100)}-${text.slice(101)}'`,
      `'AAAA${text}'`,
    ]
    const main = `console.log(${lines.join(', ')})`
    const app = makeApp({ 'index.html': page, 'src/main.js': main })
    const without = await buildInlined(app, bundler, {}, { without: true })
    const built = await buildInlined(app, bundler)
    expect([...built.files]).toEqual([...without.files])
    expect(built.reports[0]?.modules).toEqual([])
  })

  it('but only ask what a browser knows, stay what they are and are reported', async () => {
    const app = makeApp({ 'index.html': page, 'src/main.js': `check('${probe}')` })
    const without = await buildInlined(app, bundler, {}, { without: true })
    const built = await buildInlined(app, bundler)
    expect([...built.files]).toEqual([...without.files])
    expect(inlinedModules(built).map(({ untouched }) => untouched)).toEqual(['probe'])
  })
})

const everyPlace = (): Files => ({
  'index.html': page.replace(
    '<script',
    '<link rel="preload" as="fetch" crossorigin href="/src/page.wasm"><script',
  ),
  'src/main.js': `import './style.css'
    import url from './url.wasm?url'
    import init from './init.wasm?init'
    import Started from './started.js?worker'
    import Inline from './inline.js?worker&inline'
    const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' })
    const other = new URL('./new-url.wasm', import.meta.url)
    console.log(url, init, worker, other, new Inline(), new Started())
    import('./lazy.js').then(({ lazy }) => console.log(lazy))`,
  'src/lazy.js': `import lazy from './lazy.wasm?url'
    export { lazy }`,
  'src/worker.js': `import only from './worker-only.wasm?url'
    import Nested from './nested.js?worker&inline'
    postMessage([only, new Nested()])`,
  'src/nested.js': `import nested from './nested.wasm?url'
    postMessage([nested])`,
  'src/started.js': `import started from './started.wasm?url'
    postMessage([started])`,
  'src/inline.js': `import inline from './inline.wasm?url'
    postMessage([inline])`,
  'src/style.css': `body { background: url('./style.wasm') }`,
  'src/url.wasm': tiny(20),
  'src/init.wasm': tiny(21),
  'src/new-url.wasm': tiny(22),
  'src/lazy.wasm': tiny(23),
  'src/worker-only.wasm': tiny(24),
  'src/nested.wasm': tiny(25),
  'src/started.wasm': tiny(26),
  'src/inline.wasm': tiny(27),
  'src/style.wasm': tiny(28),
  'src/page.wasm': tiny(29),
})

describe.each(VITES)('every place of a base64 module in %s', (bundler) => {
  // Vite 8 inlines nothing into pages.
  const inPage = bundler === 'vite' ? [] : ['index.html#index.html']

  it('is found, made smaller and told with who loads it', async () => {
    const built = await build(makeApp(everyPlace()), {}, { bundler })
    expect(built.error).toBeUndefined()
    const inlined = inlinedIn(built)
    expect(inlined.filter(([, bytes]) => leaksOf(bytes).length > 0).map(([file]) => file)).toEqual([])
    const modules = inlinedModules(built)
    // The minifier of Vite 8 writes the text of a nested worker twice, once with `encodeURIComponent` done.
    const told = modules.flatMap(({ inlined, sha256 }) =>
      Array.from({ length: inlined?.copies ?? 0 }, () => [inlined?.file, sha256]),
    )
    expect(told.sort()).toEqual(inlined.map(([file, bytes]) => [file, sha256(bytes)]).sort())
    expect(modules.map(({ fileName }) => withoutHash(fileName)).sort()).toEqual(
      [
        'assets/index.css#style.css',
        'assets/index.js#init.wasm',
        'assets/index.js#inline.wasm',
        // Who mentions it, as the bundler does not say more.
        'assets/index.js#main.js',
        'assets/index.js#url.wasm',
        'assets/lazy.js#lazy.wasm',
        'assets/started.js#started.wasm',
        'assets/worker.js#nested.wasm',
        'assets/worker.js#worker-only.wasm',
        ...inPage,
      ].sort(),
    )
    const kinds = (name: string) =>
      modules.find(({ fileName }) => fileName.endsWith(`#${name}`))?.uses.map(({ kind }) => kind)
    expect(kinds('url.wasm')).toEqual(['initial'])
    expect(kinds('inline.wasm')).toEqual(['initial'])
    expect(kinds('lazy.wasm')).toEqual(['lazy'])
    expect(kinds('nested.wasm')).toEqual(['worker'])
    expect(modules.filter(({ chosen }) => !chosen.startsWith('strip'))).toEqual([])
    expect(new Set(modules.map(({ originalNames }) => originalNames.length))).toEqual(new Set([1]))
  })

  it('changes the names of its files with its bytes', async () => {
    const app = makeApp(everyPlace())
    const names = async (options: WasmBudgetOptions) => {
      const files = inlinedIn(await build(app, options, { bundler })).map(([file]) => file)
      return [...new Set(files)].filter((file) => file !== 'index.html')
    }
    const before = await names({ optimize: false })
    const after = await names({})
    expect(before.map(withoutHash).sort()).toEqual(after.map(withoutHash).sort())
    expect(before).toHaveLength(5)
    expect(after.filter((file) => before.includes(file))).toEqual([])
  })

  it('is left alone where a worker is excluded that is inlined itself', async () => {
    const app = makeApp(everyPlace())
    const built = await build(app, { exclude: '**/inline.wasm' }, { bundler })
    const kept = inlinedIn(built).filter(([, bytes]) => leaksOf(bytes).length > 0)
    expect(kept.map(([, bytes]) => sha256(bytes))).toEqual([sha256(tiny(27))])
    const told = inlinedModules(built).filter(({ untouched }) => untouched !== undefined)
    expect(told.map(({ originalNames, untouched }) => [originalNames, untouched])).toEqual([
      [['src/inline.wasm'], 'excluded'],
    ])
  })

  it('in a library is told with how libraries emit files', async () => {
    const files = {
      'src/main.js': `import url from './a.wasm?url'\nexport { url }`,
      'src/a.wasm': moduleOf(30, { dataBytes: 17_000 }),
    }
    const lib = { entry: 'src/main.js', formats: ['es', 'cjs'] as ('es' | 'cjs')[], fileName: 'library' }
    const built = await build(makeApp(files), {}, { bundler, config: { build: { lib } } })
    expect(built.error).toBeUndefined()
    expect(inlinedIn(built).map(([file, bytes]) => [file, leaksOf(bytes)])).toEqual([['library.js', []]])
    expect(built.reports.map(({ modules }) => modules.map(({ place }) => place))).toEqual([
      ['inlined'],
      ['inlined'],
    ])
    const told = built.log.find((line) => line.includes('of base64 for'))
    expect(told).toContain('Libraries get every asset inlined: import it with ?url&no-inline')
  })

  it('counts copies in one script once, as large as they are', async () => {
    const files = {
      'index.html': page,
      'src/main.js': `import one from './one.wasm?url'
        import two from './two.wasm?url'
        console.log(one, two)`,
      'src/one.wasm': tiny(31),
      'src/two.wasm': tiny(31),
    }
    const built = await build(makeApp(files), {}, { bundler })
    const [first] = inlinedIn(built)
    const [module, ...others] = inlinedModules(built)
    expect(others).toEqual([])
    expect(module?.originalNames).toEqual(['src/one.wasm', 'src/two.wasm'])
    const base64Bytes = 2 * (first?.[1].toString('base64').length ?? 0)
    expect(module?.inlined).toMatchObject({ copies: 2, base64Bytes })
    expect(module?.after.rawBytes).toBe(base64Bytes)
  })

  it('is the same for client and server that are built at the same time', async () => {
    const app = makeApp({
      ...everyPlace(),
      'src/server.js': `import url from './url.wasm?url'
        import lazy from './lazy.wasm?url'
        export { url, lazy }`,
    })
    const reports: BuildReport[] = []
    const builder = await vites[bundler].createBuilder({
      root: app.root,
      configFile: false,
      cacheDir: join(app.root, 'cache'),
      logLevel: 'silent',
      plugins: [
        wasmBudget({ environments: ['client', 'ssr'], onReport: (report) => void reports.push(report) }),
      ],
      environments: {
        client: { build: { outDir: 'dist/client' } },
        ssr: { build: { outDir: 'dist/server', ssr: 'src/server.js' } },
      },
      builder: {
        async buildApp({ environments, build }) {
          await Promise.all(Object.values(environments).map((environment) => build(environment)))
        },
      },
    })
    await builder.buildApp()
    const client = inlinedIn({ files: readTree(join(app.root, 'dist/client')) })
    const server = inlinedIn({ files: readTree(join(app.root, 'dist/server')) })
    expect([...client, ...server].flatMap(([, bytes]) => leaksOf(bytes))).toEqual([])
    expect(server).toHaveLength(2)
    const onClient = new Set(client.map(([, bytes]) => sha256(bytes)))
    expect(server.filter(([, bytes]) => !onClient.has(sha256(bytes)))).toEqual([])
    expect(reports.find(({ environment }) => environment === 'ssr')?.modules).toHaveLength(2)
  })

  it('is stripped only while watching, and stays what it is when something else changes', async () => {
    const app = makeApp(everyPlace())
    app.installEngine('throw new Error("never to be loaded")')
    const watcher = await watch(app, bundler)
    try {
      expect(await watcher.next()).toBeUndefined()
      const first = inlinedIn(watcher.built())
      expect(first.length).toBeGreaterThanOrEqual(9)
      expect(first.flatMap(([, bytes]) => leaksOf(bytes))).toEqual([])
      expect(customSections(first[0]?.[1] as Buffer)).toContain('producers')
      app.write({ 'src/main.js': `${everyPlace()['src/main.js'] as string}\nconsole.log('changed')` })
      const isChanged = () => [...watcher.built().files.values()].some((bytes) => bytes.includes('changed'))
      while (!isChanged()) expect(await watcher.next()).toBeUndefined()
      const hashes = (modules: typeof first) => modules.map(([, bytes]) => sha256(bytes)).sort()
      expect(hashes(inlinedIn(watcher.built()))).toEqual(hashes(first))
    } finally {
      await watcher.close()
    }
  })

  it('that another plugin writes after all is reported as it is', async () => {
    const text = Buffer.from(tiny(32)).toString('base64')
    const late = {
      name: 'late',
      generateBundle(_options: unknown, bundle: Record<string, { type: string; code?: string }>) {
        for (const file of Object.values(bundle)) if (file.type === 'chunk') file.code += `\nlate("${text}")`
      },
    }
    const app = makeApp({ 'index.html': page, 'src/main.js': 'console.log(1)' })
    const built = await build(app, {}, { bundler, plugins: [late] })
    expect(inlinedModules(built).map(({ untouched, sha256 }) => [untouched, sha256])).toEqual([
      ['text-not-ours', sha256(tiny(32))],
    ])
  })
})

describe('all builds of this file', () => {
  it('gave no two contents the same name with a hash', () => {
    expect(untruthfulNames()).toEqual([])
  })
})

/** Position of a literal with these words, its quote included; lines from 1, columns from 0. */
function positionIn(code: string, words: string): { line: number; column: number } {
  const at = code.indexOf(words) - 1
  const before = code.slice(0, at)
  return { line: before.split('\n').length, column: at - (before.lastIndexOf('\n') + 1) }
}
