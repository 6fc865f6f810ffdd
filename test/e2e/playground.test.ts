import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, brotliDecompressSync, constants, gunzipSync } from 'node:zlib'

import { initWasm, Resvg } from '@resvg/resvg-wasm'
import type { BrotliWasmType } from 'brotli-wasm'
import type { Browser, Locator, Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'

import { drawingOf } from '../../playground/src/cards/flower.ts'
import { launchChromium } from '../support/chromium.mjs'
import { type RecordingServer, serveRecorded } from '../support/recording-server.ts'

// Imported, it would be the package's web entry, which Node cannot load.
const brotliWasm = createRequire(import.meta.url)('brotli-wasm') as BrotliWasmType

const minutes = 60_000
const repository = fileURLToPath(new URL('../../', import.meta.url))
const root = join(repository, 'playground')

const originals: Record<string, string> = {
  brotli_wasm_bg: 'node_modules/brotli-wasm/pkg.web/brotli_wasm_bg.wasm',
  index_bg: 'node_modules/@resvg/resvg-wasm/index_bg.wasm',
  'rust-app': 'playground/src/rust-app/rust-app.wasm',
  'sql-wasm-browser': 'node_modules/sql.js/dist/sql-wasm-browser.wasm',
  'tree-sitter-javascript': 'node_modules/tree-sitter-javascript/tree-sitter-javascript.wasm',
  'web-tree-sitter': 'node_modules/web-tree-sitter/web-tree-sitter.wasm',
}
const names = Object.keys(originals)

let outDir = ''

beforeAll(() => {
  outDir = mkdtempSync(join(tmpdir(), 'wasm-budget-playground-'))
  // What `vite build` runs with; the test runner sets its own.
  vi.stubEnv('NODE_ENV', 'production')
  vi.stubEnv('PLAYGROUND_BUDGET', undefined)
  vi.stubEnv('PLAYGROUND_EFFORT', 'fast')
  vi.stubEnv('PLAYGROUND_PLUGIN', undefined)
})

afterAll(() => {
  vi.unstubAllEnvs()
  rmSync(outDir, { recursive: true, force: true })
})

async function buildPlayground(into: string): Promise<void> {
  await build({
    root,
    configFile: join(root, 'vite.config.ts'),
    logLevel: 'silent',
    build: { outDir: into, emptyOutDir: true },
  })
}

// A plain readFileSync may be over shared memory as far as its type says, which WebAssembly does not take.
const read = (file: string): Buffer<ArrayBuffer> => readFileSync(file) as Buffer<ArrayBuffer>

const originalOf = (name: string): Buffer<ArrayBuffer> => read(join(repository, originals[name] ?? ''))

const emittedWasm = (): string[] =>
  readdirSync(join(outDir, 'assets')).filter((file) => file.endsWith('.wasm'))

const nameOf = (file: string): string => file.replace(/-.{8}\.wasm$/, '')

function emittedOf(name: string): string {
  const emitted = emittedWasm().find((file) => nameOf(file) === name)
  return join(outDir, 'assets', emitted ?? `${name} was not emitted`)
}

const nameSections = (bytes: Buffer<ArrayBuffer>): number =>
  WebAssembly.Module.customSections(new WebAssembly.Module(bytes), 'name').length

const oneDecimal = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 })
const kB = (bytes: number): string => `${oneDecimal.format(bytes / 1000)} kB`

