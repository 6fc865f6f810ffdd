import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { createRequire } from 'node:module'

import { findChromium, howToGetOne } from './chromium.mjs'

const minute = 60_000

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {number} timeout
 */
function run(command, args, timeout) {
  const { status } = spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'], timeout })
  return status === 0
}

/** @param {string} line */
const say = (line) => process.stderr.write(`${line}\n`)

function downloadChromium() {
  say('No Chromium found: downloading the one that belongs to playwright-core (5 minutes at most).')
  const cli = join(dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')), 'cli.js')
  run(process.execPath, [cli, 'install', '--no-progress', 'chromium'], 5 * minute)
}

function installChromiumPackage() {
  if (process.getuid?.() !== 0 || !run('apt-get', ['--version'], minute)) return
  say('Still no Chromium: installing the package `chromium` with apt-get (10 minutes at most).')
  run('apt-get', ['update'], 3 * minute)
  run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], 7 * minute)
}

try {
  if (!findChromium()) downloadChromium()
  if (!findChromium()) installChromiumPackage()
  if (!findChromium()) throw new Error(`There is no browser to test with. ${howToGetOne}`)
} catch (error) {
  say(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
