import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

import { launchChromium } from '../support/chromium.mjs'
import { makeApp, removeApps, VITES, type Files } from '../support/app.ts'
import { leave, serve, visit, type Dev, type DevSettings, type Visit } from './dev-app.ts'
import { named, noise } from './modules.ts'

const PAGE =
  '<!doctype html><html lang="en"><title>app</title><link rel="icon" href="data:,"><script type="module" src="/src/main.js"></script>'
const NO_CORS = 'The page may not read it: no CORS header'

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

/** Another server than the dev server; its address. */
async function serveElsewhere(answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push({
    close: async () => {
      server.closeAllConnections()
      server.close()
    },
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** A plugin that answers a path by itself. */
function answering(path: string, headers: Readonly<Record<string, string>>, body: Uint8Array): object {
  const answer: RequestListener = (_request, response) => void response.writeHead(200, headers).end(body)
  return {
    name: 'answers',
    configureServer({ middlewares }: { middlewares: { use(path: string, handler: unknown): void } }) {
      middlewares.use(path, answer)
    },
  }
}

describe.each(VITES)('how a module gets to the page, in %s', (vite) => {
  async function start(files: Files, settings: DevSettings = {}): Promise<Dev> {
    const dev = await serve(makeApp({ 'index.html': PAGE, ...files }), vite, { metric: 'raw' }, settings)
    open.push(dev)
    return dev
  }

  async function openPanel(url: string): Promise<Visit> {
    const visited = await visit(browser, url)
    open.push({ close: () => leave(visited.page) })
    await visited.badge.click()
    await visited.panel.waitFor()
    return visited
  }

  /** Waits until the row of a module says how it gets there. */
  const said = ({ panel }: Visit, name: string, text: string) =>
    panel.getByRole('row', { name }).getByText(text, { exact: true }).waitFor()

  it('streams', async () => {
    const dev = await start({
      'src/engine.wasm': noise(6000),
      'src/main.js': `import url from './engine.wasm?url'\nvoid fetch(url)\n`,
    })
    await said(await openPanel(dev.url), 'engine.wasm', 'streaming')
  })

  it('has the wrong MIME type', async () => {
    const type = { 'Content-Type': 'application/octet-stream' }
    const dev = await start(
      { 'src/main.js': `void fetch('/typed.wasm')\n` },
      { plugins: [answering('/typed.wasm', type, noise(6000))] },
    )
    const visited = await openPanel(dev.url)
    await said(visited, 'typed.wasm', 'no: application/octet-stream')
    await visited.panel.getByText('Not streaming: wrong MIME type').waitFor()
  })

  it('stands in a script as base64', async () => {
    const base64 = Buffer.from(named('main')).toString('base64')
    // Something that exports nothing is a question to the browser, no module.
    const exporting = Buffer.from([
      0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 4, 1, 2, 0, 11,
    ]).toString('base64')
    const dev = await start({
      'src/main.js': `export const texts = ${JSON.stringify([base64, exporting])}\n`,
    })
    const visited = await openPanel(dev.url)
    await said(visited, 'main.js#1', 'no: base64')
    await visited.panel.getByText('Not streaming: base64 in a script').waitFor()
  })

  it('is to be base64 in a build, being small', async () => {
    const dev = await start({
      'src/small.wasm': noise(1000),
      'src/main.js': `import url from './small.wasm?url'\nvoid fetch(url)\n`,
    })
    await said(await openPanel(dev.url), 'small.wasm', 'no: base64 in build')
  })

  it('is kept from a page of another origin by the dev server', async () => {
    const dev = await start(
      {
        'src/main.js': `import 'virtual:wasm-budget/overlay'\nconst { origin } = new URL(import.meta.url)\nvoid fetch(origin + '/bare.wasm').catch(() => {})\n`,
      },
      {
        config: { server: { cors: false } },
        plugins: [
          // Scripts and the overlay's own questions are allowed, the module is not.
          {
            name: 'allows-some',
            configureServer({ middlewares }: { middlewares: { use(handler: RequestListener): void } }) {
              const allow = (...[request, response, next]: [...Parameters<RequestListener>, () => void]) => {
                if (!request.url?.includes('.wasm'))
                  response.setHeader('Access-Control-Allow-Origin', request.headers.origin ?? '*')
                next()
              }
              middlewares.use(allow as unknown as RequestListener)
            },
          },
          answering('/bare.wasm', { 'Content-Type': 'application/wasm' }, noise(6000)),
        ],
      },
    )
    const elsewhere = await serveElsewhere((_request, response) => {
      const page = PAGE.replace('/src/main.js', `${dev.url}src/main.js`)
      response.writeHead(200, { 'Content-Type': 'text/html' }).end(page)
    })
    const visited = await openPanel(elsewhere)
    await said(visited, 'bare.wasm', 'no: CORS')
    await visited.panel.getByText(NO_CORS).waitFor()
    await visited.panel.getByText(`server: { cors: { origin: '${elsewhere}' } }`).waitFor()
  })

  it('is kept from the page by a server of another origin', async () => {
    const elsewhere = await serveElsewhere((_request, response) => {
      response.writeHead(200, { 'Content-Type': 'application/wasm' }).end(noise(6000))
    })
    const dev = await start({
      'src/main.js': `void fetch('${elsewhere}/far.wasm?v=1').catch(() => {})\n`,
    })
    const visited = await openPanel(dev.url)
    await said(visited, 'far.wasm', 'no: CORS')
    await visited.panel.getByText(NO_CORS).waitFor()
    await visited.panel.getByText(`${elsewhere} answers without`).waitFor()
    expect((await dev.state()).modules).toEqual([])
  })

  it('comes from a server of another origin, which says what it is, or what else', async () => {
    const elsewhere = await serveElsewhere((request, response) => {
      const headers = { 'Access-Control-Allow-Origin': '*', 'Timing-Allow-Origin': '*' }
      if (request.url === '/gone.wasm') response.writeHead(404, headers).end()
      else {
        const type = request.url === '/good.wasm' ? 'application/wasm' : 'binary/octet-stream'
        response.writeHead(200, { ...headers, 'Content-Type': type }).end(noise(6000))
      }
    })
    const silent = await serveElsewhere(() => undefined)
    await open.pop()?.close()
    const dev = await start({
      'src/main.js': `for (const name of ['good', 'typed', 'gone']) void fetch('${elsewhere}/' + name + '.wasm').then((answer) => answer.arrayBuffer())\nvoid fetch('${silent}/silent.wasm').catch(() => {})\n`,
    })
    const visited = await openPanel(dev.url)
    await said(visited, 'good.wasm', 'streaming')
    await said(visited, 'typed.wasm', 'no: binary/octet-stream')
    await said(visited, 'gone.wasm', 'no: 404')
    await said(visited, 'silent.wasm', 'no: no answer')
    const row = visited.panel.getByRole('row', { name: 'good.wasm' })
    expect(await row.innerText()).toContain((noise(6000).length / 1000).toFixed(1))
    await visited.panel.getByRole('button', { name: 'Close' }).click()
    expect(await visited.badge.innerText()).toMatch(/4 modules elsewhere[\s\S]*2 problems/)
  })
})
