import { get } from 'node:http'

import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

import { launchChromium } from '../support/chromium.mjs'
import { build, makeApp, removeApps, VITES, type Files } from '../support/app.ts'
import { leave, poll, serve, settled, visit, type Dev, type DevSettings, type Visit } from './dev-app.ts'
import { named, noise } from './modules.ts'
import type { WasmBudgetOptions } from 'vite-plugin-wasm-budget'

const PAGE =
  '<!doctype html><html lang="en"><title>app</title><link rel="icon" href="data:,"><script type="module" src="/src/main.js"></script>'
const FETCHES_ENGINE = `import url from './engine.wasm?url'\nvoid WebAssembly.compileStreaming(fetch(url))\n`

const asset = (limit: number) => ({ scope: 'asset', match: '**/engine*.wasm', limit, metric: 'raw' }) as const

let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(async () => {
  await browser.close()
  removeApps()
})

/** Status of an answer to a request that names another host, as a page behind a rebound name would send it. */
async function statusAs(host: string, url: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { Host: host } }, (response) => {
      response.resume()
      resolve(response.statusCode)
    }).on('error', reject)
  })
}

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const resource of open.splice(0).reverse()) await resource.close()
})

describe.each(VITES)('the overlay in %s', (vite) => {
  async function start(
    files: Files,
    options: WasmBudgetOptions = {},
    settings: DevSettings = {},
  ): Promise<Dev & { readonly app: ReturnType<typeof makeApp> }> {
    const app = makeApp({ 'index.html': PAGE, 'src/main.js': FETCHES_ENGINE, ...files })
    const dev = await serve(app, vite, options, settings)
    open.push(dev)
    return { ...dev, app }
  }

  async function look(url: string, options: Parameters<Browser['newPage']>[0] = {}): Promise<Visit> {
    const visited = await visit(browser, url, options)
    open.push({ close: () => leave(visited.page) })
    return visited
  }

  it('shows a badge with the total and how it stands to the budgets', async () => {
    const dev = await start({ 'src/engine.wasm': noise(20_000) }, { budgets: [asset(50_000)] })
    const visited = await look(dev.url)
    await settled(visited)
    expect(await visited.badge.getAttribute('data-s')).toBe('ok')
    expect(await visited.badge.innerText()).toContain('1 budget met')
    expect(visited.problems).toEqual([])
  })

  it('opens a panel with what is known of a module', async () => {
    const dev = await start({ 'src/engine.wasm': noise(20_000) }, { budgets: [asset(50_000)] })
    const visited = await look(dev.url)
    await settled(visited)
    await visited.badge.click()
    const row = visited.panel.getByRole('row', { name: /engine\.wasm/ })
    // The page may be settled before it fetches its module.
    await poll(() => row.innerText()).toContain('streaming')
    const text = await row.innerText()
    for (const shown of ['main.js', '20.0', 'left']) expect(text).toContain(shown)
    const [module] = (await dev.state()).modules
    expect(module).toMatchObject({
      name: 'src/engine.wasm',
      importers: ['src/main.js'],
      devBytes: noise(20_000).length,
      delivery: { kind: 'streaming' },
      findings: [],
    })
  })

  it('opens by keys, closes by Escape, and is as it was left when the page is loaded again', async () => {
    const dev = await start({ 'src/engine.wasm': noise(2000) })
    const { page, badge, panel } = await look(dev.url)
    await badge.waitFor()
    await page.keyboard.press('Alt+Shift+KeyW')
    await panel.waitFor()
    await page.reload()
    await panel.waitFor()
    await panel.getByRole('button', { name: 'Close' }).focus()
    await page.keyboard.press('Escape')
    await badge.waitFor()
    expect(await panel.isVisible()).toBe(false)
    expect(await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.className)).toBe(
      'badge',
    )
    await page.reload()
    await badge.waitFor()
  })

  it('turns red where a budget is exceeded, and says by how much', async () => {
    const dev = await start({ 'src/engine.wasm': noise(20_000) }, { budgets: [asset(10_000)] })
    const visited = await look(dev.url)
    await settled(visited)
    expect(await visited.badge.getAttribute('data-s')).toBe('over')
    expect(await visited.badge.innerText()).toMatch(/\+10\.0.kB over/)
    await visited.badge.click()
    expect(await visited.panel.locator('.ph .tag').innerText()).toBe('1 of 1 budgets broken')
  })

  it.each(['raw', 'gzip', 'brotli'] as const)('judges by %s what a build would ship', async (metric) => {
    const limits = [{ scope: 'total', limit: 500, metric, name: 'together' }] as const
    const symbols = named(...Array.from({ length: 200 }, (_, index) => `function_number_${index}`))
    const dev = await start({ 'src/engine.wasm': symbols }, { metric, budgets: [...limits] })
    const visited = await look(dev.url)
    await settled(visited)
    const { budgets, modules } = await dev.state()
    const [shipped] = modules.map((module) => module.shipped)
    expect(shipped?.rawBytes).toBeLessThan(symbols.length)
    const bytes = { raw: shipped?.rawBytes, gzip: shipped?.gzipBytes, brotli: shipped?.brotliBytes }[metric]
    expect(budgets).toMatchObject([{ budget: 'together', metric, sizeBytes: bytes, isEstimate: true }])
  })

  it('shows other figures when a file has changed', async () => {
    const dev = await start({ 'src/engine.wasm': noise(20_000) }, { budgets: [asset(25_000)] })
    const visited = await look(dev.url)
    await settled(visited)
    dev.app.write({ 'src/engine.wasm': noise(40_000) })
    await visited.badge.and(visited.page.locator('[data-s=over]')).waitFor()
    expect((await dev.state()).total.devBytes).toBe(noise(40_000).length)
  })

  it('shows another list when a script has changed under the page', async () => {
    const accepting = `if (import.meta.hot) import.meta.hot.accept()\n`
    const dev = await start({
      'src/engine.wasm': noise(6000),
      'src/other.wasm': noise(7000, 2),
      'src/main.js': FETCHES_ENGINE + accepting,
    })
    const visited = await look(dev.url)
    await settled(visited)
    await visited.badge.click()
    const names = () =>
      visited.panel
        .locator('.mods tbody th')
        .evaluateAll((cells) => cells.map((cell) => cell.getAttribute('title')))
    expect(await names()).toEqual(['src/engine.wasm'])
    await visited.page.evaluate(() => Object.assign(globalThis, { isTheSamePage: true }))
    const both = `import other from './other.wasm?url'\nvoid fetch(other)\n${FETCHES_ENGINE}${accepting}`
    dev.app.write({ 'src/main.js': both })
    await poll(names).toEqual(['src/other.wasm', 'src/engine.wasm'])
    expect(await visited.page.evaluate(() => 'isTheSamePage' in globalThis)).toBe(true)
  })

  it('is told over the channel of Vite where a policy lets nothing be fetched', async () => {
    const policy = "default-src 'self' 'unsafe-inline'; img-src data:; connect-src ws:"
    const dev = await start(
      { 'src/engine.wasm': noise(6000), 'src/main.js': `import url from './engine.wasm?url'\nvoid url\n` },
      {},
      { config: { server: { headers: { 'Content-Security-Policy': policy } } } },
    )
    const visited = await look(dev.url)
    await settled(visited)
    await visited.badge.click()
    expect(await visited.panel.getByRole('row', { name: /engine\.wasm/ }).innerText()).toContain(
      'not fetched',
    )
  })

  it('notices a module of the public directory when a page fetches it, and that it changes', async () => {
    const dev = await start({
      'public/late.wasm': noise(3000),
      'src/main.js': `addEventListener('click', () => fetch('/late.wasm'))\n`,
    })
    const visited = await look(dev.url)
    await visited.badge.and(visited.page.locator('[data-s=none]')).waitFor()
    expect(await visited.badge.innerText()).toContain('no wasm')
    await visited.page.mouse.click(5, 5)
    await visited.badge.and(visited.page.locator('[data-s=ok]')).waitFor()
    const before = await dev.state()
    expect(before.modules).toMatchObject([{ name: 'public/late.wasm', importers: [] }])
    dev.app.write({ 'public/late.wasm': noise(5000) })
    await poll(async () => (await dev.state()).total.devBytes).toBe(noise(5000).length)
  })

  it('lists what a page could fetch, with whoever refers to it', async () => {
    const dev = await start({
      'src/engine.wasm': noise(6000),
      'src/other.wasm': noise(7000, 2),
      'src/main.js': `export const url = () => new URL('./other.wasm', import.meta.url)\n`,
    })
    await settled(await look(dev.url))
    expect((await dev.state()).modules).toMatchObject([
      { name: 'src/other.wasm', importers: ['src/main.js'], delivery: { kind: 'not-fetched' } },
    ])
  })

  it('knows modules that nothing but a running page knows, by what it is answered', async () => {
    const bytes = noise(9000)
    const dev = await start(
      { 'src/main.js': `const name = ['com', 'puted'].join('')\nawait fetch('/' + name + '.wasm')\n` },
      {},
      {
        plugins: [
          {
            name: 'answers',
            configureServer({ middlewares }: { middlewares: { use(path: string, handler: unknown): void } }) {
              middlewares.use(
                '/computed.wasm',
                (_request: unknown, response: { end(body: Uint8Array): void }) => response.end(bytes),
              )
            },
          },
        ],
      },
    )
    await look(dev.url)
    await poll(async () => (await dev.state()).modules).toMatchObject([
      {
        devBytes: bytes.length,
        delivery: { kind: 'wrong-type', type: '' },
        findings: [{ code: 'mime-type-wrong' }],
      },
    ])
  })

  it('finds a page where a module was asked for', async () => {
    const dev = await start({ 'src/main.js': `await fetch('/nowhere.wasm').catch(() => {})\n` })
    const visited = await look(dev.url)
    await visited.badge.and(visited.page.locator('[data-s=near]')).waitFor()
    expect(await visited.badge.innerText()).toContain('1 problem')
    await visited.badge.click()
    await visited.panel.getByText('A page is answered instead of the module').waitFor()
    expect(await visited.panel.getByText('no: text/html').isVisible()).toBe(true)
  })

  it('finds base64 in a script', async () => {
    const base64 = Buffer.from(noise(3000)).toString('base64')
    // Something that exports nothing is a question to the browser, no module.
    const module = new Uint8Array([
      0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 4, 1, 2, 0, 11,
    ])
    const text = Buffer.from(module).toString('base64')
    const dev = await start({
      'src/main.js': `export const a = ${JSON.stringify(text)}, b = ${base64.length}\n`,
    })
    await look(dev.url)
    await poll(async () => (await dev.state()).modules).toMatchObject([
      {
        name: 'src/main.js#1',
        devBytes: module.length,
        delivery: { kind: 'base64' },
        findings: [{ code: 'base64-in-source' }],
      },
    ])
  })

  it('says that a module cannot be read, and still shows its size', async () => {
    const broken = noise(5000).slice(0, 4000)
    const dev = await start({
      'src/engine.wasm': broken,
      'src/main.js': `import url from './engine.wasm?url'\nawait fetch(url)\n`,
    })
    const visited = await look(dev.url)
    await settled(visited)
    await visited.badge.click()
    await visited.panel.getByText('Size only: it cannot be read').waitFor()
    expect((await dev.state()).total.devBytes).toBe(broken.length)
  })

  it('looks inside a module, and takes every name for a text', async () => {
    const hostile = [
      '<img src=x onerror="window.harmed = 1">',
      '</script><script>window.harmed = 2</script>',
      '__proto__',
    ]
    const dev = await start({ 'src/engine.wasm': named(...hostile) })
    const visited = await look(dev.url)
    await settled(visited)
    await visited.badge.click()
    await visited.panel.locator('wb-inside').waitFor()
    await visited.panel.getByText('onerror').first().waitFor()
    const found = await visited.page.evaluate(() => {
      const roots: ParentNode[] = [document]
      const images: string[] = []
      for (const root of roots) {
        for (const element of root.querySelectorAll('*')) {
          if (element.shadowRoot) roots.push(element.shadowRoot)
          if (element.localName === 'img') images.push(element.outerHTML)
        }
      }
      return { images, harmed: (globalThis as { harmed?: unknown }).harmed }
    })
    expect(found).toEqual({ images: [], harmed: undefined })
    expect(visited.problems).toEqual([])
  })

  it('works below a base', async () => {
    const dev = await start({ 'src/engine.wasm': noise(2000) }, {}, { config: { base: '/some/where/' } })
    const visited = await look(dev.url)
    await settled(visited)
    // The page may be settled before it fetches its module.
    await poll(() => dev.state()).toMatchObject({
      modules: [{ name: 'src/engine.wasm', delivery: { kind: 'streaming' } }],
    })
    expect(visited.problems).toEqual([])
  })

  it('works in middleware mode', async () => {
    const dev = await start({ 'src/engine.wasm': noise(2000) }, {}, { isMiddleware: true })
    const visited = await look(dev.url)
    await settled(visited)
    expect((await dev.state()).modules).toHaveLength(1)
    dev.app.write({ 'src/engine.wasm': noise(3000) })
    await poll(async () => (await dev.state()).total.devBytes).toBe(noise(3000).length)
  })

  it('works under a strict Content-Security-Policy', async () => {
    const policy =
      "default-src 'none'; script-src 'nonce-abc' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'nonce-abc'; " +
      "connect-src 'self' ws:; img-src data:; base-uri 'none'"
    const dev = await start(
      { 'src/engine.wasm': noise(2000), 'src/main.js': FETCHES_ENGINE },
      { budgets: [asset(1000)] },
      {
        config: { html: { cspNonce: 'abc' }, server: { headers: { 'Content-Security-Policy': policy } } },
      },
    )
    const visited = await look(dev.url)
    await settled(visited)
    await visited.badge.click()
    await visited.panel.locator('wb-inside').waitFor()
    expect(visited.problems.filter((problem) => /policy|violat/i.test(problem))).toEqual([])
  })

  it('stands aside for the error overlay of Vite', async () => {
    const dev = await start({ 'src/engine.wasm': noise(2000) })
    const { page, badge } = await look(dev.url)
    await badge.waitFor()
    dev.server.environments.client.hot.send({ type: 'error', err: { message: 'broken', stack: '' } })
    await page.locator('vite-error-overlay').waitFor()
    await badge.waitFor({ state: 'hidden' })
    await page.keyboard.press('Escape')
    await badge.waitFor()
  })

  it('is there by an import where no page goes through Vite, and once', async () => {
    const dev = await start({
      'src/engine.wasm': noise(2000),
      'src/main.js': `import 'virtual:wasm-budget/overlay'\n${FETCHES_ENGINE}`,
    })
    const { page, badge } = await look(dev.url)
    await badge.waitFor()
    expect(await page.locator('wasm-budget-overlay').count()).toBe(1)
  })

  it('stands in the corner that is asked for, and is open where that is asked for', async () => {
    const dev = await start(
      { 'src/engine.wasm': noise(2000) },
      { overlay: { position: 'top-left', open: true } },
    )
    const { page, panel, badge } = await look(dev.url)
    await panel.waitFor()
    await panel.getByRole('button', { name: 'Close' }).click()
    await badge.waitFor()
    const box = await badge.boundingBox()
    expect({ x: box?.x, y: box?.y }).toEqual({ x: 16, y: 16 })
    await page.reload()
    await badge.waitFor()
    expect(await panel.isVisible()).toBe(false)
  })

  it('answers only for what is in its list, and only Vite’s own visitors', async () => {
    const dev = await start({ 'src/engine.wasm': noise(2000), 'secret.wasm': noise(3000) })
    await settled(await look(dev.url))
    const { modules } = await dev.state()
    const ask = async (path: string, init: RequestInit = {}) =>
      (await fetch(`${dev.url}__wasm-budget/${path}`, init)).status
    expect(await ask(`inside/${modules[0]?.id}`)).toBe(200)
    for (const path of [
      'inside/0000000000000000',
      'inside/..%2f..%2fsecret.wasm',
      'inside/secret.wasm',
      'inside/',
      'nothing',
      '',
    ])
      expect([path, await ask(path)]).toEqual([path, 404])
    expect(await ask('state', { method: 'POST' })).toBe(405)
    const foreign = await fetch(`${dev.url}__wasm-budget/state`, {
      headers: { Origin: 'https://evil.example' },
    })
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull()
    expect(await statusAs('evil.example', `${dev.url}__wasm-budget/state`)).toBe(403)
  })

  it('leaves nothing of itself where it is off', async () => {
    const dev = await start(
      {
        'src/engine.wasm': noise(2000),
        'src/main.js': `import 'virtual:wasm-budget/overlay'\n${FETCHES_ENGINE}`,
      },
      { overlay: false },
    )
    const html = await (await fetch(dev.url, { headers: { Accept: 'text/html' } })).text()
    expect(html).not.toContain('wasm-budget')
    const { page, problems } = await look(dev.url)
    expect(await page.locator('wasm-budget-overlay').count()).toBe(0)
    expect(problems).toEqual([])
  })

  it('leaves nothing of itself in a build', async () => {
    const app = makeApp({
      'index.html': PAGE,
      'src/main.js': `import 'virtual:wasm-budget/overlay'\n${FETCHES_ENGINE}`,
      'src/engine.wasm': noise(6000),
    })
    const { files, error } = await build(app, {}, { bundler: vite })
    expect(error).toBeUndefined()
    const texts = [...files]
      .filter(([file]) => /\.(?:js|html|css)$/.test(file))
      .map(([, bytes]) => bytes.toString('utf8'))
    expect(texts.join('\n')).not.toMatch(/wasm-budget|overlay/)
  })

  it('shows what the last build made of the same module, and says so', async () => {
    const app = makeApp({ 'index.html': PAGE, 'src/main.js': FETCHES_ENGINE, 'src/engine.wasm': noise(6000) })
    const { reports } = await build(app, {}, { bundler: vite })
    const dev = await serve(app, vite)
    open.push(dev)
    const visited = await look(dev.url)
    await settled(visited)
    const [module] = (await dev.state()).modules
    expect(module?.shipped).toEqual({ from: 'build', ...reports[0]?.modules[0]?.after })
    await visited.badge.click()
    await visited.panel.getByText('last production build').waitFor()
  })

  it.skipIf(vite === 'vite')('names the package that prebundling moved away from its module', async () => {
    // Vite 8 moves the URL along; the others do not.
    const dev = await start({
      'src/main.js': `import 'carries-wasm'\n`,
      'node_modules/carries-wasm/package.json':
        '{ "name": "carries-wasm", "version": "1.0.0", "type": "module", "main": "index.js" }',
      'node_modules/carries-wasm/index.js': `void fetch(new URL('carried.wasm', import.meta.url))\n`,
      'node_modules/carries-wasm/carried.wasm': noise(5000),
    })
    const visited = await look(dev.url)
    await poll(async () => (await dev.state()).modules.flatMap(({ findings }) => findings)).toEqual([
      { code: 'page-instead-of-module', severity: 'error', args: { dependency: 'carries-wasm' } },
    ])
    await visited.badge.click()
    await visited.panel.getByText("optimizeDeps: { exclude: ['carries-wasm'] }").waitFor()
  })
})

it('does no harm where Vite 8 bundles in development', async () => {
  const app = makeApp({
    'index.html': PAGE,
    'src/main.js': `document.title = 'bundled'\n`,
    'src/engine.wasm': noise(2000),
  })
  const dev = await serve(app, 'vite', {}, { config: { experimental: { bundledDev: true } } })
  open.push(dev)
  const { page, problems } = await visit(browser, dev.url)
  open.push({ close: () => leave(page) })
  await page.waitForFunction(() => document.title === 'bundled')
  expect(await page.locator('wasm-budget-overlay').count()).toBe(0)
  // Vite shows a page of its own until the bundle is there, whose requests may fail.
  expect(problems.filter((problem) => /wasm-budget|overlay/.test(problem))).toEqual([])
})
