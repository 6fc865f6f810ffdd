import { rmSync } from 'node:fs'
import { basename, join } from 'node:path'

import wasmBudget, { type BuildReport } from 'vite-plugin-wasm-budget'
import { afterAll, describe, expect, it } from 'vitest'

import {
  type App,
  build,
  bytesOf,
  danglingNames,
  fileOf,
  makeApp,
  modulesOf,
  readTree,
  recordingLogger,
  removeApps,
  vites,
  VITES,
  type ViteName,
  wrongSiblings,
} from '../support/app.ts'
import { oneModule } from '../support/apps.ts'
import { leaksOf, LEAKS, moduleOf } from '../support/wasm-fixtures.ts'
import { watch, type Watcher } from '../support/watch.ts'

afterAll(removeApps)

const settled = (app: App, vite: ViteName, log: string[] = []) => ({
  root: app.root,
  configFile: false as const,
  cacheDir: join(app.root, 'cache'),
  customLogger: recordingLogger(vites[vite], 'info', (...parts) => void log.push(parts.join(' '))),
})

describe.each(VITES)('client and server built by %s', (name) => {
  const files = {
    ...oneModule(moduleOf(51)),
    'src/server.js': `import url from './url.wasm?url'
      import only from './server-only.wasm?url'
      export { url, only }`,
    'src/server-only.wasm': moduleOf(52),
  }

  it.each(['one after the other', 'at the same time'])(
    '%s agree on names and bytes, and only the client has siblings and a report',
    async (order) => {
      const app = makeApp(files)
      const log: string[] = []
      const reports: BuildReport[] = []
      const builder = await vites[name].createBuilder({
        ...settled(app, name, log),
        plugins: [wasmBudget({ onReport: (report) => void reports.push(report) })],
        environments: {
          client: { build: { outDir: 'dist/client' } },
          ssr: { build: { outDir: 'dist/server', ssr: 'src/server.js', emitAssets: true } },
        },
        builder: {
          async buildApp(builder) {
            const environments = Object.values(builder.environments)
            if (order === 'at the same time')
              await Promise.all(environments.map((environment) => builder.build(environment)))
            else for (const environment of environments) await builder.build(environment)
          },
        },
      })
      await builder.buildApp()
      const client = { files: readTree(join(app.root, 'dist/client')) }
      const server = { files: readTree(join(app.root, 'dist/server')) }
      expect(fileOf(server, 'url.wasm')).toBe(fileOf(client, 'url.wasm'))
      expect(bytesOf(server, 'url.wasm').equals(bytesOf(client, 'url.wasm'))).toBe(true)
      const script = bytesOf(server, 'server.js').toString('utf8')
      expect(script).toContain(basename(fileOf(client, 'url.wasm')))
      for (const bytes of [...modulesOf(client).values(), ...modulesOf(server).values()]) {
        expect(leaksOf(bytes)).toEqual([])
      }
      expect(danglingNames(client)).toEqual([])
      expect(danglingNames(server)).toEqual([])
      expect([...client.files.keys()].filter((file) => file.endsWith('.br'))).toEqual([
        `${fileOf(client, 'url.wasm')}.br`,
      ])
      expect(wrongSiblings(client)).toEqual([])
      expect([...server.files.keys()].filter((file) => /\.(?:br|gz)$/.test(file))).toEqual([])
      expect(reports.map(({ environment, modules }) => [environment, modules.length])).toEqual([
        ['client', 1],
      ])
      expect(log.filter((line) => line.includes('gzip    brotli'))).toHaveLength(1)
    },
  )

  it('report on the environments that the options name', async () => {
    const app = makeApp(files)
    const reports: BuildReport[] = []
    const builder = await vites[name].createBuilder({
      ...settled(app, name),
      plugins: [wasmBudget({ environments: ['ssr'], onReport: (report) => void reports.push(report) })],
      environments: {
        client: { build: { outDir: 'dist/client' } },
        ssr: { build: { outDir: 'dist/server', ssr: 'src/server.js', emitAssets: true } },
      },
      builder: {},
    })
    for (const environment of Object.values(builder.environments)) await builder.build(environment)
    expect(reports.map(({ environment, modules }) => [environment, modules.length])).toEqual([['ssr', 2]])
    const client = { files: readTree(join(app.root, 'dist/client')) }
    expect(wrongSiblings(client)).toEqual([])
    expect([...client.files.keys()].filter((file) => file.endsWith('.br'))).toEqual([])
    expect(leaksOf(bytesOf(client, 'url.wasm'))).toEqual([])
  })

  it('by build.ssr alone agree with the client too', async () => {
    const app = makeApp(files)
    const client = await build(app, {}, { bundler: name })
    const server = await build(
      app,
      { environments: ['client', 'ssr'] },
      { bundler: name, config: { build: { ssr: 'src/server.js', ssrEmitAssets: true } } },
    )
    expect(server.error).toBeUndefined()
    expect(fileOf(server, 'url.wasm')).toBe(fileOf(client, 'url.wasm'))
    expect(bytesOf(server, 'url.wasm').equals(bytesOf(client, 'url.wasm'))).toBe(true)
    expect(wrongSiblings(server)).toEqual([])
  })
})

