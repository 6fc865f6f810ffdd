import { readFileSync } from 'node:fs'

import { afterAll, describe, expect, it } from 'vitest'

import { makeApp, removeApps } from '../support/app.ts'
import { runCli } from '../support/run-cli.ts'
import { moduleOf } from '../support/wasm-fixtures.ts'

afterAll(removeApps)

const COMMANDS = [
  'analyze',
  'diff',
  'why',
  'optimize',
  'compress',
  'check',
  'baseline',
  'exports',
  'symbolicate',
]

describe('wasm-budget', () => {
  const app = makeApp({ 'engine.wasm': moduleOf(1) })

  it('lists its commands and exit codes with --help, and ends with 0', () => {
    const { status, stdout, stderr } = runCli(app, ['--help'])
    expect([status, stderr]).toEqual([0, ''])
    for (const command of COMMANDS) expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'))
    expect(stdout).toContain('1  budgets are broken')
  })

  it.each(COMMANDS)('%s explains itself with --help, and ends with 0', (command) => {
    const { status, stdout, stderr } = runCli(app, [command, '--help'])
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toContain(`Usage: wasm-budget ${command}`)
    expect(stdout).toContain('--json')
  })

  it('says its version', () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
      version: string
    }
    expect(runCli(app, ['--version']).stdout).toBe(`${version}\n`)
  })

  it('shows its help and ends with 2 without a command', () => {
    const { status, stderr } = runCli(app, [])
    expect(status).toBe(2)
    expect(stderr).toContain('Usage: wasm-budget')
  })

  it.each([
    [['analize', 'engine.wasm'], "unknown command 'analize'", 'Did you mean analyze?'],
    [['analyze', '--limt', '3', 'engine.wasm'], "unknown option '--limt'", 'Did you mean --limit?'],
    [['analyze'], "missing required argument 'file'", ''],
    [['analyze', '--limit', '0', 'engine.wasm'], 'It is not a whole number above 0.', ''],
    [['analyze', '--metric', 'zip', 'engine.wasm'], 'Allowed choices are brotli, gzip, raw.', ''],
    [['optimize', 'engine.wasm'], "required option '-o, --output <file>' not specified", ''],
    [['check', 'nowhere'], 'nowhere cannot be read: there is no such file', ''],
    [['check', 'engine.wasm'], 'engine.wasm is no directory', 'Name the directory that is deployed'],
    [['analyze', 'nowhere.wasm'], 'nowhere.wasm cannot be read: there is no such file', ''],
    [['analyze', '.'], 'it is a directory', ''],
    [['--config', 'nowhere.ts', 'check', '.'], 'nowhere.ts cannot be used: there is no such file', ''],
  ])('%j ends with 2 and says what is wrong', (args, wrong, hint) => {
    const { status, stdout, stderr } = runCli(app, args)
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toContain(wrong)
    expect(stderr).toContain(hint)
    expect(stderr).not.toMatch(/^\s+at /m)
  })
})
