import { afterAll, describe, expect, it } from 'vitest'

import type { BuildReport, WasmBudgetOptions } from 'vite-plugin-wasm-budget'
import { build, makeApp, readTree, removeApps } from '../support/app.ts'
import { everyWay } from '../support/apps.ts'
import { HOSTILE, hostileModule } from '../support/hostile-names.ts'
import { CONTROLS, runCli } from '../support/run-cli.ts'
import { moduleOf } from '../support/wasm-fixtures.ts'

afterAll(removeApps)

const config = (options: WasmBudgetOptions) => ({ 'wasm-budget.config.json': JSON.stringify(options) })

/** What trunk, wasm-pack and a worker by hand come to. */
const site = {
  'dist/index.html': `<!doctype html><!-- <script type="module" src="./gone.js"></script> -->
    <link rel="modulepreload" href="/app-1a2b.js">
    <script type="module">import init from '/app-1a2b.js'; init({ module_or_path: '/app-1a2b_bg.wasm' })</script>`,
  'dist/app-1a2b.js': `import { part } from "./part.js"
    const lazy = () => import("./lazy.js")
    new Worker(new URL("worker.js", import.meta.url), { type: "module" })
    export default part`,
  'dist/part.js': 'export const part = new URL("part.wasm", import.meta.url)',
  'dist/lazy.js': 'export default fetch("/lazy.wasm")',
  'dist/worker.js': 'postMessage(new URL("worker.wasm", import.meta.url))',
  'dist/app-1a2b_bg.wasm': moduleOf(1),
  'dist/part.wasm': moduleOf(2),
  'dist/lazy.wasm': moduleOf(3),
  'dist/worker.wasm': moduleOf(4),
}

const verdictsOf = ({ budgets }: BuildReport) =>
  budgets.map(({ scope, subject, state, modules }) => ({
    scope,
    subject,
    state,
    modules: modules.map(({ fileName }) => fileName).sort(),
  }))

