import { createServer as createHttpServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

import type { Browser, Locator, Page } from 'playwright-core'
import type { InlineConfig, PluginOption, ViteDevServer } from 'vite'
import { expect } from 'vitest'
import wasmBudget, { type WasmBudgetOptions } from 'vite-plugin-wasm-budget'

import type { DevState } from '../../src/report/dev-state.ts'
import { type App, recordingLogger, type ViteName, vites } from '../support/app.ts'

const LEAVING_MS = 5000
const POLLING_MS = 30_000

/** A dev server that serves an app. */
export interface Dev {
  readonly server: ViteDevServer
  /** Address of the app's page, base included. */
  readonly url: string
  readonly log: readonly string[]
  /** What the overlay would show. */
  state(): Promise<DevState>
  close(): Promise<void>
}

/** How to serve beside the options of the plugin. */
export interface DevSettings {
  readonly config?: InlineConfig
  /** Serves through a server of its own, in Vite's middleware mode. */
  readonly isMiddleware?: boolean
  readonly plugins?: readonly object[]
}

/** Starts a dev server on a free port. */
export async function serve(
  app: App,
  vite: ViteName,
  options: WasmBudgetOptions = {},
  { config = {}, isMiddleware = false, plugins = [] }: DevSettings = {},
): Promise<Dev> {
  const log: string[] = []
  const http: Server | undefined = isMiddleware ? createHttpServer() : undefined
  const server = await vites[vite].createServer({
    ...config,
    root: app.root,
    configFile: false,
    cacheDir: join(app.root, 'cache'),
    customLogger: recordingLogger(vites[vite], 'info', (...parts) => void log.push(parts.join(' '))),
    plugins: [wasmBudget(options), ...plugins] as PluginOption[],
    server: {
      ...config.server,
      ...(http === undefined
        ? { port: 0, host: '127.0.0.1' }
        : { middlewareMode: true, hmr: { server: http } }),
    },
  })
  if (http === undefined) await server.listen()
  else {
    http.on('request', server.middlewares)
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  }
  const listening = http ?? server.httpServer
  if (listening === null) throw new Error('nothing listens')
  const { port } = listening.address() as AddressInfo
  const url = `http://127.0.0.1:${port}${server.config.base}`
  return {
    server,
    url,
    log,
    state: async () => (await (await fetch(`${url}__wasm-budget/state`)).json()) as DevState,
    close: async () => {
      await server.close()
      http?.closeAllConnections()
      http?.close()
    },
  }
}

/** A page with the overlay, and what went wrong on it. */
export interface Visit {
  readonly page: Page
  readonly badge: Locator
  readonly panel: Locator
  /** Errors and violations of the Content-Security-Policy. */
  readonly problems: readonly string[]
}

/** Opens a page. */
export async function visit(
  browser: Browser,
  url: string,
  options: Parameters<Browser['newPage']>[0] = {},
): Promise<Visit> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 860 }, ...options })
  const problems: string[] = []
  page.on('pageerror', ({ message }) => void problems.push(message))
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text())
  })
  await page.goto(url)
  const overlay = page.locator('wasm-budget-overlay')
  return { page, badge: overlay.locator('.badge'), panel: overlay.getByRole('dialog'), problems }
}

/**
 * Closes a page.
 *
 * One that Vite has just told to load again may never say that it is closed; the end of the browser takes it along.
 */
export async function leave(page: Page): Promise<void> {
  await Promise.race([page.close(), wait(LEAVING_MS, undefined, { ref: false })])
}

/** Reads again and again until it is as expected; machines at work take longer than a second. */
export function poll<Value>(read: () => Value | Promise<Value>): ReturnType<typeof expect.poll<Value>> {
  return expect.poll(read, { timeout: POLLING_MS })
}

/** Waits until nothing is being measured any more. */
export async function settled({ badge }: Visit): Promise<void> {
  await badge
    .and(badge.page().locator(':is([data-s=ok], [data-s=near], [data-s=over], [data-s=none])'))
    .waitFor()
}
