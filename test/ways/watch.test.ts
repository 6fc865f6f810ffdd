import { join } from 'node:path'

import wasmBudget from 'vite-plugin-wasm-budget'
import { afterAll, describe, expect, it } from 'vitest'

import { type Bundler, BUNDLERS, type Files, makeApp, readTree, removeApps, VITES } from '../support/app.ts'
import { leaksOf } from '../support/wasm-fixtures.ts'
import { wasmFiles } from './checks.ts'
import { big, importable } from './modules.ts'
import { shell } from './shell.ts'
import { emitting, runsEmitted } from './table/emitting.ts'
import { watch } from './watching.ts'

afterAll(removeApps)

interface WatchedWay {
  readonly name: string
  readonly files: Files
  readonly bundlers: readonly Bundler[]
  readonly source?: (seed: number) => Uint8Array
  /** Where the module is, `src/engine.wasm` unless told otherwise. */
  readonly at?: string
}

const byUrl = `import url from './engine.wasm?url'
console.log(url)`

const watched: readonly WatchedWay[] = [
  { name: '`?url`', files: { 'src/main.js': byUrl }, bundlers: VITES },
  {
    name: '`?init`',
    files: { 'src/main.js': `import init from './engine.wasm?init'\nconsole.log(init)` },
    bundlers: VITES,
  },
  {
    name: '`new URL`',
    files: { 'src/main.js': `console.log(new URL('./engine.wasm', import.meta.url))` },
    bundlers: VITES,
  },
  {
    name: 'direct import',
    files: { 'src/main.js': `import { run } from './engine.wasm'\nconsole.log(run)` },
    bundlers: ['vite'],
    source: importable,
  },
  {
    name: '`?url` in a worker',
    files: {
      'src/main.js': `console.log(new Worker(new URL('./worker.js', import.meta.url), { type: 'module' }))`,
      'src/worker.js': byUrl,
    },
    bundlers: VITES,
  },
  { name: '`emitFile`', files: { 'src/main.js': runsEmitted }, bundlers: BUNDLERS },
]

const cells = watched.flatMap((way, index) =>
  way.bundlers.map((bundler) => ({ way, bundler, name: way.name, place: 9000 + index })),
)

describe('a module in watch mode', () => {
  it.for(cells)('by $name in $bundler is watched, stripped and nothing else', async (cell, { task }) => {
    const { way, bundler, name, place } = cell
    const { source = big, at = 'src/engine.wasm' } = way
    task.meta.way = { group: 'Watch', name, place, bundler }
    const app = makeApp({ ...shell, ...way.files, [at]: source(1) })
    app.installEngine('throw new Error("never to be loaded")')
    const plugins = [emitting(), wasmBudget({ budgets: [{ scope: 'total', limit: 1 }] })]
    const watcher = await watch(app, bundler, plugins)
    const stripped = (before: readonly Uint8Array[]) => (files: ReadonlyMap<string, Buffer>) =>
      wasmFiles({ files }).some(
        ([, bytes]) => leaksOf(bytes).length === 0 && !before.some((old) => Buffer.from(old).equals(bytes)),
      )
    try {
      await watcher.until(stripped([]), 'a first build')
      const dist = join(app.root, 'dist')
      const first = wasmFiles({ files: readTree(dist) }).map(([, bytes]) => bytes)
      app.write({ [at]: source(2) })
      await watcher.until(stripped(first), 'a build of the changed module')
      expect([...readTree(dist).keys()].filter((file) => /\.(?:br|gz)$/.test(file))).toEqual([])
    } catch (error) {
      task.meta.problems = [(error as Error).message]
      throw error
    } finally {
      await watcher.close()
    }
  })
})

describe.each(BUNDLERS)('watch mode of %s', (bundler) => {
  it('removes siblings of an earlier build that are not of what is beside them any more', async () => {
    const unhashed = { assetFileNames: 'assets/[name][extname]' }
    const app = makeApp({
      ...shell,
      'src/main.js': runsEmitted,
      'src/engine.wasm': big(1),
      'dist/assets/engine.wasm': big(2),
      'dist/assets/engine.wasm.br': 'of another engine.wasm',
      'dist/assets/engine.wasm.gz': 'of another engine.wasm',
    })
    const config = { build: { emptyOutDir: false, rollupOptions: { output: unhashed } } }
    const watcher = await watch(app, bundler, [emitting(), wasmBudget()], config)
    try {
      const engine = 'assets/engine.wasm'
      const isBuilt = (files: ReadonlyMap<string, Buffer>) =>
        files.has(engine) && files.get(engine)?.equals(big(2)) === false
      await watcher.until(isBuilt, 'a first build')
      const isClean = (files: ReadonlyMap<string, Buffer>) =>
        isBuilt(files) && !files.has(`${engine}.br`) && !files.has(`${engine}.gz`)
      await watcher.until(isClean, 'stale siblings to be removed', 3)
    } finally {
      await watcher.close()
    }
  })
})