describe.each(VITES)('two outputs of one build in %s', (bundler) => {
  it('are both optimised, compressed and reported', async () => {
    const app = makeApp(oneModule(moduleOf(53)))
    const output = [
      { dir: join(app.root, 'dist/a'), entryFileNames: 'a.js' },
      { dir: join(app.root, 'dist/b'), assetFileNames: 'other/[name].[hash:12][extname]' },
    ]
    const built = await build(
      app,
      {},
      { bundler, config: { build: { rollupOptions: { output } } } as object },
    )
    expect(built.error).toBeUndefined()
    expect(built.reports.map(({ modules }) => modules.length)).toEqual([1, 1])
    expect([...modulesOf(built).keys()]).toEqual([
      expect.stringMatching(/^a\/assets\/url-[\w-]{8}\.wasm$/),
      expect.stringMatching(/^b\/other\/url\.[\w-]{12}\.wasm$/),
    ])
    for (const bytes of modulesOf(built).values()) expect(leaksOf(bytes)).toEqual([])
    expect(wrongSiblings(built)).toEqual([])
    expect([...built.files.keys()].filter((file) => file.endsWith('.gz'))).toHaveLength(2)
  })
})

describe('the same plugin instance', () => {
  it.each([...VITES, 'rollup', 'rolldown'] as const)('builds twice with %s', async (bundler) => {
    const app = makeApp(oneModule(moduleOf(54)))
    const reports: BuildReport[] = []
    const instance = wasmBudget({ onReport: (report) => void reports.push(report) })
    const first = await build(app, {}, { bundler, instance })
    const second = await build(app, {}, { bundler, instance })
    expect([first.error, second.error]).toEqual([undefined, undefined])
    expect([...second.files]).toEqual([...first.files])
    expect(reports).toHaveLength(2)
  })
})

