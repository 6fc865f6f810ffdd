import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import * as wasmPlugin from 'vite-plugin-wasm'
import wasmBudget, { type WasmBudgetOptions } from 'vite-plugin-wasm-budget'
import { afterAll, describe, expect, it } from 'vitest'

import {
  build,
  type Built,
  BUNDLERS,
  bytesOf,
  danglingNames,
  fileOf,
  type Files,
  makeApp,
  removeApps,
  untruthfulNames,
  vites,
  VITES,
  wrongSiblings,
} from '../support/app.ts'
import { noise } from '../support/wasm-fixtures.ts'
import { wat } from '../support/wat.ts'

afterAll(removeApps)

/** Exports `add` and `sub`, which share a function, `mul`, which has one to itself, and its memory. */
const maths = (dataBytes = 5000) =>
  wat(
    `(module (memory (export "memory") 1)
      (func $shared (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
      (func (export "add") (param i32 i32) (result i32) (call $shared (local.get 0) (local.get 1)))
      (func (export "sub") (param i32 i32) (result i32) (call $shared (local.get 0) (i32.sub (i32.const 0) (local.get 1))))
      (func $own (param i32 i32) (result i32) (i32.mul (local.get 0) (i32.rem_u (local.get 1) (i32.const 123456))))
      (func (export "mul") (param i32 i32) (result i32) (call $own (local.get 0) (local.get 1)))
      (data (i32.const 0) "${[...noise(dataBytes, 3)].map((byte) => `\\${byte.toString(16).padStart(2, '0')}`).join('')}"))`,
    { names: true },
  )

// Its types are those of another module format than its code.
const byPlugin = wasmPlugin.default as unknown as () => object

const load = 'async (url) => (await WebAssembly.instantiateStreaming(fetch(url))).instance.exports'

const app = (use: string, more: Files = {}) =>
  makeApp({
    'index.html': '<!doctype html><title>app</title><script type="module" src="/src/main.js"></script>',
    'src/main.js': `import url from './maths.wasm?url'
const load = ${load}
load(url).then((wasm) => { ${use} })`,
    'src/maths.wasm': maths(),
    ...more,
  })

const options = (exports: NonNullable<Exclude<WasmBudgetOptions['optimize'], boolean>>['exports'] = {}) =>
  ({ effort: 'fast', optimize: { exports, engine: 'none' } }) as const satisfies WasmBudgetOptions

const exportsIn = (built: Built, name = 'maths.wasm') =>
  WebAssembly.Module.exports(new WebAssembly.Module(new Uint8Array(bytesOf(built, name)))).map(
    (one) => one.name,
  )

const moduleOf = ({ reports }: Built) => reports.flatMap(({ modules }) => modules)[0]
const unusedOf = ({ reports }: Built) =>
  reports.flatMap(({ findings }) => findings).filter(({ code }) => code === 'unused-exports')

describe.each(BUNDLERS)('in %s', (bundler) => {
  it('exports that no script names are told with what they cost', async () => {
    const built = await build(app('console.log(wasm.add(1, 2), wasm["sub"](3, 4))'), options(), { bundler })
    expect(built.error).toBeUndefined()
    const { exports } = moduleOf(built) ?? {}
    expect(exports).toMatchObject({ count: 4, used: ['add', 'memory', 'sub'], unused: { count: 1 } })
    expect(unusedOf(built)).toMatchObject([
      {
        severity: 'info',
        asset: fileOf(built, 'maths.wasm'),
        args: { names: ['mul'], rawBytes: exports?.unused?.rawBytes },
      },
    ])
    expect(exportsIn(built)).toEqual(['memory', 'add', 'sub', 'mul'])
  })

  it('a list prunes the others and what only they keep, without any engine', async () => {
    const use = 'console.log(wasm.add(1, 2))'
    const whole = await build(app(use), options(), { bundler })
    const built = await build(app(use), options({ '**/maths*.wasm': ['memory', 'add'] }), { bundler })
    expect(built.error).toBeUndefined()
    expect([danglingNames(built), wrongSiblings(built)]).toEqual([[], []])
    expect(exportsIn(built)).toEqual(['memory', 'add'])
    expect(moduleOf(built)?.exports).toEqual({ count: 2, used: ['add', 'memory'], pruned: ['sub', 'mul'] })
    expect(fileOf(built, 'maths.wasm')).not.toBe(fileOf(whole, 'maths.wasm'))
    const [before, after] = [whole, built].map((one) => moduleOf(one)?.after.rawBytes ?? 0)
    const told = moduleOf(whole)?.exports?.unused?.rawBytes ?? 0
    // Lower indices make some calls shorter as well, and sizes of sections.
    expect((before ?? 0) - (after ?? 0)).toBeGreaterThanOrEqual(told)
    expect((before ?? 0) - (after ?? 0)).toBeLessThan(told + 10)
  })

  it('a script that names what was pruned fails the build', async () => {
    const built = await build(
      app('console.log(wasm.add(1, 2), wasm.mul(3, 4))'),
      options({ '**': ['add'] }),
      { bundler },
    )
    expect(built.error?.message).toMatch(/maths[\w-]*\.wasm was built without exports that scripts name/)
    expect(built.error?.message).toMatch(/"mul" in (?:assets\/)?[\w-]+\.js\n/)
    expect(built.error?.message).not.toContain('"sub"')
  })
})

