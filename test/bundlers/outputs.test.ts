import { join } from 'node:path'

import { rolldown } from 'rolldown'
import { rollup } from 'rollup'
import wasmBudget, { type BuildReport } from 'vite-plugin-wasm-budget'
import { afterAll, afterEach, describe, expect, it } from 'vitest'

import {
  type App,
  build,
  makeApp,
  modulesOf,
  readTree,
  removeApps,
  VITES,
  vites,
  wrongSiblings,
} from '../support/app.ts'
import { oneModule } from '../support/apps.ts'
import { leaksOf, moduleOf } from '../support/wasm-fixtures.ts'

const from = process.cwd()

afterEach(() => process.chdir(from))
afterAll(removeApps)

interface Emitter {
  emitFile(file: { type: 'asset'; name: string; source: Uint8Array }): string
}

const emitting = (source: Uint8Array) => ({
  name: 'emitting',
  buildStart(this: Emitter) {
    this.emitFile({ type: 'asset', name: 'module.wasm', source })
  },
})

/** Rollup and Rolldown go by the working directory. */
function enter(app: App): void {
  process.chdir(app.root)
}

describe.each(['rollup', 'rolldown'] as const)('outputs of %s', (bundler) => {
  const start = async (reports: BuildReport[]) => {
    const plugins = [emitting(moduleOf(111)), wasmBudget({ onReport: (report) => void reports.push(report) })]
    const options = { input: 'main.js', plugins, onLog: () => undefined }
    return bundler === 'rollup' ? rollup(options) : rolldown(options as never)
  }
  const files = { 'main.js': 'console.log(1)' }

  it('written at the same time are each whole', async () => {
    const app = makeApp(files)
    enter(app)
    const reports: BuildReport[] = []
    const bundle = await start(reports)
    await Promise.all(['a', 'b', 'c'].map((dir) => bundle.write({ dir: `dist/${dir}` })))
    await bundle.close()
    const built = { files: readTree(join(app.root, 'dist')) }
    expect(modulesOf(built).size).toBe(3)
    for (const bytes of modulesOf(built).values()) expect(leaksOf(bytes)).toEqual([])
    expect([...built.files.keys()].filter((file) => /\.(?:br|gz)$/.test(file))).toHaveLength(6)
    expect(wrongSiblings(built)).toEqual([])
    expect(reports.map(({ modules }) => modules.length)).toEqual([1, 1, 1])
  })

  it('that are generated and not written have siblings too', async () => {
    enter(makeApp(files))
    const reports: BuildReport[] = []
    const bundle = await start(reports)
    const { output } = await bundle.generate({ dir: 'dist' })
    await bundle.close()
    const names = output.map(({ fileName }) => fileName.replace(/-[\w-]{8}\./, '.'))
    expect(names.sort()).toEqual([
      'assets/module.wasm',
      'assets/module.wasm.br',
      'assets/module.wasm.gz',
      'main.js',
    ])
    expect(reports).toHaveLength(1)
  })
})

describe.each(VITES)('builds of %s', (bundler) => {
  it('with write: false return siblings, and the bytes that would have been written', async () => {
    const app = makeApp(oneModule(moduleOf(112)))
    const result = await vites[bundler].build({
      root: app.root,
      configFile: false,
      logLevel: 'silent',
      cacheDir: join(app.root, 'cache'),
      build: { write: false },
      plugins: [wasmBudget()],
    })
    const { output } = result as { output: { fileName: string; source?: string | Uint8Array }[] }
    const files = new Map(
      output.map(({ fileName, source = '' }) => [fileName, Buffer.from(source as Uint8Array)]),
    )
    expect(modulesOf({ files }).size).toBe(1)
    for (const bytes of modulesOf({ files }).values()) expect(leaksOf(bytes)).toEqual([])
    expect(wrongSiblings({ files })).toEqual([])
    expect([...files.keys()].filter((file) => /\.(?:br|gz)$/.test(file))).toHaveLength(2)
    expect(readTree(join(app.root, 'dist')).size).toBe(0)
  })

  it('of a library, which inlines all modules, report them as such and have no siblings', async () => {
    const app = makeApp(oneModule(moduleOf(113)))
    const lib = { entry: 'src/main.js', formats: ['es' as const], fileName: 'lib' }
    const built = await build(app, {}, { bundler, config: { build: { lib } } })
    const without = await build(app, {}, { bundler, config: { build: { lib } }, without: true })
    expect(built.error).toBeUndefined()
    expect([...built.files.keys()]).toEqual([...without.files.keys()])
    const modules = built.reports.flatMap(({ modules }) => modules)
    expect(modules.map(({ place, fileName }) => [place, fileName])).toEqual([['inlined', 'lib.js#url.wasm']])
  })

  it('without any module print nothing', async () => {
    const built = await build(makeApp({ ...oneModule(), 'src/main.js': 'console.log(1)' }), {}, { bundler })
    expect(built.error).toBeUndefined()
    expect(built.log.filter((line) => line.includes('wasm  '))).toEqual([])
  })

  it('with a manifest name the modules that were written in it', async () => {
    const built = await build(makeApp(oneModule()), {}, { bundler, config: { build: { manifest: true } } })
    const manifest = JSON.parse(String(built.files.get('.vite/manifest.json'))) as Record<
      string,
      { file: string }
    >
    const [module] = [...modulesOf(built).keys()]
    expect(manifest['src/url.wasm']?.file).toBe(module)
    expect(Object.values(manifest).filter(({ file }) => !built.files.has(file))).toEqual([])
  })
})
