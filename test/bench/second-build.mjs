// What the plugin costs a build whose modules are all in the cache: alternating builds of the playground.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROUNDS = 10
const root = fileURLToPath(new URL('../..', import.meta.url))
const vite = join(root, 'node_modules/vite/bin/vite.js')

/** @param {string} outDir @param {string} plugin */
function build(outDir, plugin) {
  const start = performance.now()
  execFileSync(
    process.execPath,
    [vite, 'build', 'playground', '--outDir', outDir, '--emptyOutDir', '--logLevel', 'warn'],
    {
      cwd: root,
      env: { ...process.env, PLAYGROUND_PLUGIN: plugin, PLAYGROUND_BUDGET: '' },
    },
  )
  return performance.now() - start
}

/** @param {number[]} values */
function median(values) {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle) - 1] ?? 0)) / 2
}

export function run() {
  const outDir = mkdtempSync(join(tmpdir(), 'wasm-budget-bench-'))
  try {
    build(outDir, 'on')
    build(outDir, 'off')
    const withPlugin = []
    const without = []
    for (let round = 0; round < ROUNDS; round++) {
      without.push(build(outDir, 'off'))
      withPlugin.push(build(outDir, 'on'))
    }
    const base = median(without)
    const overhead = median(withPlugin) - base
    const allowed = Math.max(base * 0.1, 150)
    console.log(`  without the plugin  ${base.toFixed(0)} ms median of ${ROUNDS}`)
    console.log(`  with the plugin     ${(base + overhead).toFixed(0)} ms`)
    console.log(
      `  overhead            ${overhead.toFixed(0)} ms, ${((overhead / base) * 100).toFixed(0)} % (wanted: at most ${allowed.toFixed(0)} ms)`,
    )
  } finally {
    rmSync(outDir, { recursive: true, force: true })
  }
}