describe('the glue of a module', () => {
  const unlisted = options({ '**/*.wasm': ['memory', 'add'] })

  it('may be in a chunk that is loaded later than the module', async () => {
    const later: Files = {
      'src/main.js': `import url from './maths.wasm?url'
import('./glue.js').then(({ start }) => start(fetch(url)))`,
      'src/glue.js': `let wasm
export async function start(response) {
  wasm = (await WebAssembly.instantiateStreaming(response)).instance.exports
  console.log(wasm.add(1, 2), wasm.sub(1, 2))
  return wasm
}`,
    }
    const found = await build(app('', later), options())
    expect(moduleOf(found)?.exports).toMatchObject({ used: ['add', 'memory', 'sub'], unused: { count: 1 } })
    const broken = await build(app('', later), unlisted)
    expect(broken.error?.message).toMatch(/"sub" in assets\/glue-[\w-]+\.js/)
  })

  it.each(VITES)('may be in a worker that gets the module from a page: %s', async (bundler) => {
    const files: Files = {
      'src/main.js': `import url from './maths.wasm?url'
const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' })
WebAssembly.compileStreaming(fetch(url)).then((module) => worker.postMessage(module))`,
      'src/worker.js':
        'onmessage = async ({ data }) => postMessage((await WebAssembly.instantiate(data)).exports.sub(4, 2))',
    }
    const found = await build(app('', files), options(), { bundler })
    expect(moduleOf(found)?.exports?.used).toEqual(['memory', 'sub'])
    expect((await build(app('', files), unlisted, { bundler })).error?.message).toMatch(
      /"sub" in assets\/worker-/,
    )
  })

  it('may be in a worker that is inlined', async () => {
    const files: Files = {
      'src/main.js': `import url from './maths.wasm?url'
import Worker from './worker.js?worker&inline'
WebAssembly.compileStreaming(fetch(url)).then((module) => new Worker().postMessage(module))`,
      'src/worker.js':
        'onmessage = async ({ data }) => postMessage((await WebAssembly.instantiate(data)).exports.sub(4, 2))',
    }
    const found = await build(app('', files), options())
    expect(moduleOf(found)?.exports?.used).toEqual(['memory', 'sub'])
  })

  it('may be in the page', async () => {
    const page = `<!doctype html><title>app</title><script>onwasm = (wasm) => wasm.sub(1, 2)</script>
      <script type="module" src="/src/main.js"></script>`
    const found = await build(app('onwasm(wasm); wasm.add(1, 2)', { 'index.html': page }), options())
    expect(moduleOf(found)?.exports?.used).toEqual(['add', 'memory', 'sub'])
    const broken = await build(app('onwasm(wasm)', { 'index.html': page }), unlisted)
    expect(broken.error?.message).toContain('"sub" in index.html')
  })

  it('may be in the public directory', async () => {
    const files = { 'public/glue.js': 'window.start = (exports) => exports.sub(1, 2)' }
    const found = await build(app('window.start(wasm); wasm.add(1, 2)', files), options())
    expect(moduleOf(found)?.exports?.used).toEqual(['add', 'memory', 'sub'])
  })

  it('is not known where no script names any export', async () => {
    const built = await build(app('glue(wasm)'), options())
    expect(moduleOf(built)?.exports).toEqual({ count: 4 })
    expect(unusedOf(built)).toEqual([])
  })

  it('may use everything where it goes through all exports', async () => {
    const built = await build(
      app('for (const name of Object.keys(wasm)) wasm[name](); wasm.add(1, 2)'),
      options(),
    )
    expect(moduleOf(built)?.exports?.opaque?.file).toMatch(/^assets\/index-[\w-]+\.js$/)
    expect(unusedOf(built)).toEqual([])
  })
})

