import { rmSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { createServer } from 'vite'

const playground = fileURLToPath(new URL('../../playground/', import.meta.url))

/** Longest that measuring all modules of the playground may take. */
const MEASURING_MS = 120_000

/** @typedef {{ name: string, dark?: boolean, width?: number, height?: number, isOpen?: boolean, act?: (page: import('playwright-core').Page) => Promise<unknown> }} Shot */

/** @type {readonly Shot[]} */
const SHOTS = [
  { name: 'overlay-badge', isOpen: false },
  { name: 'overlay-light' },
  { name: 'overlay-dark', dark: true },
  { name: 'overlay-why', act: lookWhy },
  { name: 'overlay-narrow', width: 400, height: 860 },
]

/**
 * Writes pictures of the overlay on the playground, which is served by a dev server whose cache is empty.
 * @param {import('playwright-core').Browser} browser
 * @param {string} directory
 * @param {(name: string) => boolean} isWanted
 */
export async function shootOverlay(browser, directory, isWanted) {
  const shots = SHOTS.filter(({ name }) => isWanted(name))
  if (shots.length === 0) return
  const cacheDir = mkdtempSync(join(tmpdir(), 'wasm-budget-screenshots-'))
  // One budget is broken then: what that looks like is what there is to show.
  process.env['PLAYGROUND_BUDGET'] = 'tight'
  const server = await createServer({
    root: playground,
    configFile: join(playground, 'vite.config.ts'),
    cacheDir,
    logLevel: 'warn',
    server: { port: 0, host: '127.0.0.1', hmr: { overlay: false } },
  })
  try {
    await server.listen()
    const address = server.httpServer?.address()
    if (typeof address !== 'object' || address === null) throw new Error('the dev server listens nowhere')
    for (const shot of shots) await shoot(browser, `http://127.0.0.1:${address.port}/`, directory, shot)
  } finally {
    await server.close()
    rmSync(cacheDir, { recursive: true, force: true })
  }
}

/**
 * @param {import('playwright-core').Browser} browser
 * @param {string} url
 * @param {string} directory
 * @param {Shot} shot
 */
async function shoot(
  browser,
  url,
  directory,
  { name, dark = false, width = 1280, height = 900, isOpen = true, act },
) {
  const page = await browser.newPage({
    viewport: { width, height },
    deviceScaleFactor: width < 600 ? 2 : 1,
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
  })
  await page.goto(url)
  // Every card of the playground is at work, so every module was fetched.
  await page.waitForFunction(
    () => document.querySelector('[data-state=pending]') === null,
    {},
    { timeout: MEASURING_MS },
  )
  const overlay = page.locator('wasm-budget-overlay')
  await overlay.locator('.badge[data-s=over]').waitFor({ timeout: MEASURING_MS })
  await settled(page, url)
  if (isOpen) {
    await overlay.locator('.badge').click()
    await overlay.locator('wb-treemap canvas.over').waitFor()
    await act?.(page)
    await page.mouse.move(5, 5)
  }
  await page.waitForTimeout(300)
  await page.screenshot({ path: join(directory, `${name}.png`) })
  await page.close()
}

/** Waits until all modules are fetched and measured. @param {import('playwright-core').Page} page @param {string} url */
async function settled(page, url) {
  for (const until = performance.now() + MEASURING_MS; performance.now() < until;) {
    const state = await (await fetch(`${url}__wasm-budget/state`)).json()
    const { modules, measured } = /** @type {import('../../dist/report/dev-state.js').DevState} */ (state)
    const isFetched = modules.every(({ delivery }) => delivery.kind !== 'not-fetched')
    if (modules.length >= 5 && isFetched && measured.done === measured.all) return
    await page.waitForTimeout(250)
  }
  throw new Error('the playground is not measured')
}

/** @param {import('playwright-core').Page} page */
async function lookWhy(page) {
  const map = page.locator('wb-treemap canvas.over')
  await map.focus()
  await map.press('Enter')
  await map.press('ArrowRight')
  await map.press('w')
}
