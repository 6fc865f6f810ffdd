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

  it('writes nothing of a module that cannot be read', () => {
    const app = makeApp({ 'cut.wasm': moduleOf(4).subarray(0, 600) })
    const { status, stderr } = runCli(app, ['optimize', 'cut.wasm', '-o', 'o.wasm', '--engine', 'none'])
    expect(status).toBe(2)
    expect(stderr).toMatch(/at offset 0x[\da-f]+/)
    expect(stderr).toContain('Nothing is written')
    expect(() => readFileSync(join(app.root, 'o.wasm'))).toThrow()
  })
})
