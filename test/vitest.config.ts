import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const inTest = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  root: inTest('..'),
  test: {
    include:
      process.env['WASM_BUDGET_FULL'] === '1'
        ? ['test/**/*.test.ts', 'test/**/*.full.ts']
        : ['test/**/*.test.ts'],
    // Builds of tests are nothing to tell a job about.
    env: { GITHUB_ACTIONS: '', GITHUB_STEP_SUMMARY: '' },
    testTimeout: 60_000,
    hookTimeout: 300_000,
    // Builds use every core themselves; more files at a time would only make each of them slower.
    maxWorkers: 2,
    reporters: ['default', inTest('support/closing-line.ts')],
  },
})
