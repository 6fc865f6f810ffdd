// How long the main thread was ever blocked while modules were shipped and measured with nothing in the cache.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { createPipeline } from 'vite-plugin-wasm-budget/node'

const root = fileURLToPath(new URL('../..', import.meta.url))
const FILES = [
  'sql.js/dist/sql-wasm.wasm',
  '@resvg/resvg-wasm/index_bg.wasm',
  'web-tree-sitter/web-tree-sitter.wasm',
]

export async function run() {
  const cacheDir = mkdtempSync(join(tmpdir(), 'wasm-budget-bench-'))
  const pipeline = createPipeline({ root, cacheDir, effort: 'fast' })
  const sources = FILES.map((file) => new Uint8Array(readFileSync(join(root, 'node_modules', file))))
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  await Promise.all(
    sources.map(async (source, index) =>
      pipeline.measure(await pipeline.ship(source, FILES[index] ?? ''), FILES[index] ?? ''),
    ),
  )
  delay.disable()
  await pipeline.close()
  rmSync(cacheDir, { recursive: true, force: true })
  const milliseconds = (/** @type {number} */ nanoseconds) => `${(nanoseconds / 1e6).toFixed(0)} ms`
  console.log(
    `  longest block ${milliseconds(delay.max)}, 99th percentile ${milliseconds(delay.percentile(99))} (wanted: below 50 ms)`,
  )
}