describe.each(VITES)('watch mode of %s', (bundler) => {
  const files = (seed: number) => ({
    ...oneModule(),
    'src/main.js': `const url = new URL('./url.wasm', import.meta.url)
      const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' })
      console.log(url, worker)`,
    'src/worker.js': `import only from './only.wasm?url'
      console.log(only)`,
    'src/only.wasm': moduleOf(60),
    'src/url.wasm': moduleOf(seed),
  })

  // Vite 6 watches no module that is only mentioned by `new URL`.
  const change = (app: App, wasm: Uint8Array): void => {
    app.write({ 'src/url.wasm': wasm })
    if (bundler === 'vite6') app.write({ 'src/main.js': `${files(0)['src/main.js']}\n` })
  }

  // A watcher may report one change in two events: wait for the build that has it.
  async function until(watcher: Watcher, met: () => boolean): Promise<void> {
    while (!met()) expect(await watcher.next()).toBeUndefined()
  }

  it('strips only, without siblings and budgets, and follows changes of a module', async () => {
    const app = makeApp(files(61))
    app.installEngine('throw new Error("never to be loaded")')
    const watcher = await watch(app, bundler, { budgets: [{ scope: 'total', limit: 1 }] })
    try {
      expect(await watcher.next()).toBeUndefined()
      const first = watcher.built()
      expect([...modulesOf(first).values()].flatMap((bytes) => leaksOf(bytes))).toEqual([])
      expect(modulesOf(first).size).toBe(2)
      expect([...first.files.keys()].filter((file) => /\.(?:br|gz)$/.test(file))).toEqual([])
      const before = fileOf(first, 'url.wasm')

      rmSync(join(app.root, 'dist'), { recursive: true })
      change(app, moduleOf(62))
      await until(watcher, () => modulesOf(watcher.built()).size > 0)
      const second = watcher.built()
      expect(fileOf(second, 'url.wasm')).not.toBe(before)
      expect(leaksOf(bytesOf(second, 'url.wasm'))).toEqual([])
      expect(danglingNames(second)).toEqual([])
      expect(
        watcher.log.filter((line) => line.includes('stripped only while watching')).length,
      ).toBeGreaterThan(1)
    } finally {
      await watcher.close()
    }
  })

  it('optimises, compresses and judges where optimize.watch asks for it, and survives a broken budget', async () => {
    const app = makeApp(files(63))
    const watcher = await watch(app, bundler, {
      optimize: { watch: true },
      budgets: [{ scope: 'asset', match: '**/url*', limit: '6 kB', metric: 'raw' }],
    })
    try {
      expect(await watcher.next()).toBeUndefined()
      expect(wrongSiblings(watcher.built())).toEqual([])
      expect(watcher.built().files.has(`${fileOf(watcher.built(), 'url.wasm')}.br`)).toBe(true)

      change(app, moduleOf(64, { dataBytes: 7000 }))
      let error: Error | undefined
      while (error === undefined) error = await watcher.next()
      expect(error.message).toContain('1 budget exceeded')

      rmSync(join(app.root, 'dist'), { recursive: true, force: true })
      change(app, moduleOf(65))
      while (modulesOf(watcher.built()).size === 0) await watcher.next()
      expect(leaksOf(bytesOf(watcher.built(), 'url.wasm'))).toEqual([])
      expect(wrongSiblings(watcher.built())).toEqual([])
    } finally {
      await watcher.close()
    }
  })
})

describe.each(VITES)('the dev server of %s', (bundler) => {
  it('serves modules as they are, and says nothing of them', async () => {
    const app = makeApp({ ...oneModule(moduleOf(71)), 'src/main.js': `import './url.wasm?init'` })
    app.installEngine('throw new Error("never to be loaded")')
    const log: string[] = []
    const server = await vites[bundler].createServer({
      ...settled(app, bundler, log),
      plugins: [wasmBudget({ budgets: [{ scope: 'total', limit: 1 }] })],
      server: { host: '127.0.0.1', port: 0, hmr: false, watch: null },
      optimizeDeps: { noDiscovery: true },
    })
    try {
      await server.listen()
      const origin = server.resolvedUrls?.local[0] ?? 'nowhere'
      const response = await fetch(new URL('src/url.wasm', origin))
      expect(response.headers.get('content-type')).toContain('application/wasm')
      const bytes = new Uint8Array(await response.arrayBuffer())
      expect(Buffer.from(bytes).equals(moduleOf(71))).toBe(true)
      expect(leaksOf(bytes)).toEqual(LEAKS)
      const page = await (await fetch(origin, { headers: { accept: 'text/html' } })).text()
      expect(page).toContain('/src/main.js')
      expect(page).not.toContain('wasm-budget')
      expect(log.filter((line) => line.includes('wasm'))).toEqual([])
    } finally {
      await server.close()
    }
  })
})
