// Writes the screenshots of the README, and more to look at: node test/ui/screenshots.mjs <directory> [name...]
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

import { launchChromium } from '../support/chromium.mjs'
import { shootOverlay } from './overlay-screenshots.mjs'
import { earlierShopReport, samplePage, shopReport } from './sample-page.mjs'

const directory = resolve(process.argv[2] ?? 'screenshots')
mkdirSync(directory, { recursive: true })
const [, , , ...wanted] = process.argv
const isWanted = (/** @type {string} */ name) => wanted.length === 0 || wanted.includes(name)
const folder = mkdtempSync(join(tmpdir(), 'wasm-budget-screenshots-'))
const file = join(folder, 'report.html')
writeFileSync(file, samplePage({ now: shopReport(), before: earlierShopReport() }))
const url = pathToFileURL(file).href

/** @typedef {{ name: string, hash?: string, dark?: boolean, width?: number, height?: number, isWhole?: boolean, act?: (page: import('playwright-core').Page) => Promise<unknown> }} Shot */

/** @type {readonly Shot[]} */
const SHOTS = [
  { name: 'report-light' },
  { name: 'report-dark', dark: true },
  { name: 'report-diff', hash: '#diff' },
  { name: 'report-diff-dark', hash: '#diff', dark: true },
  { name: 'report-narrow', width: 400, height: 900 },
  {
    name: 'report-inside',
    isWhole: false,
    height: 1000,
    async act(page) {
      await page.locator('wb-inside').scrollIntoViewIfNeeded()
      await page.locator('wb-inside').evaluate((element) => element.scrollIntoView())
      const map = page.locator('wb-treemap canvas.over')
      await map.focus()
      await map.press('Enter')
      await page.waitForTimeout(400)
      await map.press('ArrowRight')
      await map.press('w')
    },
  },
]

const browser = await launchChromium()
try {
  for (const { name, hash = '', dark = false, width = 1280, height = 900, isWhole = true, act } of SHOTS) {
    if (!isWanted(name)) continue
    const page = await browser.newPage({
      viewport: { width, height },
      deviceScaleFactor: width < 600 ? 2 : 1,
      colorScheme: dark ? 'dark' : 'light',
      reducedMotion: 'reduce',
    })
    await page.goto(url + hash)
    await act?.(page)
    await page.screenshot({ path: join(directory, `${name}.png`), fullPage: isWhole })
    await page.close()
  }
  if (isWanted('report-print')) {
    const page = await browser.newPage()
    await page.goto(url)
    await page.pdf({
      path: join(directory, 'report-print.pdf'),
      preferCSSPageSize: true,
      printBackground: true,
    })
    await page.close()
  }
  await shootOverlay(browser, directory, isWanted)
} finally {
  await browser.close()
  rmSync(folder, { recursive: true })
}
