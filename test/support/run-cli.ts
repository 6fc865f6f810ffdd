import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import type { App } from './app.ts'

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))

/** How `wasm-budget` ended and what it printed. */
export interface CliRun {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
  /** What was printed, as JSON; throws where it is none. */
  json<Value>(): Value
}

/** Runs the built `wasm-budget` as a process in the directory of an app, with a cache of its own and without colours. */
export function runCli(app: App, args: readonly string[], input = ''): CliRun {
  const { PATH, HOME, TMPDIR } = process.env
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [main, ...args], {
    cwd: app.root,
    env: { PATH, HOME, TMPDIR, XDG_CACHE_HOME: join(app.root, '.xdg-cache'), NO_COLOR: '1' },
    encoding: 'utf8',
    input,
    timeout: 60_000,
    killSignal: 'SIGKILL',
  })
  if (error !== undefined) throw new Error(`wasm-budget ${args.join(' ')}: ${error.message}\n${stderr}`)
  return { status, stdout, stderr, json: <Value>() => JSON.parse(stdout) as Value }
}

/** What a terminal could take for a command; line ends and tabs are none. */
export const CONTROLS = /[^\P{C}\n\t]|[\p{Zl}\p{Zp}]/u
