// What the benchmarks of reading and analysis read, and how they start what they measure.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { basename, delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { pathOf, readList } from '../corpus/fetch.mjs'
import { installedModules } from '../support/installed-modules.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const measurer = fileURLToPath(new URL('measure-module.mjs', import.meta.url))
const LIMIT_MILLISECONDS = 60_000

/** @typedef {{ label: string, file: string, megabytes: number }} BenchModule */

/** Modules of the dev dependencies, of the corpus where it was fetched, and of WASM_BUDGET_BENCH_FILES; smallest first. */
export function benchModules() {
  const list = readList()
  const corpus = list.filter((module) => existsSync(pathOf(module)))
  if (corpus.length < list.length) {
    const where = 'node test/corpus/fetch.mjs fetches them'
    console.log(
      `  ${list.length - corpus.length} of ${list.length} published modules are not there: ${where}`,
    )
  }
  const extra = (process.env['WASM_BUDGET_BENCH_FILES'] ?? '').split(delimiter).filter((file) => file !== '')
  const candidates = [
    ...installedModules().map(({ path }) => ({
      label: path.replace(/^node_modules./, ''),
      file: join(root, path),
    })),
    ...corpus.map((module) => ({ label: `${module.package}/${module.file}`, file: pathOf(module) })),
    ...extra.map((file) => ({ label: basename(file), file })),
  ]
  /** @type {Map<string, BenchModule>} */
  const byContent = new Map()
  for (const { label, file } of candidates) {
    const bytes = readFileSync(file)
    const key = createHash('sha256').update(bytes).digest('hex')
    if (!byContent.has(key)) byContent.set(key, { label, file, megabytes: bytes.length / 1e6 })
  }
  return [...byContent.values()].sort((a, b) => a.megabytes - b.megabytes)
}

/**
 * Measures one tool on one module in a process of its own, which is given a minute.
 * @param {'speed' | 'memory' | 'once' | 'compare'} mode
 * @param {string} tool
 * @param {string} file
 * @param {readonly string[]} [flags] of node
 * @returns {{ milliseconds?: number, compared?: number[], first?: number, peak?: number, wall: number, problem?: string }}
 */
export function measure(mode, tool, file, flags = []) {
  const start = performance.now()
  const { stdout, stderr, status, error } = spawnSync(
    process.execPath,
    [...flags, measurer, mode, tool, file],
    { cwd: root, encoding: 'utf8', timeout: LIMIT_MILLISECONDS, killSignal: 'SIGKILL' },
  )
  const wall = performance.now() - start
  if (error) return { wall, problem: `no answer within ${LIMIT_MILLISECONDS / 1000} s` }
  if (status !== 0) return { wall, problem: stderr.trim().split('\n').at(-1) ?? `code ${status}` }
  return { wall, ...JSON.parse(stdout) }
}

/** @param {string} label @param {number} width */
export function clip(label, width) {
  return (label.length > width ? `…${label.slice(1 - width)}` : label).padEnd(width)
}

/** @param {readonly number[]} values */
export function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

/** @param {readonly number[]} values */
export function sum(values) {
  return values.reduce((total, value) => total + value, 0)
}
