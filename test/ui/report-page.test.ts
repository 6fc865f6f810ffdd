import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

import axe from 'axe-core'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { renderHtml } from '../../dist/report/html.js'
import { launchChromium } from '../support/chromium.mjs'
import { earlierShopReport, readReportScript, samplePage, shopReport } from './sample-page.mjs'

const folder = mkdtempSync(join(tmpdir(), 'wasm-budget-page-'))
let browser: Browser
let url = ''

beforeAll(async () => {
  browser = await launchChromium()
  const file = join(folder, 'report #1.html')
  writeFileSync(file, samplePage({ now: shopReport(), before: earlierShopReport() }))
  url = pathToFileURL(file).href
})

afterAll(async () => {
  await browser.close()
  rmSync(folder, { recursive: true })
})

/** Opens the report; whatever goes wrong in it, and every request but for the file itself, ends up in `complaints`. */
async function open(
  hash = '',
  options: BrowserContextOptions = {},
): Promise<{ page: Page; complaints: string[] }> {
  const page = await browser.newPage({
    viewport: { width: 1280, height: 900 },
    reducedMotion: 'reduce',
    ...options,
  })
  const complaints: string[] = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', ({ message }) => complaints.push(message))
  page.on('request', (request) => {
    if (request.url() !== url && !request.url().startsWith('data:')) complaints.push(request.url())
  })
  await page.goto(url + hash)
  return { page, complaints }
}

describe('the page', () => {
  it('opens from a file, complains of nothing and asks no network', async () => {
    const { page, complaints } = await open()
    expect(await page.locator('h1').last().textContent()).toMatch(/^search-\S+\.wasm is .* over its budget$/)
    expect(await page.locator('wb-budgets li').count()).toBe(3)
    expect(await page.locator('wb-findings li').count()).toBe(2)
    expect(complaints).toEqual([])
    await page.close()
  })

  it('has less than 250 kB of script', () => {
    const { length } = readReportScript()
    console.log(`script of the report: ${(length / 1000).toFixed(1)} kB raw`)
    expect(length).toBeLessThan(250_000)
  })

  it('shows what changed, and remembers so in its address', async () => {
    const { page, complaints } = await open()
    await page.getByRole('button', { name: 'Against before' }).click()
    expect(await page.locator('h1').last().textContent()).toMatch(/^First visit .*, everything .* bigger$/)
    expect(new URL(page.url()).hash).toBe('#diff')
    await page.reload()
    expect(await page.getByRole('button', { name: 'Against before' }).getAttribute('aria-pressed')).toBe(
      'true',
    )
    expect(await page.locator('wb-table').first().locator('tbody tr').count()).toBe(4)
    expect(complaints).toEqual([])
    await page.close()
  })

  it('shows its figures without scripts', async () => {
    const { page } = await open('', { javaScriptEnabled: false })
    expect(await page.getByRole('row').filter({ hasText: 'search-Ck81xQ0a.wasm' }).count()).toBeGreaterThan(0)
    expect(await page.locator('h1').isVisible()).toBe(true)
    await page.close()
  })

  it('prints without its controls', async () => {
    const { page } = await open()
    await page.emulateMedia({ media: 'print' })
    expect(await page.getByRole('button', { name: 'Against before' }).isVisible()).toBe(false)
    expect(await page.locator('wb-treemap canvas').first().isVisible()).toBe(true)
    expect((await page.pdf({ preferCSSPageSize: true })).length).toBeGreaterThan(20_000)
    await page.close()
  })
})