describe('the playground as it is built', () => {
  beforeAll(() => buildPlayground(outDir), 10 * minutes)

  it('emits each module once', () => {
    expect(emittedWasm().map(nameOf).sort()).toEqual(names)
  })

  it.each(names)('puts siblings beside %s that decode to it', (name) => {
    const file = emittedOf(name)
    expect(brotliDecompressSync(read(`${file}.br`)).equals(read(file))).toBe(true)
    expect(gunzipSync(read(`${file}.gz`)).equals(read(file))).toBe(true)
  })

  it.each(names)(
    'ships %s in no more bytes than brotli 11 makes of the original',
    async (name) => {
      const params = { [constants.BROTLI_PARAM_QUALITY]: 11 }
      const compressed = await promisify(brotliCompress)(originalOf(name), { params })
      expect(read(`${emittedOf(name)}.br`).length).toBeLessThanOrEqual(compressed.length)
    },
    minutes,
  )

  it.each(names)('keeps the interface of %s', (name) => {
    const original = new WebAssembly.Module(originalOf(name))
    const emitted = new WebAssembly.Module(read(emittedOf(name)))
    // A host resolves imports by name; the engine groups them by kind.
    const imports = (module: WebAssembly.Module) =>
      WebAssembly.Module.imports(module)
        .map((entry) => JSON.stringify(entry))
        .sort()
    expect(imports(emitted)).toEqual(imports(original))
    expect(WebAssembly.Module.exports(emitted)).toEqual(WebAssembly.Module.exports(original))
  })

  it('ships the Rust module without the names that it was built with', () => {
    expect(nameSections(originalOf('rust-app'))).toBe(1)
    expect(nameSections(read(emittedOf('rust-app')))).toBe(0)
  })

  describe('in a browser', () => {
    let server: RecordingServer
    let browser: Browser
    let page: Page
    const complaints: string[] = []

    const card = (module: string): Locator => page.locator(`[data-module="${module}"]`)
    const result = (module: string): Locator => card(module).locator('[data-result]')
    const input = (module: string): Locator => card(module).locator('[data-input]')
    const state = (module: string, state: 'ok' | 'error'): Promise<void> =>
      card(module).locator(`[data-state="${state}"]`).waitFor()
    const rows = async (module: string): Promise<string[][]> =>
      Promise.all(
        (await result(module).locator('tbody tr').all()).map((row) => row.locator('td').allInnerTexts()),
      )

    beforeAll(async () => {
      server = await serveRecorded(outDir)
      browser = await launchChromium()
      page = await browser.newPage()
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
      })
      page.on('pageerror', (error) => complaints.push(String(error)))
      page.on('requestfailed', (request) => complaints.push(`${request.url()} failed`))
      await page.goto(server.url)
      await Promise.all(
        ['sql', 'rust', 'tree-sitter', 'resvg', 'brotli'].map((module) => state(module, 'ok')),
      )
    }, 2 * minutes)

    afterAll(async () => {
      await browser?.close()
      await server?.close()
    })

    it('queries the database', async () => {
      expect(await rows('sql')).toEqual([
        ['Jupiter', '69911', '11.0'],
        ['Saturn', '58232', '9.1'],
        ['Uranus', '25362', '4.0'],
        ['Neptune', '24622', '3.9'],
        ['Earth', '6371', '1.0'],
        ['Venus', '6052', '0.9'],
      ])
    })

    it('measures shapes in Rust', async () => {
      expect(await rows('rust')).toEqual([
        ['Circle { r: 1.0 }', '3.14', ''],
        ['Circle { r: 3.0 }', '28.27', ''],
        ['Circle { r: 5.0 }', '78.54', ''],
        ['Rect { w: 0.0, h: 2.0 }', '0.00', ''],
        ['Rect { w: 2.0, h: 2.0 }', '4.00', ''],
        ['Rect { w: 4.0, h: 2.0 }', '8.00', ''],
      ])
    })

    it('parses JavaScript', async () => {
      const tree = (await result('tree-sitter').innerText()).replaceAll(/\s+/g, ' ')
      expect(tree).toBe(
        '(program (lexical_declaration (variable_declarator name: (identifier) ' +
          'value: (arrow_function parameters: (formal_parameters (identifier) (identifier)) ' +
          'body: (binary_expression left: (identifier) right: (identifier))))))',
      )
    })

    it('draws, in a worker, the very picture that the original module draws', async () => {
      await initWasm(originalOf('index_bg'))
      const { svg, width } = drawingOf(9)
      const expected = new Resvg(svg, { fitTo: { mode: 'width', value: width } }).render().asPng()
      const drawn = await result('resvg')
        .locator('img')
        .evaluate(async (image: HTMLImageElement) => [
          ...new Uint8Array(await (await fetch(image.src)).arrayBuffer()),
        ])
      expect(Buffer.from(drawn).equals(expected)).toBe(true)
    })

    it('compresses a text into as many bytes as the original module does', async () => {
      const text = new TextEncoder().encode(await input('brotli').inputValue())
      const { compress } = brotliWasm
      expect(await result('brotli').locator('.figure').innerText()).toBe(
        `${text.length}\u00a0B → ${compress(text).length}\u00a0B`,
      )
    })

    it('fetched each module once, as application/wasm, in brotli and in fewer bytes than the file has', () => {
      const fetched = server.answers.filter(({ path }) => path.endsWith('.wasm'))
      expect(fetched.map(({ path }) => path.replace('/assets/', '')).sort()).toEqual(emittedWasm().sort())
      for (const { path, type, encoding, bytes } of fetched) {
        expect({ path, type, encoding }).toEqual({ path, type: 'application/wasm', encoding: 'br' })
        expect(bytes).toBeLessThan(read(join(outDir, path)).length)
      }
    })

    it('shows what the browser received, the worker included', async () => {
      for (const name of names) {
        const file = emittedOf(name)
        const line = page.locator('[data-files] li', { hasText: file.split('/').at(-1) ?? '' })
        await line.waitFor()
        expect((await line.innerText()).replaceAll('\u00a0', ' ')).toContain(
          `${kB(read(file).length)} raw → ${kB(read(`${file}.br`).length)} wire`,
        )
      }
    })

    it('runs each module again when its input changes', async () => {
      await input('sql').fill('select 6 * 7 as answer')
      expect(await rows('sql')).toEqual([['42']])
      await input('rust').fill('2')
      expect(await rows('rust')).toEqual([
        ['Circle { r: 1.0 }', '3.14', ''],
        ['Rect { w: 0.0, h: 2.0 }', '0.00', ''],
      ])
      await input('tree-sitter').fill('1')
      expect(await result('tree-sitter').innerText()).toMatch(
        /^\(program\s+\(expression_statement\s+\(number\)\)\)$/,
      )
      await input('resvg').fill('3')
      await page.getByAltText('A flower with 3 petals').waitFor()
      await input('brotli').fill('a'.repeat(5000))
      expect(await result('brotli').locator('.figure').innerText()).toMatch(/^5,000\u00a0B → \d\d\u00a0B$/)
    })

    it('says what is wrong with a query, and goes on', async () => {
      await input('sql').fill('selec 1')
      await state('sql', 'error')
      expect(await result('sql').innerText()).toBe('near "selec": syntax error')
      await input('sql').fill('select 1 as one')
      await state('sql', 'ok')
      expect(await rows('sql')).toEqual([['1']])
    })

    it('had nothing to complain about', () => {
      expect(complaints).toEqual([])
      expect(server.answers.filter(({ status }) => status !== 200)).toEqual([])
    })
  })
})

describe('the playground with tight budgets', () => {
  it(
    'fails, and names the budgets that are broken and no other',
    async () => {
      vi.stubEnv('PLAYGROUND_BUDGET', 'tight')
      const error: unknown = await buildPlayground(join(outDir, 'tight')).catch((error: unknown) => error)
      expect(error).toBeInstanceOf(Error)
      const { message } = error as Error
      const budgets = ['rust module', 'renderer', 'compressor', 'editor', 'first visit']
      expect(budgets.filter((name) => message.includes(name))).toEqual([
        'rust module',
        'editor',
        'first visit',
      ])
    },
    10 * minutes,
  )
})
