// npm run bench:wire [-- --max-bytes N] [--only NAME]... [--effort NAME]... [--md FILE]
// Sizes of published modules as they are, as wasm-opt leaves them, and as this package does: raw, gzip and brotli.
// Every module of the corpus up to 3 MB, each content once. Results are kept in node_modules/.cache/wasm-wire under what they
// depend on, so that a run that was stopped goes on where it was.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { DIRECTORY, pathOf, selectModules } from '../corpus/fetch.mjs'
import { measureWire } from './wire-module.mjs'

const { values } = parseArgs({
  options: {
    'max-bytes': { type: 'string', default: '3000000' },
    only: { type: 'string', multiple: true },
    effort: { type: 'string', multiple: true, default: ['none', 'fast', 'balanced', 'max'] },
  },
})

/**
 * Modules that parameters were chosen on, in the research or here, and those of the same source: they are told apart, not left
 * out.
 */
const TUNED = new Set([
  '@bytecodealliance/jco lib/wasi_snapshot_preview1.command.wasm',
  '@bytecodealliance/jco lib/wasi_snapshot_preview1.reactor.wasm',
  '@cwasm/lodepng lodepng.wasm',
  '@jitl/quickjs-wasmfile-release-asyncify dist/emscripten-module.wasm',
  '@moonbit/moonpad-monaco dist/onig.wasm',
  '@one-ini/wasm one_ini_bg.wasm',
  '@rollup/wasm-node dist/wasm-node/bindings_wasm_bg.wasm',
  '@tensorflow/tfjs-backend-wasm dist/tfjs-backend-wasm-simd.wasm',
  '@tensorflow/tfjs-backend-wasm dist/tfjs-backend-wasm-threaded-simd.wasm',
  '@tensorflow/tfjs-backend-wasm dist/tfjs-backend-wasm.wasm',
  '@vscode/tree-sitter-wasm wasm/tree-sitter.wasm',
  '@wasmer/wasm-transformer lib/wasm-pack/bundler/wasm_transformer_bg.wasm',
  '@wasmer/wasm-transformer lib/wasm-transformer.wasm',
  'draco3d draco_decoder.wasm',
  'source-map lib/mappings.wasm',
  'sql.js dist/sql-wasm-browser-debug.wasm',
  'sql.js dist/sql-wasm-browser.wasm',
  'three examples/jsm/libs/basis/basis_transcoder.wasm',
  'three examples/jsm/libs/draco/draco_decoder.wasm',
  'three examples/jsm/libs/draco/gltf/draco_decoder.wasm',
  'tiktoken lite/tiktoken_bg.wasm',
  'web-tree-sitter web-tree-sitter.wasm',
])

const cache = fileURLToPath(new URL('../../node_modules/.cache/wasm-wire', import.meta.url))
mkdirSync(cache, { recursive: true })

const seen = new Set()
const rows = []
// Small ones first: a run that is stopped has seen many.
const selected = selectModules({ maxBytes: Number(values['max-bytes']), only: values.only })
for (const module of selected.toSorted((a, b) => a.bytes - b.bytes)) {
  const path = pathOf(module)
  if (!existsSync(path)) {
    console.error(
      `not there: ${module.package} ${module.file} (node test/corpus/fetch.mjs brings it into ${DIRECTORY})`,
    )
    process.exitCode = 1
    continue
  }
  if (seen.has(module.sha256)) continue
  seen.add(module.sha256)
  const name = `${module.package} ${module.file}`
  const figures = await measureWire(readFileSync(path), values.effort, remember(module.sha256))
  rows.push({ name, package: module.package, isTuned: TUNED.has(name), ...figures })
  printModule(rows.at(-1))
}

function remember(sha256) {
  return async (what, compute) => {
    const key = createHash('sha256')
      .update(JSON.stringify([sha256, what]))
      .digest('hex')
      .slice(0, 32)
    const file = join(cache, `${key}.json`)
    if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'))
    const value = await compute()
    writeFileSync(file, JSON.stringify(value))
    return value
  }
}

