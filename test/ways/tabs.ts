import type { Browser, BrowserContext, Page } from 'playwright-core'

import { launchChromium } from '../support/chromium.mjs'

/** A tab of the browser and the origin that it always shows: a new origin would cost a new process. */
interface Tab {
  readonly page: Page
  readonly name: string
}

/** One browser with a few tabs that show one app after the other. */
export class Tabs {
  #browser: Promise<Browser> | undefined
  #context: Promise<BrowserContext> | undefined
  readonly #free: Tab[] = []
  #made = 0

  /** Lends a tab that is free, or a new one. */
  async use<Result>(work: (tab: Tab) => Promise<Result>): Promise<Result> {
    const tab = this.#free.pop() ?? (await this.#open())
    try {
      return await work(tab)
    } finally {
      // Nothing of an app must be left when the next one is shown.
      await tab.page.goto('about:blank')
      tab.page.removeAllListeners()
      this.#free.push(tab)
    }
  }

  async #open(): Promise<Tab> {
    const name = `tab-${++this.#made}`
    this.#browser ??= launchChromium()
    this.#context ??= this.#browser.then((browser) => browser.newContext())
    return { page: await (await this.#context).newPage(), name }
  }

  async close(): Promise<void> {
    await (await this.#browser)?.close()
  }
}

/** Opens a page and returns what it prints, or why it prints nothing. */
export async function printedBy(page: Page, url: string): Promise<string> {
  const failures: string[] = []
  page.on('response', (response) => {
    if (response.status() >= 400) failures.push(`${response.status()} ${new URL(response.url()).pathname}`)
  })
  const failed = new Promise<string>((resolve) => {
    // What the page itself has to say comes soon after, and says more.
    const fail = (message: string): void => void setTimeout(() => resolve(`failed: ${message}`), 500)
    page.on('pageerror', ({ message }) => fail(message))
    page.on('console', (message) => {
      if (message.type() === 'error') fail(message.text())
    })
  })
  await page.goto(url)
  const ofGlobal = () => (globalThis as { printed?: string }).printed
  const printed = page.waitForFunction(ofGlobal, undefined, { timeout: 10_000, polling: 20 }).then(
    (handle) => handle.jsonValue(),
    () => 'failed: nothing was printed',
  )
  const result = String(await Promise.race([printed, failed]))
  return result.startsWith('failed') ? [result, ...failures].join('; ') : result
}
