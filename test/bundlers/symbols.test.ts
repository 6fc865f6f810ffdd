import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import wasmBudget from 'vite-plugin-wasm-budget'
import { readModule } from 'vite-plugin-wasm-budget/core'
import { afterAll, describe, expect, it } from 'vitest'

import { type App, build, BUNDLERS, bytesOf, makeApp, removeApps, sha256, vites } from '../support/app.ts'
import { oneModule, plainApp } from '../support/apps.ts'
import { assemble, customSections, moduleOf, noise } from '../support/wasm-fixtures.ts'

afterAll(removeApps)

const byDefault = ({ root }: App): string => join(root, 'cache/wasm-budget/symbols')

interface SymbolMap {
  version: number
  sha256: string
  functions: Record<string, string>
}

function symbolsOf(directory: string, shipped: Uint8Array): { map: SymbolMap; twin: Uint8Array } {
  const path = join(directory, sha256(shipped))
  const map = JSON.parse(readFileSync(`${path}.symbols.json`, 'utf8')) as SymbolMap
  return { map, twin: readFileSync(`${path}.wasm`) }
}

/** Functions of which none can be merged with another, so that an engine leaves several. */
const crashing = (): Uint8Array => {
  const text = [...noise(5000, 91)].map((byte) => `\\${byte.toString(16).padStart(2, '0')}`).join('')
  return assemble(`(module
    (import "env" "log" (func $log (param i32)))
    (memory (export "memory") 1)
    (table 3 funcref)
    (elem (i32.const 0) $first $second $crash)
    (type $t (func (param i32) (result i32)))
    (func $never_called (param i32) (result i32) local.get 0 i32.const 77 i32.xor)
    (func $first (type $t) local.get 0 call $log local.get 0 i32.load offset=16)
    (func $second (type $t) local.get 0 i32.const 3 i32.mul)
    (func $crash (type $t) local.get 0 call $log unreachable)
    (func (export "run") (param i32) (result i32)
      local.get 0 local.get 0 i32.const 3 i32.and call_indirect (type $t))
    (data (i32.const 0) "${text}"))`)
}

/** Indices in the stack of what `run(2)` throws. */
async function crash(bytes: Uint8Array): Promise<number[]> {
  const { instance } = await WebAssembly.instantiate(new Uint8Array(bytes), { env: { log: () => undefined } })
  try {
    ;(instance.exports['run'] as (x: number) => number)(2)
  } catch (error) {
    return [...((error as Error).stack ?? '').matchAll(/wasm-function\[(\d+)\]/g)].map(([, index]) =>
      Number(index),
    )
  }
  throw new Error('it did not crash')
}