function printModule({ name, isTuned, variants, problems }) {
  console.log(`\n${name}${isTuned ? ' (tuned on)' : ''}`)
  const { stripped } = variants
  for (const [variant, figures] of Object.entries(variants)) {
    if (figures === undefined) continue
    const { rawBytes, gzipBytes, brotliBytes, seconds, chosen } = figures
    const change = (size, base) => `${((size / base - 1) * 100).toFixed(2)} %`.padStart(9)
    console.log(
      `  ${variant.padEnd(10)} ${String(rawBytes).padStart(8)} raw ${String(gzipBytes).padStart(8)} gzip ${change(gzipBytes, stripped.gzipBytes)}` +
        ` ${String(brotliBytes).padStart(8)} brotli ${change(brotliBytes, stripped.brotliBytes)}` +
        `${seconds === undefined ? '' : `  ${seconds.toFixed(1)} s`}${chosen === undefined ? '' : `  ${chosen}`}`,
    )
  }
  for (const problem of problems) console.log(`  ${problem}`)
}

/** Geometric means of the packages' geometric means, so that fourteen grammars count once. */
function meanOf(selected, metric, variant, base) {
  const byPackage = Map.groupBy?.(selected, (row) => row.package) ?? groupByPackage(selected)
  const logs = [...byPackage.values()].map((group) =>
    average(group.map(({ variants }) => Math.log(variants[variant][metric] / variants[base][metric]))),
  )
  return (Math.exp(average(logs)) - 1) * 100
}

function groupByPackage(selected) {
  const groups = new Map()
  for (const row of selected) groups.set(row.package, [...(groups.get(row.package) ?? []), row])
  return groups
}

function average(numbers) {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length
}

const ours = ['none', 'fast', 'balanced', 'max'].filter((effort) => values.effort.includes(effort))
const levels = ['-O1', '-Os', '-Oz', '-O3']
for (const [title, selected] of [
  ['not tuned on', rows.filter(({ isTuned }) => !isTuned)],
  ['tuned on', rows.filter(({ isTuned }) => isTuned)],
  ['all', rows],
]) {
  if (selected.length === 0) continue
  const packages = new Set(selected.map((row) => row.package)).size
  console.log(
    `\n${title}: ${selected.length} modules of ${packages} packages, geometric mean against stripped`,
  )
  for (const variant of ['original', ...levels, ...ours]) {
    const able = selected.filter(({ variants }) => variants[variant] !== undefined)
    const left = selected.length - able.length
    const shown = ['brotliBytes', 'gzipBytes', 'rawBytes'].map(
      (metric) => `${metric.replace('Bytes', '')} ${meanOf(able, metric, variant, 'stripped').toFixed(2)} %`,
    )
    console.log(`  ${variant.padEnd(10)} ${shown.join('  ')}${left === 0 ? '' : `  (${left} not possible)`}`)
  }
  const both = selected.filter(({ variants }) => variants['-Oz'] !== undefined && variants.max !== undefined)
  if (both.length > 0)
    console.log(
      `  max against -Oz: ${meanOf(both, 'brotliBytes', 'max', '-Oz').toFixed(2)} % brotli, ${both.length} modules`,
    )
}

// What must hold.
let broken = 0
for (const { name, variants } of rows) {
  for (const effort of ours) {
    if (variants[effort].brotliBytes <= variants.original.brotliBytes) continue
    broken++
    console.log(`BROKEN: ${name}: ${effort} is larger than the original`)
  }
  if (variants.max === undefined) continue
  for (const level of levels) {
    if (variants[level] === undefined || variants.max.brotliBytes <= variants[level].brotliBytes) continue
    broken++
    console.log(`BROKEN: ${name}: max is larger than ${level}`)
  }
}
const errors = rows.flatMap(({ variants }) =>
  Object.values(variants).map((figures) => figures?.estimateError ?? 0),
)
console.log(
  `\nthe smallest candidate's estimate is at most ${(Math.max(...errors) * 100).toFixed(2)} % above the smallest estimate`,
)
console.log(
  broken === 0 ? '\nnever above the original, and max never above a level of wasm-opt' : `\n${broken} broken`,
)
if (broken > 0) process.exitCode = 1
