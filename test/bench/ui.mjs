// Prints the size of the report's script and how long frames take while a map of 100,000 leaves is zoomed.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { brotliCompressSync } from 'node:zlib'

import { launchChromium } from '../support/chromium.mjs'
import { readReportScript, samplePage } from '../ui/sample-page.mjs'
import { sampleReport } from '../ui/sample-report.mjs'

const LEAVES = 100_000
const CRATES = 80
const ZOOMS = 24

/** A report whose sizes fall as those of real functions do: many are small. */
function manyLeaves() {
  const items = Array.from({ length: LEAVES }, (_, index) => {
    const sizeBytes = Math.ceil(60_000 / (1 + Math.floor(index / CRATES)) ** 0.9)
    const crate = `crate_${index % CRATES}`
    return {
      kind: /** @type {const} */ ('function'),
      index,
      name: `${crate}::module_${index % 7}::function_${index}`,
      offset: index,
      sizeBytes,
      wireSizeBytes: Math.ceil(sizeBytes / 3),
      retainedBytes: sizeBytes,
      crate,
    }
  })
  const sizeBytes = items.reduce((sum, item) => sum + item.sizeBytes, 0)
  return {
    version: /** @type {const} */ (1),
    sizeBytes,
    wireSizeBytes: Math.ceil(sizeBytes / 3),
    sections: [],
    items,
    crates: [],
    generics: [],
    topics: [],
    unattributedBytes: 0,
    code: { undecodedCount: 0 },
    functionCount: LEAVES,
    namedFunctionCount: LEAVES,
    imports: [],
    exports: [],
    producers: [],
  }
}

/** @param {readonly number[]} numbers @param {number} share */
function quantile(numbers, share) {
  const sorted = numbers.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

export async function run() {
  const script = readReportScript()
  const brotliBytes = brotliCompressSync(script).length
  console.log(
    `script of the report: ${(script.length / 1000).toFixed(1)} kB raw, ${(brotliBytes / 1000).toFixed(1)} kB brotli`,
  )

  const now = sampleReport([
    { name: 'many.wasm', from: 'many.wasm', bytes: Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0) },
  ])
  const { crates, ...inside } = manyLeaves()
  const named = [...new Set(inside.items.map(({ crate }) => crate))].map((name) => ({
    name,
    codeBytes: 0,
    dataBytes: 0,
    sizeBytes: 0,
    retainedBytes: 0,
    inferredBytes: 0,
    count: 0,
  }))
  const shipped = /** @type {import('../../dist/core.js').SizeReport} */ (
    /** @type {unknown} */ ({ ...inside, crates: [...crates, ...named] })
  )
  const html = samplePage({ now: { ...now, insides: { 'many.wasm': { shipped } } } })
  const folder = mkdtempSync(join(tmpdir(), 'wasm-budget-ui-'))
  const file = join(folder, 'many.html')
  writeFileSync(file, html)

  const browser = await launchChromium()
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
    const startedMs = performance.now()
    await page.goto(pathToFileURL(file).href)
    const map = page.locator('wb-treemap canvas.over')
    await map.focus()
    console.log(
      `page with ${LEAVES.toLocaleString('en')} leaves is there after ${(performance.now() - startedMs).toFixed(0)} ms`,
    )
    await page.evaluate(() => {
      /** @type {number[]} */
      const frames = []
      let lastMs = performance.now()
      const step = (/** @type {number} */ nowMs) => {
        frames.push(nowMs - lastMs)
        lastMs = nowMs
        requestAnimationFrame(step)
      }
      requestAnimationFrame(step)
      Object.assign(window, { frames })
    })
    /** @type {number[]} */
    const frames = []
    for (let zoom = 0; zoom < ZOOMS; zoom++) {
      await page.evaluate('frames.length = 0')
      await map.press(zoom % 2 === 0 ? 'Enter' : 'Backspace')
      await page.waitForTimeout(260)
      // The first frame still belongs to the time before the key.
      frames.push(.../** @type {number[]} */ (await page.evaluate('frames.slice(1)')))
    }
    const p95 = quantile(frames, 0.95).toFixed(1)
    console.log(
      `${ZOOMS} zooms, ${frames.length} frames: median ${quantile(frames, 0.5).toFixed(1)} ms, p95 ${p95} ms, worst ${Math.max(...frames).toFixed(1)} ms`,
    )
  } finally {
    await browser.close()
    rmSync(folder, { recursive: true })
  }
}
