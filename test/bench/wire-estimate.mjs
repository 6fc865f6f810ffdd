// What taking parts out of modules really saves of their brotli size, against what was estimated. WASM_BUDGET_BENCH_FILES adds files.
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { analyzeModule } from 'vite-plugin-wasm-budget/core'
import { estimateWireSizes } from 'vite-plugin-wasm-budget/core'
import { LUCKY, TUNED, UNTUNED } from '../support/wire-modules.mjs'
import { removeParts } from '../support/wire-removals.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const SPEED_FILE = 'node_modules/@resvg/resvg-wasm/index_bg.wasm'

export async function run() {
  const extra = (process.env['WASM_BUDGET_BENCH_FILES'] ?? '').split(delimiter).filter((file) => file !== '')
  const untuned = [...UNTUNED.map((path) => join(root, path)).filter((file) => existsSync(file)), ...extra]
  judge(
    'constants chosen on these',
    TUNED.map((path) => join(root, path)),
  )
  judge(
    'constants not fitted on these, though their errors were seen (wanted: median at most 15 %, worst at most 40 %)',
    untuned,
  )
  judge(
    'the encoder is lucky or not: no part of these has a size of its own',
    LUCKY.map((path) => join(root, path)),
  )
  const bytes = new Uint8Array(readFileSync(join(root, SPEED_FILE)))
  const { items } = analyzeModule(bytes)
  const start = performance.now()
  for (let round = 0; round < 3; round++) estimateWireSizes(bytes, items, 1_000_000)
  console.log(`  ${((3 * bytes.length) / 1000 / (performance.now() - start)).toFixed(1)} MB/s`)
}

/** @param {string} title @param {readonly string[]} files */
function judge(title, files) {
  console.log(`  ${title}`)
  const errors = []
  for (const file of files) {
    console.log(`    ${file.replace(root, '')}`)
    for (const removal of removeParts(new Uint8Array(readFileSync(file)))) {
      const { what, removedBytes, savedBytes, estimatedBytes, error } = removal
      errors.push(error)
      const cells = [removedBytes, savedBytes, estimatedBytes].map((bytes) =>
        bytes.toLocaleString('en').padStart(10),
      )
      console.log(`      ${what.padEnd(38)}${cells.join('')}${(error * 100).toFixed(1).padStart(7)} %`)
    }
  }
  errors.sort((a, b) => a - b)
  const percent = (/** @type {number | undefined} */ error) => `${((error ?? 0) * 100).toFixed(1)} %`
  console.log(
    `    ${errors.length} removals (bytes raw, really saved, estimated): median error ${percent(errors[errors.length >> 1])}, worst ${percent(errors.at(-1))}`,
  )
}
