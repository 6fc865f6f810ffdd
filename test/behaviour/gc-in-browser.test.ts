import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { compareInterfaces, describeInterface, readModule } from 'vite-plugin-wasm-budget/core'
import { launchChromium } from '../support/chromium.mjs'
import { readFixture } from '../support/fixtures.ts'
import { optimize } from './optimize.mjs'

// Node 20 has no garbage collection in WebAssembly; browsers have.
const original = readFixture('moonc0.1.202605-moonbit-wasm-gc-debug.wasm')

let browser: Browser
let page: Page
beforeAll(async () => {
  browser = await launchChromium()
  page = await browser.newPage()
})
afterAll(() => browser.close())

/** Results of a MoonBit program of trees, closures and trait objects, computed in the page. */
function computeInPage(bytes: Uint8Array): Promise<string> {
  return page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
    const { instance } = await WebAssembly.instantiate(bytes)
    const { run, sieve, _start } = instance.exports as Record<string, (count?: number) => number>
    _start?.()
    const counts = [...Array.from({ length: 60 }, (_, count) => count), 1000, 5000]
    return JSON.stringify([counts.map((count) => run?.(count)), counts.map((count) => sieve?.(count))])
  }, Buffer.from(bytes).toString('base64'))
}

it('computes the same with objects of the engine', async () => {
  const { bytes } = await optimize(original, { effort: 'fast', engine: 'auto' })
  expect(bytes).not.toEqual(original)
  const interfaces = [original, bytes].map((module) => describeInterface(readModule(module)))
  expect(compareInterfaces(interfaces[0]!, interfaces[1]!)).toBe(undefined)
  expect(await computeInPage(bytes)).toBe(await computeInPage(original))
})
