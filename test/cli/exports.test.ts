import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { afterAll, describe, expect, it } from 'vitest'

import { build, makeApp, removeApps, type App } from '../support/app.ts'
import { oneModule } from '../support/apps.ts'
import { runCli } from '../support/run-cli.ts'
import { wat } from '../support/wat.ts'

afterAll(removeApps)

const maths = wat(`(module (memory (export "memory") 1) (func (export "sub") nop nop) (func (export "add"))
  (data (i32.const 0) "${'filling'.repeat(900)}"))`)

const load = 'WebAssembly.instantiateStreaming(fetch(url)).then(({ instance }) => instance.exports.add())'

const site = {
  'dist/index.html': '<script type="module" src="/app.js"></script>',
  'dist/app.js': `const url = new URL("maths-Ab12cd34.wasm", import.meta.url); ${load}`,
  'dist/maths-Ab12cd34.wasm': maths,
}

const read = (app: App, path: string) => readFileSync(join(app.root, path), 'utf8')

describe('wasm-budget exports', () => {
  it('lists what a directory uses of its modules, and what the rest costs', () => {
    const { status, stdout, stderr } = runCli(makeApp(site), ['exports', 'dist'])
    expect([status, stderr]).toEqual([0, ''])
    const [head, row, ...rest] = stdout.trimEnd().split('\n')
    expect(head).toMatch(/^module +exports +used +unused raw +on the wire$/)
    // Name, kind and index of `sub`, and its body of two instructions with size, local count, end and type.
    expect(row).toMatch(/^maths-Ab12cd34\.wasm +3 +2 +12 B +~\d+ B$/)
    expect(rest).toEqual([])
  })

  it('writes a file, the same each time', () => {
    const app = makeApp(site)
    const { status, stdout } = runCli(app, ['exports', 'dist', '--write', 'exports.json'])
    expect(status).toBe(0)
    expect(stdout).toBe(
      `exports.json  1 module. Commit it, and name it in the options: optimize: { exports: { '**/*.wasm': { file: "exports.json" } } }\n`,
    )
    const text = read(app, 'exports.json')
    expect(text).toBe('{\n  "maths.wasm": [\n    "add",\n    "memory"\n  ]\n}\n')
    runCli(app, ['exports', 'dist', '--write', 'exports.json'])
    expect(read(app, 'exports.json')).toBe(text)
  })

  it('writes of the last build what the next one prunes by', async () => {
    const options = {
      report: { dir: 'reports' },
      optimize: { exports: { '**/*.wasm': { file: 'exports.json' } } },
    }
    const app = makeApp({
      ...oneModule(maths),
      'src/main.js': `import url from './url.wasm?url'\n${load}`,
      'wasm-budget.config.json': JSON.stringify(options),
    })
    const first = await build(app, options)
    expect(first.reports[0]?.modules[0]?.exports).toMatchObject({ count: 3, unused: { count: 1 } })
    const { status, stderr, json } = runCli(app, ['exports', '--write', 'exports.json', '--json'])
    expect([status, stderr]).toEqual([0, ''])
    const exports = { 'src/url.wasm': ['add', 'memory'] }
    expect(json()).toEqual({ version: 1, file: 'exports.json', exports })
    expect(JSON.parse(read(app, 'exports.json'))).toEqual(exports)
    const second = await build(app, options)
    expect(second.reports[0]?.modules[0]?.exports).toEqual({
      count: 2,
      used: ['add', 'memory'],
      pruned: ['sub'],
    })
    // What is written of a pruned module is what it was pruned by.
    expect(runCli(app, ['exports', '--json']).json()).toEqual({ version: 1, exports })
  })

  it('lists no module of which it is not known, and says why', () => {
    const app = makeApp({
      ...site,
      'dist/app.js': `${site['dist/app.js']};const all = (instance) => Object.keys(instance.exports)`,
      'dist/alone.wasm': maths,
    })
    const { status, stdout, stderr } = runCli(app, ['exports', 'dist', '--write', 'exports.json'])
    expect(status).toBe(0)
    expect(stdout).toContain('exports.json  0 modules.')
    expect(stderr).toContain('maths-Ab12cd34.wasm has no list: app.js goes through all exports of a module')
    expect(stderr).toContain('alone.wasm has no list: no script names any of its exports')
    expect(read(app, 'exports.json')).toBe('{}\n')
  })

  it('ends with 2 where there is no report', () => {
    const { status, stderr } = runCli(makeApp({}), ['exports'])
    expect(status).toBe(2)
    expect(stderr).toContain('No build has left a report')
  })
})

describe('wasm-budget optimize', () => {
  it('prunes by the lists of the options', () => {
    const exports = { 'maths.wasm': ['add'] }
    const app = makeApp({
      'maths.wasm': maths,
      'wasm-budget.config.json': JSON.stringify({ optimize: { exports } }),
    })
    const { status } = runCli(app, ['optimize', 'maths.wasm', '-o', 'out.wasm'])
    expect(status).toBe(0)
    const module = new WebAssembly.Module(readFileSync(join(app.root, 'out.wasm')))
    expect(WebAssembly.Module.exports(module).map(({ name }) => name)).toEqual(['memory', 'add'])
  })
})
