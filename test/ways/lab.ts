import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'

import type { WasmBudgetOptions } from 'vite-plugin-wasm-budget'
import { createPipeline } from 'vite-plugin-wasm-budget/node'

import { printedBy, Tabs } from './tabs.ts'

/** The pipeline that changes modules, and the one that ships them as they are. */
export const PIPELINES = {
  optimised: { effort: 'fast', optimize: { engine: 'none' } },
  'as they are': { effort: 'fast', optimize: false },
} as const satisfies Record<string, WasmBudgetOptions>

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.wasm': 'application/wasm',
}

interface Site {
  readonly files: ReadonlyMap<string, Buffer>
  readonly at: string
}

/** One static server and one browser for all apps, and what the pipeline makes of modules. */
export class Lab {
  readonly #sites = new Map<string, Site>()
  readonly #scratch = mkdtempSync(join(tmpdir(), 'wasm-budget-lab-'))
  /** One cache for all builds. */
  readonly cache = join(this.#scratch, 'cache')
  readonly #pipeline = createPipeline({
    root: this.#scratch,
    cacheDir: join(this.cache, 'wasm-budget'),
    ...PIPELINES.optimised,
  })
  readonly #server: Server
  readonly #tabs = new Tabs()

  private constructor(server: Server) {
    this.#server = server
    server.on('request', ({ headers, url = '/' }, response) => {
      const { pathname } = new URL(url, 'http://any')
      const file = this.#find(headers.host?.split('.')[0] ?? '', decodeURI(pathname))
      response.setHeader('Access-Control-Allow-Origin', '*').setHeader('Cache-Control', 'no-store')
      if (file === undefined) return void response.writeHead(pathname === '/favicon.ico' ? 204 : 404).end()
      const type = TYPES[extname(file.path)] ?? (isWasm(file.bytes) ? 'application/wasm' : 'text/plain')
      return void response.writeHead(200, { 'Content-Type': type }).end(file.bytes)
    })
  }

  static async open(): Promise<Lab> {
    const server = createServer()
    const lab = new Lab(server)
    mkdirSync(lab.cache)
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
    return lab
  }

  /** Where the app of this id is served, beside the origin of the tab that shows it. */
  originOf(id: string): string {
    return `http://${id}.localhost:${(this.#server.address() as AddressInfo).port}`
  }

  /** What the changing pipeline makes of a module that ships in a form. */
  async optimised(source: Uint8Array, form: 'file' | 'base64'): Promise<Uint8Array> {
    const { bytes } = await this.#pipeline.ship(source, 'module.wasm', undefined, form)
    return bytes
  }

  /** Serves an output and returns what its page prints, or why it prints nothing. */
  run(id: string, files: ReadonlyMap<string, Buffer>, at = '/'): Promise<string> {
    return this.#tabs.use(async ({ page, name }) => {
      const site = { files, at }
      this.#sites.set(name, site).set(id, site)
      try {
        return await printedBy(page, `${this.originOf(name)}${at}`)
      } finally {
        this.#sites.delete(name)
        this.#sites.delete(id)
      }
    })
  }

  async close(): Promise<void> {
    await this.#pipeline.close()
    await this.#tabs.close()
    await new Promise((resolve) => this.#server.close(resolve))
    rmSync(this.#scratch, { recursive: true, force: true })
  }

  #find(id: string, pathname: string): { path: string; bytes: Buffer } | undefined {
    const site = this.#sites.get(id)
    if (site === undefined || !pathname.startsWith(site.at)) return undefined
    const path = pathname.slice(site.at.length) || 'index.html'
    const bytes = site.files.get(path) ?? (path === 'index.html' ? pageOf(site.files) : undefined)
    return bytes === undefined ? undefined : { path, bytes }
  }
}

/** A page for outputs that have none. */
function pageOf(files: ReadonlyMap<string, Buffer>): Buffer {
  const entry = [...files.keys()].find((path) => /^(?:main|lib)[\w.-]*\.js$/.test(path))
  return Buffer.from(`<!doctype html><title>app</title><script type="module" src="./${entry}"></script>`)
}

function isWasm(bytes: Buffer): boolean {
  return bytes.subarray(0, 4).toString('latin1') === '\0asm'
}
