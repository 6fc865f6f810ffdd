import { afterAll, describe, expect, it } from 'vitest'

import type { ReportDiff } from 'vite-plugin-wasm-budget/core'
import { makeApp, removeApps } from '../support/app.ts'
import { hostileModule } from '../support/hostile-names.ts'
import { CONTROLS, runCli } from '../support/run-cli.ts'
import { moduleOf } from '../support/wasm-fixtures.ts'

afterAll(removeApps)

const small = moduleOf(1, { sections: [] })
const large = moduleOf(1, { sections: [], names: ['run_it', 'helper', 'spare', 'fresh'], dataBytes: 6000 })

describe('wasm-budget diff of modules', () => {
  const app = makeApp({ 'a.wasm': small, 'b.wasm': large, 'hostile.wasm': hostileModule() })

  it('tells what was added and what grew', () => {
    const { status, stdout } = runCli(app, ['diff', 'a.wasm', 'b.wasm'])
    expect(status).toBe(0)
    expect(stdout).toMatch(/^a\.wasm → b\.wasm$/m)
    expect(stdout).toMatch(/^raw +\d.* → .*\+/m)
    expect(stdout).toMatch(/^data +5\.0 kB +6\.0 kB +\+1\.0 kB/m)
    expect(stdout).toMatch(/^fresh +new +\d+ B +\+/m)
  })

  it('tells the same in JSON, and every change once', () => {
    const { json } = runCli(app, ['diff', 'a.wasm', 'b.wasm', '--json'])
    const { before, after, diff } = json<{
      before: { file: string; sizes: { rawBytes: number } }
      after: { file: string; sizes: { rawBytes: number } }
      diff: ReportDiff
    }>()
    expect([before.sizes.rawBytes, after.sizes.rawBytes]).toEqual([small.length, large.length])
    expect(diff.entries.reduce((sum, { deltaBytes }) => sum + deltaBytes, 0)).toBe(
      large.length - small.length,
    )
  })

  it('ends with 1 for a difference where --exit-code asks for it, and only there', () => {
    expect(runCli(app, ['diff', 'a.wasm', 'b.wasm', '--exit-code']).status).toBe(1)
    expect(runCli(app, ['diff', 'a.wasm', 'b.wasm']).status).toBe(0)
    const same = runCli(app, ['diff', 'a.wasm', 'a.wasm', '--exit-code'])
    expect(same.status).toBe(0)
    expect(same.stdout).toContain('the same bytes')
  })

  it('lets no name control the terminal', () => {
    for (const more of [[], ['--json']]) {
      const { status, stdout } = runCli(app, ['diff', 'a.wasm', 'hostile.wasm', ...more])
      expect(status).toBe(0)
      expect(stdout).toContain('pwned')
      expect(stdout).not.toMatch(CONTROLS)
    }
  })
})

describe('wasm-budget diff of builds', () => {
  const page = '<script type="module" src="/app.js"></script>'
  const app = makeApp({
    'before/index.html': page,
    'before/app.js': 'fetch(new URL("engine-Aa11Bb22.wasm", import.meta.url))',
    'before/engine-Aa11Bb22.wasm': small,
    'before/gone.wasm': moduleOf(7),
    'before/same.wasm': moduleOf(8),
    'after/index.html': page,
    'after/app.js': 'fetch(new URL("engine-Cc33Dd44.wasm", import.meta.url))',
    'after/engine-Cc33Dd44.wasm': large,
    'after/same.wasm': moduleOf(8),
  })

  interface Diff {
    readonly modules: readonly {
      readonly module: string
      readonly change: string
      readonly figures: readonly {
        readonly name: string
        readonly beforeBytes?: number
        readonly afterBytes?: number
      }[]
    }[]
    readonly unchangedCount: number
  }

  it('matches modules whatever hash is in their names', () => {
    const { status, json } = runCli(app, ['diff', 'before', 'after', '--json', '--exit-code'])
    expect(status).toBe(1)
    const { modules, unchangedCount } = json<Diff>()
    expect(modules.map(({ module, change }) => [module, change])).toEqual([
      ['engine.wasm', 'changed'],
      ['gone.wasm', 'removed'],
    ])
    expect(modules[0]?.figures).toContainEqual({
      name: 'raw',
      beforeBytes: small.length,
      afterBytes: large.length,
    })
    expect(unchangedCount).toBe(1)
  })

  it('takes a directory, its report and its baseline for the same', () => {
    app.write({ 'before.json': runCli(app, ['check', 'before', '--json', '--no-config']).stdout })
    expect(runCli(app, ['baseline', 'before', '-o', 'before.baseline.json']).status).toBe(0)
    for (const other of ['before.json', 'before.baseline.json']) {
      const { status, json } = runCli(app, ['diff', 'before', other, '--json', '--exit-code'])
      expect([status, json<Diff>().modules]).toEqual([0, []])
    }
    const { stdout } = runCli(app, ['diff', 'before.json', 'after'])
    expect(stdout).toMatch(/^engine\.wasm +before/m)
    expect(stdout).toContain('gone.wasm (gone)')
    expect(stdout).toContain('1 module unchanged')
  })

  it('refuses to compare a module with a build, and what is neither', () => {
    app.write({ 'other.json': '{}', 'text.txt': 'text' })
    const wrong = [
      ['before/gone.wasm', 'after'],
      ['before', 'other.json'],
      ['before', 'text.txt'],
    ].map((pair) => runCli(app, ['diff', ...pair]))
    expect(wrong.map(({ status }) => status)).toEqual([2, 2, 2])
    expect(wrong.map(({ stderr }) => stderr)).toEqual([
      expect.stringContaining('A module can only be compared with a module'),
      expect.stringContaining('other.json is neither a report of a build nor a baseline'),
      expect.stringContaining('text.txt is neither WebAssembly nor JSON'),
    ])
  })
})
