// The whole analysis: against reading all instructions alone, by size, in memory, and against twiggy as a process.
import { spawnSync } from 'node:child_process'
import { benchModules, clip, measure, median, sum } from './modules.mjs'

const OTHER = 'wasmparser-instructions'
const CLASSES = [0, 1, 3, 10, 25, Infinity]
const MEMORY_ABOVE_MEGABYTES = 5
const TWIGGY = 'twiggy'
const TWIGGY_ABOVE_MEGABYTES = 2
const TWIGGY_MILLISECONDS = 120_000

const perSecond = (/** @type {number} */ megabytes, /** @type {number} */ milliseconds) =>
  ((megabytes * 1000) / milliseconds).toFixed(1)

/** @typedef {import('./modules.mjs').BenchModule} BenchModule */

export function run() {
  const modules = benchModules()
  compareSpeed(modules)
  measureMemory(modules.filter(({ megabytes }) => megabytes > MEMORY_ABOVE_MEGABYTES))
  compareWithTwiggy(modules)
}

/** @param {readonly BenchModule[]} modules */
function compareSpeed(modules) {
  console.log(
    '\n  warm, by turns in one process, processor time of all its threads: MB/s of the analysis, and how many times the',
  )
  console.log('  time of the analysis wasmparser needs to read all instructions')
  console.log('                                                       MB      MB/s    ratio')
  const rows = []
  for (const { label, megabytes, file } of modules) {
    const { compared, problem: failed } = measure('compare', `analysis,${OTHER}`, file)
    const alone = compared === undefined ? measure('compare', 'analysis', file).compared?.[0] : undefined
    const [ours = alone, theirs] = compared ?? []
    if (ours === undefined) {
      console.log(`  ${clip(label, 46)} ${megabytes.toFixed(3).padStart(8)}  ${failed}`)
      continue
    }
    rows.push({ megabytes, ours, theirs })
    const ratio = theirs === undefined ? `–  ${String(failed).slice(0, 40)}` : (theirs / ours).toFixed(2)
    console.log(
      `  ${clip(label, 46)} ${megabytes.toFixed(3).padStart(8)} ${perSecond(megabytes, ours).padStart(9)} ${ratio.padStart(8)}`,
    )
  }
  const both = rows.flatMap(({ megabytes, ours, theirs }) =>
    theirs === undefined ? [] : [{ megabytes, ours, theirs }],
  )
  const ratio = sum(both.map(({ theirs }) => theirs)) / sum(both.map(({ ours }) => ours))
  const middle = median(both.map(({ ours, theirs }) => theirs / ours))
  console.log(
    `\n  over all: ${ratio.toFixed(2)} times as fast as wasmparser reading instructions alone, median ${middle.toFixed(2)} (wanted: at least 1.0)`,
  )
  console.log('\n  by size, MB      modules    MB/s')
  for (const [index, from] of CLASSES.slice(0, -1).entries()) {
    const to = CLASSES[index + 1] ?? Infinity
    const inside = rows.filter(({ megabytes }) => megabytes >= from && megabytes < to)
    if (inside.length === 0) continue
    const range = to === Infinity ? `above ${from}` : `${from} to ${to}`
    const megabytes = sum(inside.map((row) => row.megabytes))
    console.log(
      `  ${range.padEnd(14)} ${String(inside.length).padStart(9)} ${perSecond(megabytes, sum(inside.map(({ ours }) => ours))).padStart(7)}`,
    )
  }
}

/** @param {readonly BenchModule[]} modules */
function measureMemory(modules) {
  console.log(
    '\n  peak of heap and array buffers, the module among them; node and this package before it was read left out',
  )
  console.log('                                                       MB   peak MB   times the module')
  const ratios = []
  for (const { label, megabytes, file } of modules) {
    const { peak, problem } = measure('memory', 'analysis', file, ['--expose-gc'])
    const ratio = (peak ?? Number.NaN) / 1e6 / megabytes
    if (problem === undefined) ratios.push(ratio)
    const figures =
      problem ?? `${((peak ?? 0) / 1e6).toFixed(1).padStart(9)} ${ratio.toFixed(2).padStart(18)}`
    console.log(`  ${clip(label, 46)} ${megabytes.toFixed(3).padStart(8)} ${figures}`)
  }
  if (ratios.length === 0) console.log('  no module is large enough')
  else {
    console.log(
      `  median ${median(ratios).toFixed(2)}, most ${Math.max(...ratios).toFixed(2)} (wanted: at most 3)`,
    )
  }
}

const isLarge = (/** @type {BenchModule} */ { megabytes }) => megabytes > TWIGGY_ABOVE_MEGABYTES

/** @param {readonly BenchModule[]} modules */
function compareWithTwiggy(modules) {
  const { stdout, error } = spawnSync(TWIGGY, ['--version'], { encoding: 'utf8' })
  if (error) {
    console.log(
      `\n  twiggy: not run, it is not on the path (${error.message}); cargo install twiggy installs it`,
    )
    return
  }
  console.log(
    `\n  whole processes, seconds                             MB  analysis  ${stdout.trim()}   ratio`,
  )
  const ratios = []
  for (const { label, megabytes, file } of modules.filter(isLarge)) {
    const ours = measure('once', 'analysis', file)
    const start = performance.now()
    const twiggy = spawnSync(TWIGGY, ['top', '-n', '10', file], {
      timeout: TWIGGY_MILLISECONDS,
      stdio: 'ignore',
    })
    const theirs = performance.now() - start
    const failed =
      ours.problem ?? (twiggy.status === 0 ? undefined : `twiggy ends with ${twiggy.status ?? twiggy.signal}`)
    if (failed === undefined) ratios.push(theirs / ours.wall)
    const figures =
      failed ??
      `${(ours.wall / 1000).toFixed(2).padStart(9)} ${(theirs / 1000).toFixed(2).padStart(13)} ${(theirs / ours.wall).toFixed(2).padStart(7)}`
    console.log(`  ${clip(label, 46)} ${megabytes.toFixed(3).padStart(8)} ${figures}`)
  }
  if (ratios.length > 0) {
    console.log(
      `  median ${median(ratios).toFixed(2)} times as fast, least ${Math.min(...ratios).toFixed(2)} (wanted: at least 1)`,
    )
  }
}
