import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { launchChromium } from '../support/chromium.mjs'
import { functions, nameMap, nameSection } from '../support/wasm-builder.ts'
import { samplePage } from './sample-page.mjs'
import { sampleReport } from './sample-report.mjs'

const HOSTILE = [
  '<img src=x onerror="window.pwned=1">',
  '</script><script>window.pwned=1</script>',
  '<!--<script>window.pwned=1',
  '\u2028window.pwned=1\u2029',
  '"><svg onload=window.pwned=1>',
  '{{constructor.constructor("window.pwned=1")()}}',
  '__proto__',
] as const

const folder = mkdtempSync(join(tmpdir(), 'wasm-budget-hostile-'))
let browser: Browser

beforeAll(async () => {
  browser = await launchChromium()
})

afterAll(async () => {
  await browser.close()
  rmSync(folder, { recursive: true })
})

function hostileModule(): Uint8Array {
  const body = [0, ...Array.from({ length: 60 }, () => 1), 0x0b]
  const names = nameSection(
    nameMap(
      1,
      HOSTILE.map((name, index) => [index, name] as const),
    ),
  )
  const module = functions(...HOSTILE.map(() => body))
  return Uint8Array.from([...module, ...names])
}

it('shows names that are markup as the text they are', async () => {
  const [image, script, comment] = HOSTILE
  const report = sampleReport(
    [{ name: `assets/${image}.wasm`, from: script, file: comment, bytes: hostileModule() }],
    {
      title: script,
      budgets: [{ budget: image, limitBytes: 1 }],
      findings: [{ code: 'module-unreadable', severity: 'warn', asset: image, args: { reason: script } }],
    },
  )
  const file = join(folder, 'hostile.html')
  writeFileSync(file, samplePage({ now: report, before: report }))
  const page = await browser.newPage({ reducedMotion: 'reduce' })
  const complaints: string[] = []
  page.on('pageerror', ({ message }) => complaints.push(message))
  page.on('console', (message) => complaints.push(message.text()))
  await page.goto(pathToFileURL(file).href)

  const functionNames = await page
    .locator('wb-inside wb-table')
    .last()
    .locator('tbody code')
    .allTextContents()
  expect(functionNames.toSorted()).toEqual([...HOSTILE].toSorted())
  const map = page.locator('wb-treemap canvas.over')
  await map.focus()
  await map.press('Enter')
  await map.press('w')
  for (const view of ['Sections', 'Generics', 'Retained', 'Functions'])
    await page.getByRole('button', { name: view, exact: true }).click()
  await page.getByRole('button', { name: 'Against before' }).click()

  expect(await page.evaluate(() => 'pwned' in window)).toBe(false)
  expect(await page.locator('img, svg[onload], iframe').count()).toBe(0)
  expect(await page.locator('script').count()).toBe(2)
  expect(complaints).toEqual([])
  await page.close()
})
