// How fast optimised modules start and run, against the same modules before. WASM_BUDGET_BENCH_EFFORT says at which effort
// (balanced unless told otherwise), WASM_BUDGET_BENCH_WORKLOADS names workloads, parted by commas. Nothing is asserted.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { optimize } from '../behaviour/optimize.mjs'
import { installPackages } from '../behaviour/packages.mjs'
import { WORKLOADS } from '../behaviour/workloads/index.mjs'
import { clip, median, sum } from './modules.mjs'

/** A smaller module that runs slower than this, against itself before, is said to. */
const SLOWER = 1.03

const measurer = fileURLToPath(new URL('measure-runtime.mjs', import.meta.url))

/** @typedef {{ before: number[], after: number[], control: number[] }} Times in milliseconds, turn by turn */
/** @typedef {Record<'start' | 'first' | 'warm', Times>} Measured */

const KINDS = /** @type {const} */ (['start', 'first', 'warm'])

/** Ratios turn by turn: what slows the machine down for a while slows both. @param {number[]} above @param {number[]} below */
function ratio(above, below) {
  return median(above.map((value, at) => value / /** @type {number} */ (below[at])))
}

/** @param {Times} times */
function judge({ before, after, control }) {
  const middle = ratio(after, before)
  const noise = ratio(control, before)
  // Their best turns are those that nothing else disturbed.
  const best = Math.min(...after) / Math.min(...before)
  const slower = middle > SLOWER && middle > noise * SLOWER && best > SLOWER
  return { milliseconds: median(before), middle, noise, slower }
}

const number = (/** @type {number} */ value) => value.toFixed(2).padStart(6)

export async function run() {
  const wanted = process.env['WASM_BUDGET_BENCH_WORKLOADS']?.split(',')
  const workloads = WORKLOADS.filter(({ name }) => wanted === undefined || wanted.includes(name))
  if (workloads.some(({ fetched }) => fetched)) await installPackages()
  const effort = /** @type {'fast' | 'balanced' | 'max'} */ (
    process.env['WASM_BUDGET_BENCH_EFFORT'] ?? 'balanced'
  )
  const directory = mkdtempSync(join(tmpdir(), 'wasm-budget-runtime-'))
  console.log(
    `\n  effort ${effort}; ratios after to before, in brackets before to before; ms of before, median`,
  )
  console.log(
    `  ${''.padEnd(20)} ${'raw bytes'.padStart(18)}   ${KINDS.map((kind) => `${HEADS[kind]}`.padStart(26)).join('')}`,
  )
  /** @type {Record<typeof KINDS[number], number[]>} */
  const all = { start: [], first: [], warm: [] }
  /** @type {string[]} */
  const said = []
  try {
    for (const { name, load } of workloads) {
      const original = await load()
      const { bytes, chosen } = await optimize(original, { effort, engine: 'auto' })
      const files = { before: join(directory, `${name}.before`), after: join(directory, `${name}.after`) }
      writeFileSync(files.before, original)
      writeFileSync(files.after, bytes)
      const output = execFileSync(process.execPath, [measurer, name, files.before, files.after], {
        encoding: 'utf8',
      })
      const measured = /** @type {Measured} */ (JSON.parse(output))
      const cells = KINDS.map((kind) => {
        const { milliseconds, middle, noise, slower } = judge(measured[kind])
        all[kind].push(middle)
        if (slower)
          said.push(
            `${name}: ${HEADS[kind].trim()} takes ${((middle - 1) * 100).toFixed(1)} % longer (${chosen})`,
          )
        return `${milliseconds.toFixed(1).padStart(8)} ${number(middle)} (${noise.toFixed(2)})${slower ? '!' : ' '}`.padStart(
          26,
        )
      })
      console.log(
        `  ${clip(name, 20)} ${`${original.length}`.padStart(9)}${`${bytes.length}`.padStart(9)}   ${cells.join('')}`,
      )
    }
  } finally {
    rmSync(directory, { recursive: true })
  }
  const means = KINDS.map((kind) => Math.exp(sum(all[kind].map(Math.log)) / all[kind].length))
  console.log(
    `  ${'geometric mean'.padEnd(41)}${means.map((mean) => number(mean).padStart(18).padEnd(26)).join('')}`,
  )
  console.log(`\n  more than ${((SLOWER - 1) * 100).toFixed(0)} % slower: ${said.length === 0 ? 'none' : ''}`)
  for (const line of said) console.log(`  ${line}`)
}

/** Compiling and instantiating; the first run after it, in code of the baseline compiler; later ones, in processor time. */
const HEADS = { start: 'start', first: 'first run', warm: 'later runs' }