describe('a direct import of a module', () => {
  it.each([
    ['vite-plugin-wasm in vite7', 'vite7', [byPlugin()]],
    ['vite-plugin-wasm in vite', 'vite', [byPlugin()]],
    ['vite itself', 'vite', []],
  ] as const)(
    'names what it uses, and nothing else that bundlers leave of it: by %s',
    async (_, bundler, plugins) => {
      const files: Files = {
        'src/main.js': "import { add } from './maths.wasm'\nconsole.log(add(1, 2))",
        'src/maths.wasm': maths(),
      }
      const settings = { bundler, plugins, config: { build: { target: 'esnext' } } } as const
      const found = await build(app('', files), options(), settings)
      expect(found.error).toBeUndefined()
      expect(moduleOf(found)?.exports).toMatchObject({ used: ['add', 'memory'], unused: { count: 2 } })
      const pruned = options({ '**/maths*.wasm': ['sub'] })
      const broken = await build(app('', files), pruned, settings)
      expect(broken.error?.message).toMatch(/"add" in assets\//)
    },
  )

  it('names what it uses: left to the browser', async () => {
    const files: Files = {
      'src/main.js':
        "import url from './maths.wasm?url'\nimport { sub } from './native.wasm'\nconsole.log(url, sub)",
    }
    const external = { config: { build: { rollupOptions: { external: [/native\.wasm$/] } } } }
    const found = await build(app('', files), options(), external)
    expect(moduleOf(found)?.exports).toMatchObject({ used: ['memory', 'sub'], unused: { count: 2 } })
  })
})

describe.each(VITES)('the server that %s builds', (vite) => {
  it('may not name what was pruned either, though nothing is reported of it', async () => {
    const one = app('console.log(wasm.add(1, 2))', {
      'src/server.js': `import url from './maths.wasm?url'
export const run = async (load) => (await load(url)).mul(3, 4)`,
    })
    const builder = await vites[vite].createBuilder({
      root: one.root,
      configFile: false,
      cacheDir: join(one.root, 'cache'),
      logLevel: 'silent',
      plugins: [wasmBudget(options({ '**/maths*.wasm': ['memory', 'add'] }))],
      environments: {
        client: { build: { outDir: 'dist/client' } },
        ssr: { build: { outDir: 'dist/server', ssr: 'src/server.js', emitAssets: true } },
      },
    })
    await builder.build(builder.environments['client']!)
    await expect(builder.build(builder.environments['ssr']!)).rejects.toThrow(/"mul" in server\.js/)
  })
})

describe('modules that are not files of their own', () => {
  it('are pruned in the text that they stand in', async () => {
    const files: Files = { 'src/maths.wasm': maths(10) }
    const found = await build(app('console.log(wasm.add(1, 2))', files), options())
    expect(moduleOf(found)).toMatchObject({
      place: 'inlined',
      exports: { used: ['add', 'memory'], unused: { count: 2 } },
    })
    const built = await build(
      app('console.log(wasm.add(1, 2))', files),
      options({ '**/maths.wasm': ['memory', 'add'] }),
    )
    expect(moduleOf(built)).toMatchObject({ place: 'inlined', exports: { count: 2, pruned: ['sub', 'mul'] } })
    const broken = await build(
      app('console.log(wasm.mul(1, 2))', files),
      options({ '**/maths.wasm': ['memory', 'add'] }),
    )
    expect(broken.error?.message).toContain('"mul" in assets/index-')
  })

  it('are found in the public directory, and pruned where they may be changed', async () => {
    const files: Files = {
      'public/engine.wasm': maths(),
      'src/main.js': `const load = ${load}
load('/engine.wasm').then((wasm) => console.log(wasm.add(1, 2)))`,
    }
    const found = await build(app('', files), options())
    expect(moduleOf(found)).toMatchObject({
      place: 'public',
      exports: { used: ['add', 'memory'], unused: { count: 2 } },
    })
    const { optimize } = options({ 'engine.wasm': ['add'] })
    const built = await build(app('', files), { optimize: { ...optimize, publicFiles: true } })
    expect(built.error).toBeUndefined()
    expect(exportsIn(built, 'engine.wasm')).toEqual(['memory', 'add'])
  })

  it('are found when other plugins write them', async () => {
    const writes = {
      name: 'writes',
      writeBundle(this: unknown, { dir }: { dir: string }) {
        writeFileSync(join(dir, 'late.wasm'), maths())
      },
    }
    const files: Files = {
      'src/main.js': `const load = ${load}
load('/late.wasm').then((wasm) => console.log(wasm.add(1, 2)))`,
    }
    const built = await build(app('', files), options(), { plugins: [writes] })
    const last = built.reports.at(-1)?.modules.find(({ fileName }) => fileName === 'late.wasm')
    expect(last?.exports).toMatchObject({ used: ['add', 'memory'], unused: { count: 2 } })
  })
})

describe('a list', () => {
  it('keeps what modules need to start, and says so in the report', async () => {
    const built = await build(app('console.log(wasm.add(1, 2))'), options({ '**/*.wasm': ['add'] }))
    expect(built.error).toBeUndefined()
    expect(exportsIn(built)).toEqual(['memory', 'add'])
    const findings = built.reports.flatMap((report) => report.findings)
    expect(findings).toMatchObject([{ code: 'exports-kept', severity: 'info', args: { names: ['memory'] } }])
  })

  it('warns of names that are none', async () => {
    const built = await build(
      app('console.log(wasm.add(1, 2))'),
      options({ '**/*.wasm': ['memory', 'add', 'mull'] }),
    )
    expect(built.log.join('\n')).toContain('has no export "mull" (did you mean "mul"?)')
  })

  it('may be a file, whose content and not its path is in names of files', async () => {
    const use = 'console.log(wasm.add(1, 2))'
    const names = '["add", "memory"]'
    const inline = await build(app(use), options({ '**/*.wasm': ['memory', 'add'] }))
    const file = await build(app(use, { 'a.json': names }), options({ '**/*.wasm': { file: 'a.json' } }))
    const moved = await build(
      app(use, { 'lists/b.json': names }),
      options({ '**/*.wasm': { file: 'lists/b.json' } }),
    )
    const other = await build(
      app(use, { 'a.json': '["add", "sub"]' }),
      options({ '**/*.wasm': { file: 'a.json' } }),
    )
    const [name, ...same] = [inline, file, moved].map((built) => fileOf(built, 'maths.wasm'))
    expect(same).toEqual([name, name])
    expect(fileOf(other, 'maths.wasm')).not.toBe(name)
  })

  it('that is missing, or lacks a module, prunes nothing and warns', async () => {
    for (const [files, words] of [
      [{}, 'there is no exports.json'],
      [{ 'exports.json': '{}' }, 'exports.json has no list of it'],
    ] as const) {
      const built = await build(
        app('console.log(wasm.add(1, 2))', files),
        options({ '**': { file: 'exports.json' } }),
      )
      expect(built.error).toBeUndefined()
      expect(exportsIn(built)).toHaveLength(4)
      expect(built.log.join('\n')).toContain(`keeps all exports: ${words}`)
    }
  })

  it('that is broken fails the build', async () => {
    const built = await build(app('', { 'exports.json': '{' }), options({ '**': { file: 'exports.json' } }))
    expect(built.error?.message).toContain('exports.json, which optimize.exports names, cannot be used')
  })

  it('is forgotten neither by the cache nor for it', async () => {
    const one = app('console.log(wasm.add(1, 2))')
    for (const list of [['add'], ['add', 'sub'], ['add']]) {
      const built = await build(one, options({ '**/*.wasm': list }))
      expect(exportsIn(built)).toEqual(['memory', ...list])
      expect(moduleOf(built)?.exports?.pruned).toEqual(['sub', 'mul'].filter((name) => !list.includes(name)))
    }
    const again = await build(one, options({ '**/*.wasm': ['add'] }))
    expect(moduleOf(again)?.fromCache).toBe(true)
    one.write({
      'src/main.js': `import url from './maths.wasm?url'
const load = ${load}
load(url).then((wasm) => wasm.mul())`,
    })
    expect((await build(one, options({ '**/*.wasm': ['add'] }))).error?.message).toContain('"mul" in')
  })
})

it('no name with a hash stood for two contents', () => {
  expect(untruthfulNames()).toEqual([])
})