describe('wasm-budget check', () => {
  it('finds out by text who loads what, and judges budgets of every scope', () => {
    const app = makeApp({
      ...site,
      ...config({
        metric: 'raw',
        budgets: [
          { scope: 'asset', match: 'part.wasm', limit: 100 },
          { scope: 'chunk', match: 'part.js', limit: '1 MB' },
          { scope: 'initial', limit: '1 MB' },
          { scope: 'lazy', limit: '1 MB' },
          { scope: 'worker', limit: '1 MB' },
          { scope: 'total', limit: '1 MB' },
        ],
      }),
    })
    const { status, json } = runCli(app, ['check', 'dist', '--json'])
    expect(status).toBe(1)
    const report = json<BuildReport>()
    expect(verdictsOf(report)).toEqual([
      { scope: 'asset', subject: 'part.wasm', state: 'exceeded', modules: ['part.wasm'] },
      { scope: 'chunk', subject: 'part.js', state: 'ok', modules: ['part.wasm'] },
      {
        scope: 'initial',
        subject: 'index.html',
        state: 'ok',
        modules: ['app-1a2b_bg.wasm', 'part.wasm', 'worker.wasm'],
      },
      { scope: 'lazy', subject: 'lazy.js', state: 'ok', modules: ['lazy.wasm'] },
      { scope: 'worker', subject: 'worker.js', state: 'ok', modules: ['worker.wasm'] },
      {
        scope: 'total',
        subject: 'total',
        state: 'ok',
        modules: ['app-1a2b_bg.wasm', 'lazy.wasm', 'part.wasm', 'worker.wasm'],
      },
    ])
    expect(report.modules.map(({ fileName, uses }) => [fileName, uses.map(({ kind }) => kind)])).toEqual([
      ['app-1a2b_bg.wasm', ['initial']],
      ['lazy.wasm', ['lazy']],
      ['part.wasm', ['initial']],
      ['worker.wasm', ['worker']],
    ])
  })

  it('prints the table, then what is broken, and changes nothing', () => {
    const app = makeApp({
      ...site,
      ...config({ budgets: [{ scope: 'total', limit: '1 kB', name: 'all of it' }] }),
    })
    const before = readTree(app.root + '/dist')
    const { status, stdout, stderr } = runCli(app, ['check', 'dist'])
    expect(status).toBe(1)
    expect(stdout).toMatch(/^wasm +raw +gzip +brotli +budget$/m)
    expect(stdout).toContain('4 modules')
    expect(stderr).toContain('error: 1 budget exceeded')
    expect(stderr).toContain('budget "all of it" (total)')
    expect(readTree(app.root + '/dist')).toEqual(before)
  })

  it('is fine where budgets are kept, and says where there are none', () => {
    const app = makeApp(site)
    const none = runCli(app, ['check', 'dist'])
    expect(none.status).toBe(0)
    expect(none.stderr).toContain('warning: there are no budgets: write some into wasm-budget.config.ts')
    app.write(config({ budgets: [{ scope: 'total', limit: '1 MB' }] }))
    expect(runCli(app, ['check', 'dist'])).toMatchObject({ status: 0, stderr: '' })
  })

  it('prints Markdown, and annotations only of what is broken', () => {
    const app = makeApp({ ...site, ...config({ budgets: [{ scope: 'total', limit: '1 kB' }] }) })
    expect(runCli(app, ['check', 'dist', '--format', 'markdown']).stdout).toContain('| --')
    expect(runCli(app, ['check', 'dist', '--format', 'github']).stdout).toMatch(/^::error /)
    app.write(config({ budgets: [{ scope: 'total', limit: '1 MB' }] }))
    expect(runCli(app, ['check', 'dist', '--format', 'github']).stdout).toBe('')
  })

  it('finds scripts without a page, base64, wrong siblings, duplicates and what cannot be read', () => {
    const tiny = moduleOf(5, { dataBytes: 10, sections: [] })
    const app = makeApp({
      'pkg/app.js': `import './other.js'; new URL('app_bg.wasm', import.meta.url)`,
      'pkg/other.js': `const inline = "data:application/wasm;base64,${Buffer.from(tiny).toString('base64')}"`,
      'pkg/app.wasm': moduleOf(1),
      'pkg/app.wasm.br': 'not brotli',
      'pkg/copy.wasm': moduleOf(1),
      'pkg/cut.wasm': moduleOf(2).subarray(0, 600),
      ...config({ budgets: [{ scope: 'initial', limit: '1 MB' }] }),
    })
    const { status, json, stderr } = runCli(app, ['check', 'pkg', '--json'])
    expect(status).toBe(0)
    expect(verdictsOf(json<BuildReport>())).toEqual([
      { scope: 'initial', subject: 'app.js', state: 'ok', modules: ['app.wasm', 'other.js#wasm'] },
    ])
    expect(
      json<BuildReport>()
        .findings.map(({ code }) => code)
        .sort(),
    ).toEqual(['module-duplicated', 'module-inlined', 'module-unreadable', 'sibling-stale'])
    expect(stderr).toMatch(/cut\.wasm .*\(at offset 0x/)
  })

  it('tells the split points of wasm-split apart', () => {
    const load = (part: string) => `fetch(new URL("./${part}.wasm", import.meta.url))`
    const app = makeApp({
      'pkg/shop.js': `import * as t from "./__wasm_split.js"; new URL("shop_bg.wasm", import.meta.url)`,
      'pkg/__wasm_split.js': `import { initSync } from "./shop.js"; ${load('chunk_1')}; ${load('split_a')}; ${load('split_b')}`,
      'pkg/__wasm_split_manifest.json': JSON.stringify({
        __orders_view_11297937980806794815: ['chunk_1', 'split_a'],
        total_6521511654285041061: ['chunk_1', 'split_b'],
      }),
      'pkg/shop.wasm': moduleOf(1),
      'pkg/chunk_1.wasm': moduleOf(2),
      'pkg/split_a.wasm': moduleOf(3),
      'pkg/split_b.wasm': moduleOf(4),
      ...config({
        budgets: [
          { scope: 'initial', limit: '1 MB' },
          { scope: 'lazy', limit: '1 MB' },
        ],
      }),
    })
    expect(verdictsOf(runCli(app, ['check', 'pkg', '--json']).json<BuildReport>())).toEqual([
      { scope: 'initial', subject: 'shop.js', state: 'ok', modules: ['shop.wasm'] },
      {
        scope: 'lazy',
        subject: 'wasm-split#orders_view',
        state: 'ok',
        modules: ['chunk_1.wasm', 'split_a.wasm'],
      },
      { scope: 'lazy', subject: 'wasm-split#total', state: 'ok', modules: ['chunk_1.wasm', 'split_b.wasm'] },
    ])
  })

  it('says of what Vite has built what the plugin said', async () => {
    const app = makeApp(everyWay())
    const budgets: WasmBudgetOptions['budgets'] = [
      { scope: 'initial', limit: '1 MB' },
      { scope: 'lazy', limit: '1 MB' },
      { scope: 'worker', limit: '1 MB' },
      { scope: 'total', limit: '1 MB' },
    ]
    const built = await build(app, { budgets })
    app.write(config({ budgets }))
    const [report] = built.reports
    const checked = runCli(app, ['check', 'dist', '--json']).json<BuildReport>()
    const sizesOf = ({ modules }: BuildReport) => modules.map(({ fileName, after }) => [fileName, after])
    expect(sizesOf(checked)).toEqual(sizesOf(report as BuildReport))
    expect(verdictsOf(checked)).toEqual(verdictsOf(report as BuildReport))
  })

  it('lets no name control the terminal', () => {
    const name = HOSTILE.replaceAll(/[\n\r]/g, '')
    const app = makeApp({
      [`dist/${name}.wasm`]: hostileModule(),
      'dist/index.html': `<script src="x.js"></script>`,
      'dist/x.js': '',
      ...config({ budgets: [{ scope: 'asset', limit: 10, name: HOSTILE }] }),
    })
    for (const more of [[], ['--json']]) {
      const { status, stdout, stderr } = runCli(app, ['check', 'dist', ...more])
      expect(status).toBe(1)
      expect(stderr).toContain('pwned')
      expect(stdout + stderr).not.toMatch(CONTROLS)
    }
  })
})

describe('the config file', () => {
  it.each([
    [
      'wasm-budget.config.ts',
      `const limit: string = '1 kB'\nexport default { budgets: [{ scope: 'total', limit }] }`,
    ],
    ['wasm-budget.config.js', `export default { budgets: [{ scope: 'total', limit: '1 kB' }] }`],
    ['wasm-budget.config.json', `{ "budgets": [{ "scope": "total", "limit": "1 kB" }] }`],
  ])('may be %s', (name, text) => {
    expect(runCli(makeApp({ ...site, [name]: text }), ['check', 'dist']).status).toBe(1)
  })

  it('is told by name where it is wrong', () => {
    const app = makeApp({ ...site, ...config({ budget: [] } as WasmBudgetOptions) })
    const { status, stderr } = runCli(app, ['check', 'dist'])
    expect(status).toBe(2)
    expect(stderr).toMatch(/^error: 1 option is wrong in .*wasm-budget\.config\.json\n/)
    expect(stderr).toContain('budget: there is no such option. Did you mean budgets?')
    expect(runCli(app, ['check', 'dist', '--no-config']).status).toBe(0)
  })

  it('is told by name where it cannot be loaded', () => {
    const app = makeApp({ ...site, 'wasm-budget.config.ts': 'export default {' })
    const { status, stderr } = runCli(app, ['check', 'dist'])
    expect(status).toBe(2)
    expect(stderr).toMatch(/^error: .*wasm-budget\.config\.ts cannot be used: /)
  })
})
