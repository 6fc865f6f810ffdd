// The optimiser under test, for the benchmark too.
import { fileURLToPath } from 'node:url'
import { optimizeModule } from 'vite-plugin-wasm-budget/node'

const root = fileURLToPath(new URL('../..', import.meta.url))

/**
 * How a module is optimised.
 * @typedef {object} Variant
 * @property {'fast' | 'balanced' | 'max'} effort
 * @property {'auto' | 'none'} engine
 */

/**
 * Optimises a module, with no cache of earlier runs.
 * @param {Uint8Array} bytes
 * @param {Variant} variant
 */
export function optimize(bytes, variant) {
  return optimizeModule(bytes, { ...variant, root })
}
