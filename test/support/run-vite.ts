import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import type { App } from './app.ts'

const vite = fileURLToPath(new URL('../../node_modules/vite/bin/vite.js', import.meta.url))

/** How a process ended and what it printed. */
export interface Run {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/**
 * Runs `vite` on an app in a process of its own; `plugin` is the source of the options.
 *
 * @throws {Error} a process that does not end.
 */
export function runVite(
  app: App,
  plugin: string,
  args: readonly string[] = ['build'],
  env: NodeJS.ProcessEnv = {},
): Run {
  app.install('vite-plugin-wasm-budget')
  app.write({
    'vite.config.js': `import wasmBudget from 'vite-plugin-wasm-budget'
export default { cacheDir: 'cache', plugins: [wasmBudget(${plugin})] }
`,
  })
  return run(app, [vite, ...args], env)
}

/**
 * Runs Node in the directory of an app.
 *
 * @throws {Error} a process that does not end.
 */
export function run(app: App, args: readonly string[], env: NodeJS.ProcessEnv = {}): Run {
  // What the test runner sets for itself is none of its business.
  const { PATH, HOME, TMPDIR } = process.env
  const { status, stdout, stderr, error } = spawnSync(process.execPath, args, {
    cwd: app.root,
    env: { PATH, HOME, TMPDIR, ...env },
    encoding: 'utf8',
    timeout: 45_000,
    killSignal: 'SIGKILL',
  })
  if (error !== undefined)
    throw new Error(`node ${args.join(' ')} in ${join(app.root)}: ${error.message}\n${stderr}`)
  return { status, stdout, stderr }
}
