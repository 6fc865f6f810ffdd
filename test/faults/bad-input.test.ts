import { readdirSync } from 'node:fs'

import wasmBudget, { type WasmBudgetOptions } from 'vite-plugin-wasm-budget'
import { afterAll, describe, expect, it } from 'vitest'

import {
  build,
  BUNDLERS,
  bytesOf,
  danglingNames,
  makeApp,
  removeApps,
  wrongSiblings,
} from '../support/app.ts'
import { oneModule, plainApp } from '../support/apps.ts'
import { fakeEngine, WELL } from '../support/fake-engines.ts'
import { concat, leaksOf, moduleOf, noise } from '../support/wasm-fixtures.ts'

afterAll(removeApps)

const MAGIC = Uint8Array.of(0, 0x61, 0x73, 0x6d)
const header = (...version: number[]) => concat(MAGIC, Uint8Array.from(version))

// Above the limit for inlining, so that it is emitted.
const PADDING = noise(6000, 3)

const unreadable: [string, Uint8Array, RegExp][] = [
  [
    'cut off in the middle',
    moduleOf(1).subarray(0, 4500),
    /^section of \d+ bytes, but \d+ are left \(at offset 0x[0-9a-f]+\)$/,
  ],
  [
    'garbage with the magic',
    header(1, 0, 0, 0, 0xff, ...PADDING),
    /unknown section id 255 \(at offset 0x8\)$/,
  ],
  ['of another version', header(2, 0, 0, 0, ...PADDING), /unknown version 2 \(at offset 0x4\)$/],
  ['a component', header(0x0d, 0, 1, 0, ...PADDING), /^a component, not a core module.*\(at offset 0x4\)$/],
]

describe('a module that is', () => {
  it.each(unreadable)(
    '%s ships as it is, is told with the offset and reported by size',
    async (_, wasm, reason) => {
      const app = makeApp({ ...plainApp(), 'src/url.wasm': wasm })
      app.installEngine(fakeEngine(WELL))
      app.write({ 'node_modules/binaryen/better.wasm': moduleOf(6) })
      const built = await build(app)
      expect(built.error).toBeUndefined()
      expect(bytesOf(built, 'url.wasm').equals(wasm)).toBe(true)
      expect(wrongSiblings(built)).toEqual([])
      expect(danglingNames(built)).toEqual([])
      const module = built.reports[0]?.modules.find(({ fileName }) => fileName.includes('/url-'))
      expect(module).toMatchObject({ chosen: 'keep', untouched: 'unreadable', tries: [] })
      expect(module?.summary).toBeUndefined()
      expect(module?.after).toEqual(module?.before)
      expect(module?.after.rawBytes).toBe(wasm.length)
      expect(module?.siblings).toHaveLength(2)
      const findings = built.reports[0]?.findings.filter(({ code }) => code === 'module-unreadable')
      expect(findings).toEqual([
        expect.objectContaining({
          severity: 'warn',
          args: { reason: expect.stringMatching(reason) as string },
        }),
      ])
      expect(built.log.filter((line) => line.includes('cannot be read:'))).toEqual([
        expect.stringMatching(/^wasm {2}url-[\w-]{8}\.wasm ships as it is and is reported by size only/),
      ])
      // The others are none the worse for it.
      expect(leaksOf(bytesOf(built, 'lazy.wasm'))).toEqual([])
    },
  )

  it.each(BUNDLERS)('cut off in the middle costs no build in %s', async (bundler) => {
    const wasm = moduleOf(1).subarray(0, 4500)
    const built = await build(makeApp({ ...plainApp(), 'src/url.wasm': wasm }), {}, { bundler })
    expect(built.error).toBeUndefined()
    expect(bytesOf(built, 'url.wasm').equals(wasm)).toBe(true)
    expect(wrongSiblings(built)).toEqual([])
  })

  it('sound but for a body with an unknown instruction is stripped, and given to no engine', async () => {
    const wasm = moduleOf(1)
    // The `i32.mul` of its second function.
    wasm[Buffer.from(wasm).indexOf(Buffer.from([0x6c, 0x0b]))] = 0xff
    const app = makeApp(oneModule(wasm))
    app.installEngine('throw new Error("never to be loaded")')
    const built = await build(app)
    expect(built.error).toBeUndefined()
    expect(leaksOf(bytesOf(built, 'url.wasm'))).toEqual([])
    expect(wrongSiblings(built)).toEqual([])
    expect(built.reports[0]?.findings).toEqual([
      expect.objectContaining({
        code: 'engine-skipped',
        severity: 'info',
        args: { reason: expect.stringMatching(/0xff.*\(at offset 0x[0-9a-f]+\)$/) as string },
      }),
    ])
  })

  const uninlined = { config: { build: { assetsInlineLimit: 0 } } }

  it('empty, of 8 bytes, is read and kept', async () => {
    const empty = header(1, 0, 0, 0)
    const built = await build(makeApp(oneModule(empty)), {}, uninlined)
    expect(built.error).toBeUndefined()
    expect(bytesOf(built, 'url.wasm').equals(empty)).toBe(true)
    expect(built.reports[0]?.modules[0]).toMatchObject({
      chosen: 'keep',
      after: { rawBytes: 8 },
      summary: { sizeBytes: 8, functionCount: 0 },
      siblings: [],
    })
    expect(built.reports[0]?.findings).toEqual([])
  })

  it.each([
    ['the magic alone', MAGIC],
    ['a header cut off', header(1, 0)],
  ])('%s ships as it is', async (_, wasm) => {
    const built = await build(makeApp(oneModule(wasm)), {}, uninlined)
    expect(built.error).toBeUndefined()
    expect(bytesOf(built, 'url.wasm').equals(wasm)).toBe(true)
    expect(built.reports[0]?.modules[0]?.untouched).toBe('unreadable')
  })

  it.each([
    ['of 0 bytes', new Uint8Array()],
    ['a page of HTML', Buffer.from('<!doctype html>'.repeat(500))],
    ['a text module', Buffer.from('(module (func))'.repeat(500))],
  ])('no module, %s under the name of one, is none of ours', async (_, wasm) => {
    const app = makeApp(oneModule(wasm))
    const without = await build(app, {}, { ...uninlined, without: true })
    const built = await build(app, {}, uninlined)
    expect(built.error).toBeUndefined()
    expect([...built.files]).toEqual([...without.files])
    expect(built.reports[0]?.modules).toEqual([])
  })
})

