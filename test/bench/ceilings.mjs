// What each effort costs and gains by size of the module, on modules that come with the dev dependencies, and on files
// named in WASM_BUDGET_BENCH_FILES (separated like PATH).
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { removeSections, stripReason } from 'vite-plugin-wasm-budget/core'
import { createPipeline } from 'vite-plugin-wasm-budget/node'

const root = fileURLToPath(new URL('../..', import.meta.url))
const FILES = [
  'playground/src/rust-app/rust-app.wasm',
  'node_modules/web-tree-sitter/web-tree-sitter.wasm',
  'node_modules/sql.js/dist/sql-wasm.wasm',
  'node_modules/brotli-wasm/pkg.web/brotli_wasm_bg.wasm',
  'node_modules/@resvg/resvg-wasm/index_bg.wasm',
].map((file) => join(root, file))

/** @param {string} file @param {'fast' | 'balanced' | 'max'} effort */
async function measure(file, effort) {
  const cacheDir = mkdtempSync(join(tmpdir(), 'wasm-budget-bench-'))
  const pipeline = createPipeline({ root, cacheDir, effort })
  try {
    const source = new Uint8Array(readFileSync(file))
    const start = performance.now()
    const shipped = await pipeline.ship(source, basename(file))
    const seconds = (performance.now() - start) / 1000
    const { bytes: stripped } = await pipeline.ship(source, basename(file), 'disabled')
    const [before, after] = await Promise.all(
      [removeSections(stripped, (section) => stripReason(section) !== undefined), shipped.bytes].map(
        (bytes) => pipeline.wireSizeOf(bytes, basename(file)),
      ),
    )
    return { megabytes: source.length / 1e6, seconds, chosen: shipped.chosen, ratio: after / before }
  } finally {
    await pipeline.close()
    rmSync(cacheDir, { recursive: true, force: true })
  }
}

export async function run() {
  const extra = (process.env['WASM_BUDGET_BENCH_FILES'] ?? '').split(delimiter).filter((file) => file !== '')
  console.log('  module                        MB  effort     s      s/MB  brotli, against stripped  chosen')
  for (const file of [...FILES, ...extra]) {
    for (const effort of /** @type {const} */ (['fast', 'balanced', 'max'])) {
      const { megabytes, seconds, chosen, ratio } = await measure(file, effort)
      const figures = `${megabytes.toFixed(2).padStart(6)}  ${effort.padEnd(8)} ${seconds.toFixed(1).padStart(5)} ${(seconds / megabytes).toFixed(1).padStart(7)}`
      console.log(
        `  ${basename(file).slice(0, 26).padEnd(26)} ${figures}  ${ratio.toFixed(4).padStart(24)}  ${chosen}`,
      )
    }
  }
}
