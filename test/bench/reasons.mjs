// How much of what a crate adds is found, and what retains most in canvaskit and esbuild, which have no names, and why.
import { readFileSync } from 'node:fs'
import { describeName, ModuleAnalysis, readModule, removeSections } from 'vite-plugin-wasm-budget/core'
import { benchModules } from './modules.mjs'

const MODULES = /^(?:canvaskit-wasm|esbuild-wasm)\//
const FIXTURES = new URL('../fixtures/', import.meta.url)
const REGEX = new Set(['regex', 'regex_syntax', 'regex_automata', 'aho_corasick', 'memchr'])
const TOP = 3
const LONGEST_LABEL = 48

/** @typedef {import('vite-plugin-wasm-budget/core').ReasonStep} ReasonStep */
/** @typedef {import('vite-plugin-wasm-budget/core').SizeItem} SizeItem */

export function run() {
  showGrowth()
  showLargest()
}

/** Two builds of one program in Rust, without and with the crate regex; custom sections are left out. */
function showGrowth() {
  const [smaller, larger] = ['rust196-base_sizez.wasm', 'rust196-rx_sizez.wasm'].map((file) => {
    const bytes = new Uint8Array(readFileSync(new URL(file, FIXTURES)))
    return { names: readModule(bytes).names, bare: removeSections(bytes, ({ id }) => id === 0) }
  })
  if (smaller === undefined || larger === undefined) return
  const growth = larger.bare.length - smaller.bare.length
  const isRegex = (/** @type {SizeItem} */ { crate }) => REGEX.has(crate ?? '')
  const percent = (/** @type {number} */ bytes) => `${((100 * bytes) / growth).toFixed(1).padStart(5)} %`
  const named = new ModuleAnalysis(larger.bare, { symbols: larger.names })
  const own = named.report.items.filter(isRegex)
  const sum = (/** @type {readonly SizeItem[]} */ items) =>
    items.reduce((total, { sizeBytes }) => total + sizeBytes, 0)
  const stripped = new ModuleAnalysis(larger.bare).report
  console.log(`\n  the crate regex adds ${growth} bytes to a program; of these are found`)
  console.log(`  ${percent(sum(own.filter(({ inferred }) => inferred !== true)))}  by names alone`)
  console.log(`  ${percent(sum(own))}  with what was inferred from references`)
  console.log(`  ${percent(named.retainedTogether(isRegex))}  with what only they keep (wanted: at least 90)`)
  console.log(
    `  without names: ${stripped.crates.length} crates, ${((100 * stripped.unattributedBytes) / larger.bare.length).toFixed(1)} % of the module unattributed`,
  )
}

function showLargest() {
  const modules = benchModules().filter(({ label }) => MODULES.test(label))
  if (modules.length === 0) console.log('  not run: node test/corpus/fetch.mjs fetches the modules')
  for (const { label, file } of modules) {
    const analysis = new ModuleAnalysis(readFileSync(file))
    const { items, sizeBytes } = analysis.report
    const nodes = items
      .map((item, at) => ({ item, at, reason: /** @type {ReasonStep[]} */ ([]) }))
      .filter(({ item: { kind } }) => kind === 'function' || kind === 'data')
      .sort((a, b) => b.item.retainedBytes - a.item.retainedBytes)
    console.log(`\n  ${label}, ${sizeBytes} bytes`)
    let printed = 0
    for (const { item, at } of nodes) {
      const reason = analysis.reasonFor(at)
      // A root is kept by nothing that could be left out.
      if (reason.length < 2) continue
      const share = ((100 * item.retainedBytes) / sizeBytes).toFixed(1)
      console.log(`  ${String(item.retainedBytes).padStart(9)}  ${share.padStart(4)} %  ${nameOf(item)}`)
      console.log(`             kept by ${reason.slice(0, -1).map(nameOf).join(' → ')}`)
      if (++printed === TOP) break
    }
  }
}

/** @param {ReasonStep | SizeItem} thing */
function nameOf(thing) {
  const label = thing.name === undefined ? `#${thing.index}` : describeName(thing.name).short
  const name = label.length > LONGEST_LABEL ? `${label.slice(0, LONGEST_LABEL - 1)}…` : label
  return `${thing.kind} ${name}`
}
