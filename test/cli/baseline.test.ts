import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { afterAll, describe, expect, it } from 'vitest'

import { build, makeApp, removeApps } from '../support/app.ts'
import { oneModule } from '../support/apps.ts'
import { runCli } from '../support/run-cli.ts'
import { moduleOf } from '../support/wasm-fixtures.ts'

afterAll(removeApps)

const growth = JSON.stringify({ budgets: [{ scope: 'asset', growth: '10%', metric: 'raw' }] })

describe('wasm-budget baseline', () => {
  it('accepts a directory, and check then judges growth', () => {
    const app = makeApp({ 'dist/engine.wasm': moduleOf(1), 'wasm-budget.config.json': growth })
    const { status, stdout } = runCli(app, ['baseline', 'dist'])
    expect([status, stdout]).toEqual([0, 'wasm-budget.baseline.json  1 module. Commit it.\n'])
    expect(runCli(app, ['check', 'dist']).status).toBe(0)
    app.write({ 'dist/engine.wasm': moduleOf(1, { dataBytes: 9000 }) })
    const grown = runCli(app, ['check', 'dist'])
    expect(grown.status).toBe(1)
    expect(grown.stderr).toContain('engine.wasm')
    expect(runCli(app, ['baseline', 'dist']).status).toBe(0)
    expect(runCli(app, ['check', 'dist']).status).toBe(0)
  })

  it('accepts the last build by its report, from where the plugin writes it', async () => {
    const app = makeApp({ ...oneModule(), 'wasm-budget.config.json': '{ "report": { "dir": "reports" } }' })
    const built = await build(app, { report: { dir: 'reports' } })
    expect(built.error).toBeUndefined()
    const { status, stderr, json } = runCli(app, ['baseline', '--json'])
    expect([status, stderr]).toEqual([0, ''])
    const { file, baseline } = json<{
      file: string
      baseline: { modules: Record<string, { raw: number }> }
    }>()
    expect(JSON.parse(readFileSync(join(app.root, file), 'utf8'))).toEqual(baseline)
    expect(Object.values(baseline.modules).map(({ raw }) => raw)).toEqual(
      built.reports[0]?.modules.map(({ after }) => after.rawBytes),
    )
  })

  it('takes the place of one that is in conflict, of which check complains', () => {
    const app = makeApp({ 'dist/engine.wasm': moduleOf(1), 'wasm-budget.config.json': growth })
    runCli(app, ['baseline', 'dist'])
    const path = join(app.root, 'wasm-budget.baseline.json')
    writeFileSync(path, `<<<<<<< ours\n${readFileSync(path, 'utf8')}`)
    const { status, stderr } = runCli(app, ['check', 'dist'])
    expect(status).toBe(2)
    expect(stderr).toContain('mark of a merge conflict')
    expect(runCli(app, ['baseline', 'dist']).status).toBe(0)
    expect(runCli(app, ['check', 'dist']).status).toBe(0)
  })

  it('ends with 2 where there is no report, or something else', () => {
    const app = makeApp({ 'other.json': '{}' })
    const none = runCli(app, ['baseline'])
    expect([none.status, none.stdout]).toEqual([2, ''])
    expect(none.stderr).toContain('No build has left a report in ')
    const other = runCli(app, ['baseline', 'other.json'])
    expect(other.status).toBe(2)
    expect(other.stderr).toContain('other.json is no report of a build')
  })
})
