import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { launchChromium } from '../support/chromium.mjs'
import { makeApp, removeApps } from '../support/app.ts'
import { serve, settled, visit, type Dev } from './dev-app.ts'
import { named, noise } from './modules.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const MODULES = { 'src/engine.wasm': noise(9000), 'src/named.wasm': named('main', 'render') }
const MAIN = `import a from './engine.wasm?url'\nimport b from './named.wasm?url'\nvoid Promise.all([a, b, '/gone.wasm'].map((url) => fetch(url)))\n`

let browser: Browser
let dev: Dev
beforeAll(async () => {
  browser = await launchChromium()
  const app = makeApp({
    'index.html':
      '<!doctype html><html lang="en"><title>app</title><link rel="icon" href="data:,"><h1>app</h1><script type="module" src="/src/main.js"></script>',
    'src/main.js': MAIN,
    ...MODULES,
  })
  dev = await serve(app, 'vite', {
    metric: 'raw',
    budgets: [
      { scope: 'asset', match: '**/engine.wasm', limit: 5000 },
      { scope: 'total', limit: 9500, warn: 100, name: 'together' },
    ],
  })
})
afterAll(async () => {
  await browser.close()
  await dev.close()
  removeApps()
})

interface Violation {
  readonly id: string
  readonly impact: string
  readonly nodes: readonly { readonly html: string }[]
}

describe.each(['light', 'dark'] as const)('the overlay in %s', (colorScheme) => {
  it.each([
    ['wide', 1280],
    ['narrow', 390],
  ])('has no serious problem of accessibility, %s', async (_name, width) => {
    const visited = await visit(browser, dev.url, {
      colorScheme,
      viewport: { width, height: 800 },
      reducedMotion: 'reduce',
    })
    const { page, badge, panel } = visited
    await settled(visited)
    await page.evaluate(axe)
    const check = async () => {
      const found = await page.evaluate(async () => {
        const { axe } = globalThis as unknown as {
          axe: { run(target: string): Promise<{ violations: Violation[] }> }
        }
        return (await axe.run('wasm-budget-overlay')).violations
      })
      return found
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
    }
    expect(await check()).toEqual([])
    await badge.click()
    await panel.locator('wb-inside').waitFor()
    expect(await check()).toEqual([])
    await page.close()
  })
})

describe('the overlay by keyboard', () => {
  it('goes from module to module by arrows, and keeps the focus when figures change', async () => {
    const { page, badge, panel } = await visit(browser, dev.url)
    await badge.press('Enter')
    await panel.waitFor()
    const rows = panel.locator('.mods tbody tr')
    await rows.nth(0).focus()
    await page.keyboard.press('ArrowDown')
    expect(await rows.nth(1).getAttribute('aria-selected')).toBe('true')
    const focused = () =>
      page.evaluate(() =>
        document.querySelector('wasm-budget-overlay')?.shadowRoot?.activeElement?.getAttribute('data-key'),
      )
    const key = await rows.nth(1).getAttribute('data-key')
    expect(await focused()).toBe(key)
    await page.evaluate(() => fetch('/another-one-that-is-gone.wasm'))
    await panel.getByText('another-one-that-is-gone.wasm').first().waitFor()
    expect(await focused()).toBe(key)
    await page.close()
  })

  it('does not move under reduced motion', async () => {
    const { page, badge, panel } = await visit(browser, dev.url, { reducedMotion: 'reduce' })
    await badge.click()
    const animation = await panel.evaluate((element) => getComputedStyle(element).animationName)
    expect(animation).toBe('none')
    await page.close()
  })
})