describe('options that are wrong', () => {
  it.each<[string, unknown, string[]]>([
    [
      'an unknown option',
      { budget: [] },
      ['1 option is wrong', 'budget: there is no such option. Did you mean budgets?'],
    ],
    [
      'a bad size',
      { budgets: [{ scope: 'asset', limit: '250 kilos' }] },
      ['budgets[0].limit', '"250 kilos" is not a size'],
    ],
    [
      'a limit below warn',
      { budgets: [{ scope: 'asset', limit: '1 kB', warn: '2 kB' }] },
      ['budgets[0].limit', 'is below warn'],
    ],
    [
      'several at once',
      {
        metrics: 'br',
        metric: 'br',
        optimize: { level: 3, memory: '2 gigs' },
        compress: { formats: ['zip'] },
      },
      [
        '5 options are wrong',
        'metrics:',
        'metric:',
        'optimize.level:',
        'optimize.memory:',
        'compress.formats[0]:',
      ],
    ],
    ['no options at all', 'brotli', ['options']],
    ['null', null, ['options']],
  ])('(%s) are told when the plugin is made', (_, options, parts) => {
    let message = ''
    try {
      wasmBudget(options as WasmBudgetOptions)
    } catch (error) {
      expect(error).toMatchObject({ name: 'WasmBudgetError', code: 'options-invalid', stack: '' })
      ;({ message } = error as Error)
    }
    for (const part of parts) expect(message).toContain(part)
  })

  it('(an engine that is not installed) are told with the way to install it', async () => {
    const { error, files } = await build(makeApp(oneModule()), { optimize: { engine: 'npm' } })
    expect(error?.message).toContain('binaryen cannot be found from')
    expect(error?.message).toContain('npm i -D binaryen')
    expect([...files.keys()]).toEqual([])
  })
})

describe('a directory that cannot be written', () => {
  it('for symbols is told, and the build goes on', async () => {
    const app = makeApp({ ...plainApp(), symbols: 'a file in the way' })
    const built = await build(app, { report: { dir: 'symbols' } })
    expect(built.error).toBeUndefined()
    expect(leaksOf(bytesOf(built, 'url.wasm'))).toEqual([])
    expect(wrongSiblings(built)).toEqual([])
    const told = built.log.filter((line) => line.includes('symbols cannot be written to'))
    expect(told).toEqual([expect.stringContaining('symbols')])
    expect(built.reports[0]?.findings.map(({ code }) => code)).toContain('symbols-unwritable')
  })

  it('for the cache is told once, and the build goes on', async () => {
    const app = makeApp({ ...plainApp(), cache: 'a file in the way' })
    const built = await build(app)
    expect(built.error).toBeUndefined()
    expect(leaksOf(bytesOf(built, 'url.wasm'))).toEqual([])
    expect(wrongSiblings(built)).toEqual([])
    expect(built.log.filter((line) => line.includes('the cache at'))).toHaveLength(1)
    expect(built.files.size).toBeGreaterThan(9)
    expect(readdirSync(app.root)).toContain('cache')
  })
})

describe('an onReport that throws', () => {
  it('fails the build with its own error', async () => {
    const onReport = () => {
      throw new Error('disk full')
    }
    const { error } = await build(makeApp(oneModule()), { onReport })
    expect(error?.message).toContain('disk full')
  })
})
