// Compiled by `tsc -b test`, never run: whatever is wrong here is an error of the compiler.
import type { InputPluginOption, Plugin as RollupPlugin } from 'rollup'
import type { Plugin as RolldownPlugin, RolldownPluginOption } from 'rolldown'
import type { PluginOption as Vite8PluginOption, UserConfig as Vite8Config } from 'vite'
import type { PluginOption as Vite7PluginOption, UserConfig as Vite7Config } from 'vite7'
import type { PluginOption as Vite6PluginOption, UserConfig as Vite6Config } from 'vite6'
import wasmBudget, {
  wasmBudget as named,
  type BuildReport,
  type WasmBudgetOptions,
  type WasmBudgetPlugin,
} from 'vite-plugin-wasm-budget'
import { analyzeModule, type SizeReport } from 'vite-plugin-wasm-budget/core'
import { createPipeline } from 'vite-plugin-wasm-budget/node'

const plugins = wasmBudget()

// Each bundler takes the list as it is, among others, and each of its plugins.
plugins satisfies Vite8PluginOption
plugins satisfies Vite7PluginOption
plugins satisfies Vite6PluginOption
plugins satisfies InputPluginOption
plugins satisfies RolldownPluginOption
;({ plugins: [wasmBudget(), { name: 'other' }] }) satisfies Vite8Config
;({ plugins: [wasmBudget(), { name: 'other' }] }) satisfies Vite7Config
;({ plugins: [wasmBudget(), { name: 'other' }] }) satisfies Vite6Config
for (const plugin of plugins) {
  plugin satisfies RollupPlugin
  plugin satisfies RolldownPlugin
}

// The named export is the same function, and options may be left out.
named satisfies typeof wasmBudget
named() satisfies WasmBudgetPlugin[]
;({}) satisfies WasmBudgetOptions

// What it tells about a build is data.
wasmBudget({ onReport: (report) => void (report satisfies BuildReport) })
wasmBudget({
  onReport: async ({ modules }) => void (modules[0]?.after.brotliBytes satisfies number | undefined),
})
analyzeModule(new Uint8Array()) satisfies SizeReport
createPipeline({
  root: '.',
  cacheDir: 'cache',
  effort: 'fast',
  onFinding: ({ code }) => void (code satisfies string),
})

// Everything that can be said is accepted.
wasmBudget({
  enabled: true,
  include: '**/*.wasm',
  exclude: ['a/**', 'b/**'],
  environments: ['client', 'edge'],
  metric: 'gzip',
  effort: 'max',
  optimize: {
    strip: 'always',
    keepSections: 'x',
    engine: 'npm',
    onFault: 'keep',
    memory: '1 GiB',
    seconds: 60,
    publicFiles: true,
    watch: true,
  },
  compress: { formats: ['gz'], encoder: 'portable', threshold: 2048 },
  budgets: [
    { scope: 'asset', match: ['a', 'b'], limit: 1000, warn: '1 kB', metric: 'raw', name: 'a' },
    { scope: 'chunk', match: 'x', limit: 1 },
    { scope: 'initial', warn: 1 },
    { scope: 'total', limit: '1.5 MiB' },
    { scope: 'lazy', growth: '5%' },
    { scope: 'worker', growth: 1000, match: ['w.js'] },
    { scope: 'asset', limit: 1, part: 'section:data' },
    { scope: 'asset', limit: 1, part: 'custom:name' },
    { scope: 'asset', limit: 1, part: 'crate:regex*' },
    { scope: 'asset', limit: 1, part: 'package:fmt' },
    { scope: 'total', warn: 1, part: 'function:*', match: '*.wasm' },
    { scope: 'total', growth: '10 kB', part: 'exports' },
  ],
  baseline: 'wasm-budget.baseline.json',
  hosts: ['cloudflare-pages', 'github-pages'],
  report: { dir: 'symbols', formats: ['json', 'markdown', 'github'] },
})
wasmBudget({ optimize: false, compress: false, report: false })

