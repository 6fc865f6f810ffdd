import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

import { launchChromium } from '../support/chromium.mjs'
import { makeApp, removeApps, VITES } from '../support/app.ts'
import { readFixture } from '../support/fixtures.ts'
import { leave, serve, settled, visit, type Dev, type DevSettings, type Visit } from './dev-app.ts'

const PAGE =
  '<!doctype html><html lang="en"><title>app</title><link rel="icon" href="data:,"><script type="module" src="/src/main.js"></script>'
const MAIN = `import url from './engine.wasm?url'\nvoid WebAssembly.compileStreaming(fetch(url))\n`

let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(async () => {
  await browser.close()
  removeApps()
})

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const resource of open.splice(0).reverse()) await resource.close()
})

/** Another server, which has a page and nothing else; its address. */
async function serveElsewhere(html: string): Promise<string> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html' }).end(html)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push({
    close: async () => {
      server.closeAllConnections()
      server.close()
    },
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

/** The element that has the focus, through all shadow roots. */
function focused(page: Page): Promise<string | undefined> {
  return page.evaluate(() => {
    let element = document.activeElement
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
    return element === null ? undefined : `${element.localName}.${element.className}`
  })
}

async function tabTo(page: Page, wanted: string): Promise<void> {
  const seen: unknown[] = []
  for (let at = 0; at < 40; at++) {
    await page.keyboard.press('Tab')
    const now = await focused(page)
    if (now === wanted) return
    seen.push(now)
  }
  throw new Error(`the keyboard does not lead to ${wanted}, only to ${seen.join(', ')}`)
}

describe.each(VITES)('what is inside a module, in %s', (vite) => {
  async function start(settings: DevSettings = {}, main = MAIN, html = PAGE): Promise<Dev> {
    const bytes = readFixture('rust196-base_sizez.wasm')
    const app = makeApp({ 'index.html': html, 'src/main.js': main, 'src/engine.wasm': bytes })
    const dev = await serve(app, vite, { metric: 'raw' }, settings)
    open.push(dev)
    return dev
  }

  async function look(url: string): Promise<Visit> {
    const visited = await visit(browser, url, { reducedMotion: 'reduce' })
    open.push({ close: () => leave(visited.page) })
    await settled(visited)
    return visited
  }

  it('is walked, entered, explained and left by keyboard alone', async () => {
    const { page, panel, badge, problems } = await look((await start()).url)
    await page.keyboard.press('Alt+Shift+KeyW')
    await panel.locator('wb-treemap canvas.over').waitFor()
    await tabTo(page, 'canvas.over')
    const crumbs = panel.locator('wb-treemap .crumbs li')
    const live = panel.locator('wb-treemap [role=status]')
    const total = panel.locator('wb-treemap .total')
    const whole = await total.textContent()
    expect(await crumbs.count()).toBe(1)

    await page.keyboard.press('Enter')
    expect(await crumbs.count()).toBe(2)
    expect(await total.textContent()).not.toBe(whole)
    const first = await live.textContent()
    await page.keyboard.press('ArrowRight')
    expect(await live.textContent()).not.toBe(first)
    await page.keyboard.press('w')
    expect(await panel.locator('wb-why h3').textContent()).toContain('Why is')

    await page.keyboard.press('/')
    await page.keyboard.type('core')
    expect(await total.textContent()).toContain('found')
    await page.keyboard.press('Escape')
    expect(await focused(page)).toBe('canvas.over')

    // Escape closes the innermost thing: the zoom, then the panel.
    await page.keyboard.press('Escape')
    expect(await crumbs.count()).toBe(1)
    expect(await panel.isVisible()).toBe(true)
    await page.keyboard.press('Escape')
    await badge.waitFor()
    expect(await focused(page)).toBe('button.badge')
    expect(problems).toEqual([])
  })

  it('has a name where there is one module, and nothing to choose from', async () => {
    const { panel, badge } = await look((await start()).url)
    await badge.click()
    const inside = panel.locator('wb-inside')
    await inside.waitFor()
    const name = inside.locator('.only code')
    expect([await name.innerText(), await name.getAttribute('title')]).toEqual([
      'engine.wasm',
      'src/engine.wasm',
    ])
    expect(await inside.getByRole('combobox').count()).toBe(0)
  })

  it('loads its script when the panel is opened, and once', async () => {
    const dev = await start()
    const page = await browser.newPage()
    open.push({ close: () => leave(page) })
    const requests: string[] = []
    page.on('request', (request) => requests.push(request.url()))
    await page.goto(dev.url)
    const scripts = () => requests.filter((url) => url.includes('virtual:wasm-budget/inside')).length
    const badge = page.locator('wasm-budget-overlay .badge')
    await badge.waitFor()
    expect(scripts()).toBe(0)
    for (let round = 0; round < 2; round++) {
      await badge.click()
      await page.locator('wb-inside').waitFor()
      await page.getByRole('button', { name: 'Close' }).click()
    }
    expect(scripts()).toBe(1)
  })

  it('says so where its script does not come', async () => {
    const { page, badge, panel } = await look((await start()).url)
    await page.route('**/*wasm-budget/inside*', (route) => route.abort())
    await badge.click()
    await panel.getByText('It cannot be looked into.').waitFor()
  })

  const policy = (scripts: string) => ({
    config: {
      html: { cspNonce: 'abc' },
      server: {
        headers: {
          'Content-Security-Policy': `default-src 'none'; script-src ${scripts} 'wasm-unsafe-eval'; style-src 'nonce-abc'; connect-src 'self' ws:; img-src data:; base-uri 'none'`,
        },
      },
    },
  })

  it.each<[string, DevSettings]>([
    ['below a base', { config: { base: '/some/where/' } }],
    ['in middleware mode', { isMiddleware: true }],
    ['under a policy of nonces', policy("'nonce-abc'")],
    ['under a policy of nonces and what they load', policy("'nonce-abc' 'strict-dynamic'")],
  ])('is there %s', async (_name, settings) => {
    const { panel, badge, problems } = await look((await start(settings)).url)
    await badge.click()
    await panel.locator('wb-treemap canvas.over').waitFor()
    expect(problems).toEqual([])
  })

  it('is there by an import where no page goes through Vite', async () => {
    const main = `import 'virtual:wasm-budget/overlay'
      import url from './engine.wasm?url'
      const { origin } = new URL(import.meta.url)
      void fetch(origin + url)`
    const dev = await start({}, main)
    const page = await browser.newPage()
    open.push({ close: () => leave(page) })
    const problems: string[] = []
    page.on('pageerror', ({ message }) => problems.push(message))
    const elsewhere = await serveElsewhere(PAGE.replace('/src/main.js', `${dev.url}src/main.js`))
    await page.goto(elsewhere)
    await page.locator('wasm-budget-overlay .badge').click()
    await page.locator('wb-treemap canvas.over').waitFor()
    expect(problems).toEqual([])
  })
})
