import { afterAll, describe, expect, it } from 'vitest'

import { makeApp, removeApps } from '../support/app.ts'
import { readFixture } from '../support/fixtures.ts'
import { hostileModule } from '../support/hostile-names.ts'
import { CONTROLS, runCli } from '../support/run-cli.ts'
import { assemble } from '../support/wasm-fixtures.ts'

afterAll(removeApps)

const app = makeApp({
  'chain.wasm': assemble(`(module
    (memory 1)
    (func $entry (export "start") call $middle)
    (func $middle call $goal)
    (func $goal i32.const 1024 i32.load drop)
    (func $unused nop)
    (data (i32.const 1024) "used by goal alone"))`),
  'rust.wasm': readFixture('rust196-app_sizez.wasm'),
})

describe('wasm-budget why', () => {
  it('shows the way from an export', () => {
    const { status, stdout } = runCli(app, ['why', 'chain.wasm', 'goal'])
    expect(status).toBe(0)
    const lines = stdout.split('\n').map((line) => line.trim())
    expect(lines.slice(1, 5)).toEqual(['export start', '→ entry', '→ middle', '→ goal'])
  })

  it.each(['2', 'wasm-function[2]', 'function 2', 'goal', 'GOA'])('knows the function as %j', (item) => {
    const { json } = runCli(app, ['why', 'chain.wasm', item, '--json'])
    expect(json<{ matches: unknown[] }>().matches).toMatchObject([
      { kind: 'function', index: 2, root: 'export start', steps: [{ index: 0 }, { index: 1 }, { index: 2 }] },
    ])
  })

  it('knows data by its segment', () => {
    const { json } = runCli(app, ['why', 'chain.wasm', 'data 0', '--json'])
    const [match] = json<{ matches: { kind: string; steps: { index: number }[] }[] }>().matches
    expect(match?.kind).toBe('data')
    expect(match?.steps.map(({ index }) => index)).toEqual([0, 1, 2, 0])
  })

  it('finds demangled names, tells the largest of several, and says how many there are', () => {
    const { stdout } = runCli(app, ['why', 'rust.wasm', 'core::fmt', '--limit', '2'])
    const heads = stdout.match(/^\S.* raw · /gm) ?? []
    expect(heads).toHaveLength(2)
    expect(stdout).toMatch(/and \d+ more; --limit shows them/)
  })

  it('says so where nothing keeps it', () => {
    expect(runCli(app, ['why', 'chain.wasm', 'unused']).stdout).toContain('kept by nothing that can be seen')
  })

  it('ends with 2 and the nearest names where nothing is called like that', () => {
    const { status, stdout, stderr } = runCli(app, ['why', 'chain.wasm', 'midle'])
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toContain('chain.wasm has nothing that is called "midle". Nearest: "middle"')
  })

  it('lets no name control the terminal', () => {
    const hostile = makeApp({ 'hostile.wasm': hostileModule() })
    const { status, stdout } = runCli(hostile, ['why', 'hostile.wasm', '1'])
    expect(status).toBe(0)
    expect(stdout).toContain('pwned')
    expect(stdout).not.toMatch(CONTROLS)
  })
})