// Budgets may be made by a program.
wasmBudget({ budgets: (['lazy', 'worker'] as const).map((scope) => ({ scope, limit: 1 })) })

// Nonsense is an error where it stands.
// @ts-expect-error no such option
wasmBudget({ budget: [] })
// @ts-expect-error no such metric
wasmBudget({ metric: 'zstd' })
// @ts-expect-error no such effort
wasmBudget({ effort: 'fastest' })
// @ts-expect-error a list of formats, not one
wasmBudget({ compress: { formats: 'br' } })
// @ts-expect-error no such format
wasmBudget({ compress: { formats: ['zip'] } })
// @ts-expect-error strip cannot be true: it must say how much
wasmBudget({ optimize: { strip: true } })
// @ts-expect-error no such engine
wasmBudget({ optimize: { engine: 'wasm-opt' } })
// @ts-expect-error seconds are a number
wasmBudget({ optimize: { seconds: '60 s' } })
wasmBudget({
  overrides: [{ match: ['a', 'b'], effort: 'max', optimize: { engine: 'none' }, compress: false }],
})
// @ts-expect-error an override needs to match something
wasmBudget({ overrides: [{ effort: 'max' }] })
// @ts-expect-error one metric for all
wasmBudget({ overrides: [{ match: 'a', metric: 'gzip' }] })
// @ts-expect-error lists of exports are of the whole build
wasmBudget({ overrides: [{ match: 'a', optimize: { exports: {} } }] })
// @ts-expect-error one encoder for all
wasmBudget({ overrides: [{ match: 'a', compress: { encoder: 'portable' } }] })
// @ts-expect-error a budget needs a scope
wasmBudget({ budgets: [{ limit: 1 }] })
// @ts-expect-error no such scope
wasmBudget({ budgets: [{ scope: 'page', limit: 1 }] })
// @ts-expect-error no such key of a budget
wasmBudget({ budgets: [{ scope: 'asset', max: 1 }] })
// @ts-expect-error a chunk has no parts
wasmBudget({ budgets: [{ scope: 'chunk', limit: 1, part: 'exports' }] })
// @ts-expect-error nor has what is initial
wasmBudget({ budgets: [{ scope: 'initial', limit: 1, part: 'crate:regex' }] })
// @ts-expect-error nor a worker
wasmBudget({ budgets: [{ scope: 'worker', limit: 1, part: 'section:data' }] })
// @ts-expect-error no such kind of part
wasmBudget({ budgets: [{ scope: 'asset', limit: 1, part: 'segment:0' }] })
// @ts-expect-error a part is one text
wasmBudget({ budgets: [{ scope: 'asset', limit: 1, part: ['exports'] }] })
// @ts-expect-error growth is a size or a share
wasmBudget({ budgets: [{ scope: 'asset', growth: { percent: 5 } }] })
// @ts-expect-error a path, or false
wasmBudget({ baseline: true })
// @ts-expect-error no such host
wasmBudget({ hosts: ['geocities'] })
// @ts-expect-error a list of hosts, not one
wasmBudget({ hosts: 'github-pages' })
// @ts-expect-error a size is a number or a string
wasmBudget({ budgets: [{ scope: 'asset', limit: true }] })
// @ts-expect-error a list of budgets, not one
wasmBudget({ budgets: { scope: 'asset', limit: 1 } })
// @ts-expect-error an object, not a directory
wasmBudget({ report: 'symbols' })
// @ts-expect-error there is no such format yet
wasmBudget({ report: { formats: ['pdf'] } })
// @ts-expect-error reports are read, not changed
wasmBudget({ onReport: (report) => void (report.version = 1) })

// The types of the bundlers are there: were they not, all of the above would be assignable to anything.
// @ts-expect-error not a plugin
5 satisfies Vite8PluginOption
// @ts-expect-error not a plugin
5 satisfies Vite7PluginOption
// @ts-expect-error not a plugin
5 satisfies Vite6PluginOption
// @ts-expect-error not a plugin
5 satisfies InputPluginOption
// @ts-expect-error not a plugin
5 satisfies RolldownPluginOption
