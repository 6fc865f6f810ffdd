// The optimiser under test.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createPipeline } from 'vite-plugin-wasm-budget/node'

const root = fileURLToPath(new URL('../..', import.meta.url))

/**
 * How a module is optimised.
 * @typedef {object} Variant
 * @property {'fast' | 'balanced' | 'max'} effort
 * @property {'auto' | 'none'} engine
 */

/**
 * Optimises modules; without a cache of earlier runs.
 * @typedef {object} Optimizer
 * @property {(bytes: Uint8Array) => Promise<{ bytes: Uint8Array<ArrayBuffer>, chosen: string }>} optimize
 * @property {() => Promise<void>} close
 */

/** @param {Variant} variant @returns {Optimizer} */
export function openOptimizer({ effort, engine }) {
  const cacheDir = mkdtempSync(join(tmpdir(), 'wasm-budget-behaviour-'))
  const pipeline = createPipeline({ root, cacheDir, effort, optimize: { engine } })
  return {
    async optimize(bytes) {
      const shipped = await pipeline.ship(bytes, 'module.wasm')
      return { bytes: new Uint8Array(shipped.bytes), chosen: shipped.chosen }
    },
    async close() {
      await pipeline.close()
      rmSync(cacheDir, { recursive: true })
    },
  }
}