describe('the map', () => {
  it('is walked, entered and left by keyboard', async () => {
    const { page, complaints } = await open()
    const map = page.locator('wb-treemap canvas.over')
    const live = page.locator('wb-treemap [role=status]')
    const crumbs = page.locator('wb-treemap .crumbs li')
    await map.focus()
    await map.press('Enter')
    expect(await crumbs.allTextContents()).toEqual(['search-Ck81xQ0a.wasm', 'regex_syntax'])
    const first = await live.textContent()
    await map.press('ArrowRight')
    expect(await live.textContent()).not.toBe(first)
    await map.press('w')
    expect(await page.locator('wb-why h3').textContent()).toContain('Why is')
    expect(await page.locator('wb-why li').count()).toBeGreaterThan(3)
    await map.press('Backspace')
    expect(await crumbs.count()).toBe(1)
    expect(await live.textContent()).toContain('in regex_syntax')
    expect(complaints).toEqual([])
    await page.close()
  })

  it('says what the pointer is over, and zooms in where it is pressed', async () => {
    const { page } = await open()
    const map = page.locator('wb-treemap canvas.over')
    const tip = page.locator('wb-treemap .tip')
    await map.hover({ position: { x: 60, y: 60 } })
    const first = await tip.textContent()
    expect(first).toContain('kB')
    await map.hover({ position: { x: 700, y: 100 } })
    expect(await tip.textContent()).not.toBe(first)
    await page.mouse.move(2, 2)
    expect(await tip.isVisible()).toBe(false)
    await map.click({ position: { x: 700, y: 100 } })
    expect(await page.locator('wb-treemap .crumbs li').count()).toBe(2)
    await page.locator('wb-treemap .crumbs button').click()
    expect(await page.locator('wb-treemap .crumbs li').count()).toBe(1)
    await page.close()
  })

  it('finds, and gives the map back with Escape', async () => {
    const { page } = await open()
    const map = page.locator('wb-treemap canvas.over')
    await map.focus()
    await map.press('/')
    await page.keyboard.type('regex_automata')
    const total = page.locator('wb-treemap .total')
    expect(await total.textContent()).toContain('nothing found')
    await page.locator('wb-treemap input').fill('HeapVisitor')
    expect(await total.textContent()).toMatch(/, \d+ found, /)
    await page.keyboard.press('Escape')
    expect(await total.textContent()).not.toContain('found')
    expect(
      await map.evaluate((element) => (element.getRootNode() as ShadowRoot).activeElement === element),
    ).toBe(true)
    await page.close()
  })

  it('shows other views, sizes and modules, each with its sum', async () => {
    const { page, complaints } = await open()
    const total = page.locator('wb-treemap .total')
    const raw = await total.textContent()
    for (const view of ['Sections', 'Generics', 'Functions']) {
      await page.getByRole('button', { name: view, exact: true }).click()
      expect(await total.textContent()).toBe(raw)
    }
    await page.getByRole('button', { name: 'Built', exact: true }).click()
    const kilobytes = (text: string | null) => Number(/[\d,.]+/.exec(text ?? '')?.[0].replaceAll(',', ''))
    expect(kilobytes(await total.textContent())).toBeGreaterThan(kilobytes(raw))
    await page.getByRole('button', { name: 'Brotli est.' }).and(page.locator('[aria-pressed]')).click()
    expect(await total.textContent()).toMatch(/^≈ .* Brotli, estimated$/)
    await page.getByRole('button', { name: 'Retained', exact: true }).click()
    expect(await page.locator('wb-inside .retained tbody tr.pick').count()).toBeGreaterThan(10)
    expect(await page.locator('wb-treemap canvas.over').isVisible()).toBe(false)
    await page.locator('wb-inside select').selectOption({ index: 2 })
    expect(complaints).toEqual([])
    await page.close()
  })
})

it('sorts tables by their heads and holds only the rows in sight', async () => {
  const { page } = await open()
  const table = page.locator('wb-inside wb-table').last()
  const rows = table.locator('tbody tr.pick')
  expect(Number(await table.locator('table').getAttribute('aria-rowcount'))).toBeGreaterThan(1000)
  expect(await rows.count()).toBeLessThan(60)
  const largest = await rows.first().textContent()
  await table.getByRole('button', { name: 'Raw' }).click()
  expect(await table.locator('th[aria-sort=ascending]').textContent()).toBe('Raw')
  await rows.first().focus()
  await page.keyboard.press('End')
  expect(await table.locator('tbody tr:focus').textContent()).toBe(largest)
  await page.close()
})

describe('axe', () => {
  it.each([
    ['light', '', {}],
    ['dark', '', { colorScheme: 'dark' }],
    ['diff', '#diff', {}],
    ['narrow', '', { viewport: { width: 380, height: 800 } }],
  ] as const)('finds nothing serious: %s', async (_name, hash, options) => {
    // The policy of the page lets nothing in.
    const { page } = await open(hash, { ...options, bypassCSP: true })
    await page.addScriptTag({ content: axe.source })
    const violations = await page.evaluate(async () => {
      const { axe } = window as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } }
      return (await axe.run()).violations.map(({ id, impact, nodes }) => {
        return `${impact} ${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`
      })
    })
    expect(violations.filter((text) => /^(?:serious|critical)/.test(text))).toEqual([])
    await page.close()
  })
})

interface Violation {
  readonly id: string
  readonly impact: string
  readonly nodes: readonly { readonly html: string }[]
}

it('has no room in a title for markup', () => {
  const { report } = shopReport()
  const html = renderHtml({ now: { report, title: '</title><script>alert(1)</script>' } }, { script: '' })
  expect(html).not.toContain('<script>alert')
  expect(html).not.toContain('</title><')
})
