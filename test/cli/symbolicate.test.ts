import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { type App, build, type Built, fileOf, makeApp, removeApps } from '../support/app.ts'
import { launchChromium } from '../support/chromium.mjs'
import { serveRecorded } from '../support/recording-server.ts'
import { runCli } from '../support/run-cli.ts'
import { assemble, noise } from '../support/wasm-fixtures.ts'

let browser: Browser
let app: App
let built: Built
let trace = ''

const MANGLED = '_RNvNtCs9n9LMGnnpxM_6engine6render5paint'

/** Large enough not to be inlined; crashes three calls deep. */
function crashing(): Uint8Array {
  const text = [...noise(5000, 91)].map((byte) => `\\${byte.toString(16).padStart(2, '0')}`).join('')
  return assemble(`(module
    (memory (export "memory") 1)
    (table 2 funcref)
    (elem (i32.const 0) $outer $${MANGLED})
    (type $t (func (param i32) (result i32)))
    (func $${MANGLED} (type $t) local.get 0 i32.const 1 i32.store local.get 0 i32.load8_u unreachable)
    (func $outer (type $t) local.get 0 i32.const 1 call_indirect (type $t) i32.const 3 i32.mul)
    (func (export "run") (param i32) (result i32) local.get 0 i32.const 0 call_indirect (type $t) i32.const 5 i32.add)
    (data (i32.const 0) "${text}"))`)
}

beforeAll(async () => {
  app = makeApp({
    'index.html': '<!doctype html><title>app</title><script type="module" src="/src/main.js"></script>',
    'src/main.js': `import url from './engine.wasm?url'
      const { instance } = await WebAssembly.instantiateStreaming(fetch(url))
      try { instance.exports.run(8) } catch (error) { document.title = 'crashed'; window.trace = error.stack }`,
    'src/engine.wasm': crashing(),
    'wasm-budget.config.json': '{ "report": { "dir": "kept" } }',
  })
  built = await build(app, { report: { dir: 'kept' } })
  if (built.error !== undefined) throw built.error
  const server = await serveRecorded(`${app.root}/dist`)
  browser = await launchChromium()
  try {
    const page = await browser.newPage()
    await page.goto(server.url)
    await page.waitForFunction(() => document.title === 'crashed')
    trace = await page.evaluate(() => (window as unknown as { trace: string }).trace)
  } finally {
    await server.close()
  }
})

afterAll(async () => {
  await browser?.close()
  removeApps()
})

describe('wasm-budget symbolicate', () => {
  it('names the functions of a stripped module in a stack trace from Chromium', () => {
    expect(trace).toContain(`${fileOf(built, 'engine.wasm')}:wasm-function[`)
    expect(trace).not.toContain('paint')
    const { status, stdout, stderr } = runCli(app, ['symbolicate'], trace)
    expect([status, stderr]).toEqual([0, ''])
    const names = stdout.split('\n').map((line) => /^ +at (.*?) \(/.exec(line)?.[1])
    expect(names.slice(1, 4)).toEqual(['engine::render::paint', 'outer', 'run'])
    expect(stdout).toContain(trace.split('\n')[0])
  })

  it('knows functions by offsets alone, with the deployed directory', () => {
    const offsets = trace.replaceAll(/:wasm-function\[\d+\]/g, '')
    expect(offsets).toMatch(/engine-[\w-]{8}\.wasm:0x[\da-f]+/)
    for (const args of [['--dist', 'dist'], []]) {
      const { status, stdout } = runCli(app, ['symbolicate', ...args], offsets)
      expect(status).toBe(0)
      expect(stdout).toContain('at engine::render::paint (')
    }
  })

  it('reads a file, and names of a symbols file, in JSON', () => {
    app.write({ 'trace.txt': trace })
    const sha256 = built.reports[0]?.modules[0]?.sha256
    const args = ['symbolicate', 'trace.txt', '--symbols', `kept/${sha256}.symbols.json`, '--json']
    const { status, json } = runCli(app, args)
    expect(status).toBe(0)
    expect(
      json<{ frames: { name: string }[] }>()
        .frames.map(({ name }) => name)
        .slice(0, 2),
    ).toEqual(['engine::render::paint', 'outer'])
  })

  it('ends with 2 where no frame gets a name, and says what is known', () => {
    const other = trace.replaceAll('engine-', 'unknown-')
    const { status, stdout, stderr } = runCli(app, ['symbolicate'], other)
    expect(status).toBe(2)
    expect(stdout.trimEnd()).toBe(other.trimEnd())
    expect(stderr).toContain(`Symbols are known of: ${fileOf(built, 'engine.wasm').replace('assets/', '')}`)
  })

  it('passes on what has no frames, without what could control the terminal', () => {
    const { status, stdout, stderr } = runCli(app, ['symbolicate'], 'Error: x\u001b[2J\n\tat app.js:1\n')
    expect([status, stdout]).toEqual([0, 'Error: x\ufffd[2J\n\tat app.js:1\n'])
    expect(stderr).toContain('there is no frame of WebAssembly in it')
  })
})
