import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { afterAll, describe, expect, it } from 'vitest'

import { makeApp, removeApps } from '../support/app.ts'
import { runCli } from '../support/run-cli.ts'
import { leaksOf, moduleOf } from '../support/wasm-fixtures.ts'

afterAll(removeApps)

describe('wasm-budget optimize', () => {
  it('writes what is smallest, prints its tries, and keeps the names as symbols', () => {
    const source = moduleOf(1)
    const app = makeApp({ 'engine.wasm': source })
    const { status, stdout } = runCli(app, [
      'optimize',
      'engine.wasm',
      '-o',
      'out/engine.wasm',
      '--engine',
      'none',
    ])
    expect(status).toBe(0)
    expect(stdout).toMatch(/^try +raw +brotli +change/m)
    expect(stdout).toMatch(/^strip.* taken$/m)
    expect(stdout).toMatch(/^out\/engine\.wasm {2}.* → .* raw/m)
    const written = new Uint8Array(readFileSync(join(app.root, 'out/engine.wasm')))
    expect(leaksOf(written)).toEqual([])
    expect(WebAssembly.validate(written)).toBe(true)
    expect(written.length).toBeLessThan(source.length)
    const symbols = /^symbols: (.*)$/m.exec(stdout)?.[1] as string
    expect(Buffer.from(readFileSync(symbols)).equals(source)).toBe(true)
  })

  it('tells the same in JSON', () => {
    const app = makeApp({ 'engine.wasm': moduleOf(2) })
    const { status, json } = runCli(app, [
      'optimize',
      'engine.wasm',
      '-o',
      'o.wasm',
      '--engine',
      'none',
      '--json',
    ])
    expect(status).toBe(0)
    expect(json()).toMatchObject({
      version: 1,
      file: 'engine.wasm',
      output: 'o.wasm',
      chosen: expect.stringMatching(/^strip/) as string,
      after: { rawBytes: readFileSync(join(app.root, 'o.wasm')).length },
      tries: expect.arrayContaining([expect.objectContaining({ outcome: 'shipped' })]) as unknown,
    })
  })

  it('goes by the config file, and by arguments before it', () => {
    const app = makeApp({
      'engine.wasm': moduleOf(3),
      'wasm-budget.config.json': '{ "optimize": { "engine": "none", "keepSections": ["name"] } }',
    })
    runCli(app, ['optimize', 'engine.wasm', '-o', 'kept.wasm'])
    expect(leaksOf(readFileSync(join(app.root, 'kept.wasm')))).toEqual(['name'])
    runCli(app, ['optimize', 'engine.wasm', '-o', 'none.wasm', '--strip', 'never'])
    expect(readFileSync(join(app.root, 'none.wasm')).equals(moduleOf(3))).toBe(true)
  })

  it('goes by what overrides say of the path or the name of the file, arguments counting more', () => {
    const source = moduleOf(5)
    const app = makeApp({
      'src/engine.wasm': source,
      'src/other.wasm': source,
      'src/off.wasm': source,
      'wasm-budget.config.json': JSON.stringify({
        optimize: { engine: 'none' },
        overrides: [
          { match: 'src/engine.wasm', optimize: { keepSections: ['name', '.debug_*'] } },
          { match: 'engine*', effort: 'fast', optimize: { keepSections: 'name' } },
          { match: '**/off.wasm', optimize: false },
        ],
      }),
    })
    const leaksAfter = (args: string[]) => {
      expect(runCli(app, ['optimize', ...args, '-o', 'out.wasm'])).toMatchObject({ status: 0 })
      return leaksOf(readFileSync(join(app.root, 'out.wasm')))
    }
    expect(leaksAfter(['src/engine.wasm'])).toEqual(['name'])
    expect(leaksAfter(['src/other.wasm'])).toEqual([])
    expect(leaksAfter(['src/engine.wasm', '--keep-section', 'producers'])).toEqual([])
    expect(leaksAfter(['src/off.wasm', '--no-config', '--engine', 'none'])).toEqual([])
    const off = runCli(app, ['optimize', 'src/off.wasm', '-o', 'off-out.wasm'])
    expect(off).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('optimize is false in') as string,
    })
  })

  it('writes nothing of a module that cannot be read', () => {
    const app = makeApp({ 'cut.wasm': moduleOf(4).subarray(0, 600) })
    const { status, stderr } = runCli(app, ['optimize', 'cut.wasm', '-o', 'o.wasm', '--engine', 'none'])
    expect(status).toBe(2)
    expect(stderr).toMatch(/at offset 0x[\da-f]+/)
    expect(stderr).toContain('Nothing is written')
    expect(() => readFileSync(join(app.root, 'o.wasm'))).toThrow()
  })
})
