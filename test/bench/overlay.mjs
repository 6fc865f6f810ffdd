// Sizes of the overlay's scripts, time from opening a page with 20 modules to its badge, and how long the dev server keeps others
// waiting while a large module is read.
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync } from 'node:zlib'
import { createServer } from 'vite'
import wasmBudget from 'vite-plugin-wasm-budget'
import { launchChromium } from '../support/chromium.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const MODULES = 20
const LARGEST_BYTES = 3e6
const LARGE_BYTES = 34e6
const ROUNDS = 5

export async function run() {
  printScript('script on every page ', 'overlay')
  printScript('script of open panels', 'inside')
  const found = listModules()
  const small = found.filter(({ sizeBytes }) => sizeBytes <= LARGEST_BYTES).slice(0, MODULES)
  const large = found.find(({ sizeBytes }) => sizeBytes >= LARGE_BYTES) ?? found.at(-1)
  const app = mkdtempSync(join(tmpdir(), 'wasm-budget-bench-'))
  const browser = await launchChromium()
  try {
    await timeToBadge(app, small, browser)
    if (large !== undefined) await longestWait(app, large)
  } finally {
    await browser.close()
    rmSync(app, { recursive: true, force: true })
  }
}

/** @param {string} label @param {string} name */
function printScript(label, name) {
  const script = readFileSync(join(root, `dist/ui/${name}.js`))
  console.log(`  ${label} ${kB(script.length)} raw, ${kB(brotliCompressSync(script).length)} brotli`)
}

/** @typedef {{ path: string, sizeBytes: number }} Found */

/** @returns {Found[]} the corpus where it was fetched, else what is installed; by size */
function listModules() {
  const corpus = join(root, 'node_modules/.cache/wasm-corpus')
  const from = existsSync(corpus) ? corpus : join(root, 'node_modules')
  return readdirSync(from, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.wasm'))
    .map((path) => ({ path: join(from, path), sizeBytes: statSync(join(from, path)).size }))
    .filter(({ sizeBytes }) => sizeBytes > 10_000)
    .toSorted((a, b) => a.sizeBytes - b.sizeBytes || (a.path < b.path ? -1 : 1))
}

/** @param {string} app @param {readonly Found[]} modules */
function writeApp(app, modules) {
  rmSync(join(app, 'src'), { recursive: true, force: true })
  mkdirSync(join(app, 'src'), { recursive: true })
  const names = modules.map(({ path }, index) => {
    copyFileSync(path, join(app, 'src', `m${index}.wasm`))
    return `m${index}`
  })
  writeFileSync(join(app, 'index.html'), '<!doctype html><script type="module" src="/src/main.js"></script>')
  writeFileSync(
    join(app, 'src/main.js'),
    `${names.map((name) => `import ${name} from './${name}.wasm?url'`).join('\n')}\nvoid [${names}].map((url) => fetch(url))\n`,
  )
}

/** @param {string} app @param {boolean} hasOverlay */
async function serve(app, hasOverlay = true) {
  const server = await createServer({
    root: app,
    configFile: false,
    cacheDir: join(app, `cache-${Math.random()}`),
    logLevel: 'error',
    plugins: [wasmBudget({ overlay: hasOverlay })],
    server: { port: 0, host: '127.0.0.1' },
  })
  await server.listen()
  return { server, url: `http://127.0.0.1:${server.config.server.port || addressOf(server)}/` }
}

/** @param {import('vite').ViteDevServer} server */
function addressOf(server) {
  const address = server.httpServer?.address()
  return typeof address === 'object' ? address?.port : undefined
}

/** @param {string} app @param {readonly Found[]} modules @param {import('playwright-core').Browser} browser */
async function timeToBadge(app, modules, browser) {
  writeApp(app, modules)
  const sum = modules.reduce((total, { sizeBytes }) => total + sizeBytes, 0)
  const times = []
  for (let round = 0; round < ROUNDS; round++) {
    // Everything anew: nothing is in a cache.
    const { server, url } = await serve(app)
    const page = await browser.newPage()
    const start = performance.now()
    await page.goto(url, { waitUntil: 'commit' })
    await page.locator('wasm-budget-overlay .badge').waitFor()
    times.push(performance.now() - start)
    await page.close()
    await server.close()
  }
  console.log(
    `  time to badge         ${ms(median(times))} median of ${ROUNDS}, ${modules.length} modules, ${kB(sum)} raw`,
  )
}

/** @param {string} app @param {Found} module */
async function longestWait(app, module) {
  writeApp(app, [module])
  for (const hasOverlay of [false, true]) {
    const { server, url } = await serve(app, hasOverlay)
    for (let round = 0; round < ROUNDS; round++) await (await fetch(url)).text()
    const waits = []
    const until = performance.now() + 5000
    // Where the overlay is, these make it read, compress and look inside.
    await (await fetch(`${url}src/main.js`)).text()
    await (await fetch(`${url}src/m0.wasm?import&url`)).text()
    const looking = hasOverlay ? lookInside(url) : undefined
    while (performance.now() < until) {
      const start = performance.now()
      await (await fetch(url)).text()
      waits.push(performance.now() - start)
    }
    await looking
    const sorted = waits.toSorted((a, b) => a - b)
    const at99 = sorted[Math.floor(sorted.length * 0.99)] ?? 0
    console.log(
      `  answers meanwhile     ${ms(median(waits))} median, ${ms(at99)} 99th percentile, ${ms(sorted.at(-1) ?? 0)} longest, ` +
        `${hasOverlay ? 'with' : 'without'} the overlay, ${kB(module.sizeBytes)} raw${hasOverlay ? ' (wanted: at most 50 ms)' : ''}`,
    )
    await server.close()
  }
}

/** @param {string} url */
async function lookInside(url) {
  const { modules } = await (await fetch(`${url}__wasm-budget/state`)).json()
  await (await fetch(`${url}__wasm-budget/inside/${modules[0].id}`)).body?.cancel()
}

/** @param {readonly number[]} values */
function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

/** @param {number} bytes */
function kB(bytes) {
  return `${(bytes / 1000).toFixed(1)} kB`
}

/** @param {number} milliseconds */
function ms(milliseconds) {
  return `${milliseconds.toFixed(0)} ms`
}