describe('symbols of stripped modules', () => {
  it('lie below the cache directory by the hash of what ships, one map and one twin for each module', async () => {
    const app = makeApp(plainApp())
    const built = await build(app)
    const modules = built.reports[0]?.modules ?? []
    expect(readdirSync(byDefault(app)).sort()).toEqual(
      modules.flatMap(({ sha256 }) => [`${sha256}.symbols.json`, `${sha256}.wasm`]).sort(),
    )
    const { map, twin } = symbolsOf(byDefault(app), bytesOf(built, 'url.wasm'))
    expect(map).toEqual({
      version: 1,
      sha256: sha256(bytesOf(built, 'url.wasm')),
      functions: { 0: 'log', 1: 'run_it', 2: 'helper', 3: 'spare' },
    })
    expect(Buffer.from(twin).equals(moduleOf(1))).toBe(true)
  })

  it('lie in report.dir where that is given, and only there', async () => {
    const app = makeApp(oneModule())
    const built = await build(app, { report: { dir: 'dist-symbols' } })
    const directory = join(app.root, 'dist-symbols')
    expect(symbolsOf(directory, bytesOf(built, 'url.wasm')).map.functions[1]).toBe('run_it')
    expect(readdirSync(join(app.root, 'cache/wasm-budget'))).not.toContain('symbols')
  })

  it.each(['dist', 'dist/symbols', './dist/../dist/x'])(
    'never lie in the output: report.dir %s is an error',
    async (dir) => {
      const { error, files } = await build(makeApp(oneModule()), { report: { dir } })
      expect(error?.message).toContain('report.dir')
      expect(error?.message).toContain('lies in the output, where strangers could read the names')
      expect([...files.keys()]).toEqual([])
    },
  )

  it.each(BUNDLERS)('never lie in the output of %s', async (bundler) => {
    const { error, files } = await build(
      makeApp(plainApp()),
      { report: { dir: 'dist/symbols' } },
      { bundler },
    )
    expect(error?.message).toContain('lies in the output, where strangers could read the names')
    expect([...files.keys()]).toEqual([])
  })

  it('never lie in the output of an environment', async () => {
    const app = makeApp({ ...oneModule(), 'src/server.js': `export * from './main.js'` })
    const builder = vites.vite.createBuilder({
      root: app.root,
      configFile: false,
      logLevel: 'silent',
      cacheDir: join(app.root, 'cache'),
      plugins: [wasmBudget({ report: { dir: 'out/server/symbols' } })],
      environments: { ssr: { build: { outDir: 'out/server', ssr: 'src/server.js' } } },
      builder: {},
    })
    await expect(builder).rejects.toThrow('lies in the output')
  })

  it('are not written by report: false, nor where no names were stripped', async () => {
    const quiet = makeApp(oneModule())
    await build(quiet, { report: false })
    const kept = makeApp(oneModule())
    await build(kept, { optimize: { keepSections: 'name' } })
    const nameless = makeApp(
      oneModule(
        assemble(
          `(module (func (export "run")) (memory 1)
      (data (i32.const 0) "${'a'.repeat(5000)}"))`,
          false,
        ),
      ),
    )
    await build(nameless)
    for (const app of [quiet, kept, nameless]) {
      expect(readdirSync(join(app.root, 'cache/wasm-budget'))).not.toContain('symbols')
    }
  })

  it('are written again when they were deleted and the rest comes from the cache', async () => {
    const app = makeApp(oneModule())
    await build(app, { report: { dir: 'first' } })
    const built = await build(app, { report: { dir: 'second' } })
    expect(built.reports[0]?.modules[0]?.fromCache).toBe(true)
    expect(symbolsOf(join(app.root, 'second'), bytesOf(built, 'url.wasm')).map.functions[1]).toBe('run_it')
  })

  it('tell the functions in a stack trace of a module that was only stripped', async () => {
    const app = makeApp(oneModule(crashing()))
    const shipped = bytesOf(await build(app), 'url.wasm')
    const { map } = symbolsOf(byDefault(app), shipped)
    expect((await crash(shipped)).map((index) => map.functions[index])).toEqual(['crash', undefined])
  })

  it('tell the functions in a stack trace of a module that binaryen has rearranged', async () => {
    const app = makeApp(oneModule(crashing()))
    app.install('binaryen')
    const built = await build(app)
    const [module] = built.reports[0]?.modules ?? []
    expect(module?.tries.map(({ candidate }) => candidate)).toContain('-Os without 1c')
    expect(module?.chosen).toMatch(/^-Os without 1c/)
    const shipped = bytesOf(built, 'url.wasm')
    expect(customSections(shipped)).toEqual([])
    const { map, twin } = symbolsOf(byDefault(app), shipped)
    expect(map.functions).toEqual(Object.fromEntries(readModule(twin).names.functions))
    expect(Object.values(map.functions)).not.toContain('never_called')
    const trace = await crash(shipped)
    expect(map.functions[trace[0] as number]).toBe('crash')
    expect(module?.summary?.largest.map(({ label }) => label)).toEqual(
      expect.arrayContaining(['crash', 'first']),
    )
  })
})
