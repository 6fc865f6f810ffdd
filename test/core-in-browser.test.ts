import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import type { Browser, Page } from 'playwright-core'
import { rolldown } from 'rolldown'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as core from 'vite-plugin-wasm-budget/core'

import { launchChromium } from './support/chromium.mjs'
import { type RecordingServer, serveRecorded } from './support/recording-server.ts'
import { moduleOf } from './support/wasm-fixtures.ts'

const entry = fileURLToPath(new URL('../dist/core.js', import.meta.url))
const rust = fileURLToPath(new URL('../playground/src/rust-app/rust-app.wasm', import.meta.url))

const modules = { 'rust-app.wasm': new Uint8Array(readFileSync(rust)), 'made.wasm': moduleOf(101) }

let folder = ''
let server: RecordingServer
let browser: Browser
let page: Page
const complaints: string[] = []

// What is loaded in the page.
declare const api: typeof core

/** Bundles `./core` for a browser; whatever is not in the bundle afterwards is an error. */
async function bundleCore(into: string): Promise<void> {
  const bundle = await rolldown({
    input: entry,
    platform: 'browser',
    onLog: (_level, { message }) => void complaints.push(message),
  })
  const { output } = await bundle.write({ file: join(into, 'core.js'), format: 'es' })
  await bundle.close()
  for (const chunk of output) {
    if (chunk.type === 'chunk') complaints.push(...chunk.imports, ...chunk.dynamicImports)
  }
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wasm-budget-core-'))
  await bundleCore(folder)
  writeFileSync(
    join(folder, 'index.html'),
    `<!doctype html><link rel="icon" href="data:,"><script type="module">
      import * as api from './core.js'
      window.api = api
      document.documentElement.dataset.ready = 'yes'
    </script>`,
  )
  for (const [name, bytes] of Object.entries(modules)) writeFileSync(join(folder, name), bytes)
  server = await serveRecorded(folder)
  browser = await launchChromium()
  page = await browser.newPage()
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  await page.goto(server.url)
  await page.locator('html[data-ready]').waitFor()
})

afterAll(async () => {
  await browser?.close()
  await server?.close()
  rmSync(folder, { recursive: true, force: true })
})

const asData = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

describe('./core in a browser', () => {
  it('has all that it exports', async () => {
    expect(await page.evaluate(() => Object.keys(api).sort())).toEqual(Object.keys(core).sort())
  })

  it.each(Object.keys(modules) as (keyof typeof modules)[])('reads %s as it does in Node', async (name) => {
    const there = await page.evaluate(async (url) => {
      const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer())
      const report = api.analyzeModule(bytes)
      return { report, summary: api.summarize(report) }
    }, name)
    const report = core.analyzeModule(modules[name])
    expect(there).toEqual(asData({ report, summary: core.summarize(report) }))
    expect(there.report.sizeBytes).toBe(modules[name].length)
    expect(there.report.items.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)).toBe(modules[name].length)
  })

  it('strips and compares interfaces', async () => {
    const there = await page.evaluate(async () => {
      const bytes = new Uint8Array(await (await fetch('made.wasm')).arrayBuffer())
      const stripped = api.removeSections(bytes, (section) => api.stripReason(section) !== undefined)
      const [before, after] = [bytes, stripped].map((one) => api.describeInterface(api.readModule(one)))
      const same = api.compareInterfaces(before!, after!)
      return { length: stripped.length, same, accepted: WebAssembly.validate(new Uint8Array(stripped)) }
    })
    const made = modules['made.wasm']
    const { length } = core.removeSections(made, (section) => core.stripReason(section) !== undefined)
    expect(there).toEqual({ length, same: undefined, accepted: true })
  })

  it('says where a broken module is broken', async () => {
    const message = await page.evaluate(() => {
      try {
        api.analyzeModule(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 99, 0))
        return ''
      } catch (error) {
        return `${error instanceof api.WasmParseError} ${(error as Error).message}`
      }
    })
    expect(message).toBe('true unknown section id 99 (at offset 0x8)')
  })

  it('gave a bundler and a browser nothing to complain about', () => {
    expect(complaints).toEqual([])
  })
})
