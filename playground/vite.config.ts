import { defineConfig } from 'vite'
import wasmBudget from 'vite-plugin-wasm-budget'

const tight = process.env.PLAYGROUND_BUDGET === 'tight'

// PLAYGROUND_PLUGIN=off measures the same app without the plugin. `enabled: false` would measure a plugin that idles.
const plugins =
  process.env.PLAYGROUND_PLUGIN === 'off'
    ? []
    : [
        wasmBudget({
          // Tests build it several times.
          effort: process.env.PLAYGROUND_EFFORT === 'fast' ? 'fast' : 'balanced',
          budgets: [
            {
              name: 'rust module',
              scope: 'asset',
              match: '**/rust-app*.wasm',
              limit: tight ? '10 kB' : '35 kB',
            },
            { name: 'renderer', scope: 'asset', match: '**/index_bg*.wasm', limit: '730 kB' },
            { name: 'compressor', scope: 'asset', match: '**/brotli_wasm_bg*.wasm', limit: '425 kB' },
            {
              name: 'editor',
              scope: 'chunk',
              match: '**/tree-sitter-*.js',
              limit: tight ? '50 kB' : '115 kB',
            },
            {
              name: 'first visit',
              scope: 'initial',
              limit: tight ? '100 kB' : '355 kB',
              warn: tight ? '90 kB' : '340 kB',
            },
          ],
        }),
      ]

export default defineConfig({
  plugins,
  worker: { format: 'es' },
  build: {
    rolldownOptions: {
      // web-tree-sitter evals the glue of grammars that bring some; ours brings none.
      checks: { eval: false },
      output: {
        // Left in the entry, these helpers make every lazy chunk import the entry, and with it the entry's wasm.
        codeSplitting: { groups: [{ name: 'preload-helper', test: /vite\/preload-helper/ }] },
      },
    },
  },
})
