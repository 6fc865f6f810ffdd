// How fast the reader (sections, bodies, names, data) is, against what else there is on npm. It checks all entries and makes
// objects and strings of them when they are asked for: what that costs is said too.
import { benchModules, clip, measure, median, sum } from './modules.mjs'

const OTHERS = /** @type {const} */ ([
  { tool: 'wasmparser', title: 'wasmparser, skipping bodies', wanted: 3 },
  { tool: 'webassemblyjs', title: '@webassemblyjs/wasm-parser, skeleton', wanted: 4 },
])

/** @typedef {import('./modules.mjs').BenchModule & { ours: number, first: number, everything: number, theirs: Record<string, number | undefined>, theirFirst: Record<string, number | undefined> }} Row */

const speed = (/** @type {number} */ megabytes, /** @type {number | undefined} */ milliseconds) =>
  milliseconds === undefined ? '–' : ((megabytes * 1000) / milliseconds).toFixed(0)

export function run() {
  const modules = benchModules()
  /** @type {Row[]} */
  const rows = []
  /** @type {string[]} */
  const problems = []
  console.log(
    '\n  MB/s                                                 MB     ours  wasmparser  webassemblyjs',
  )
  for (const module of modules) {
    const time = (/** @type {string} */ tool) => {
      const { milliseconds, first, problem } = measure('speed', tool, module.file)
      if (problem !== undefined) problems.push(`${tool} on ${module.label}: ${problem.slice(0, 100)}`)
      return { milliseconds, first }
    }
    const { milliseconds: ours, first: ourFirst } = time('reader')
    if (ours === undefined || ourFirst === undefined) continue
    const { milliseconds: everything = Number.NaN } = time('reader-everything')
    const times = OTHERS.map(({ tool }) => /** @type {const} */ ([tool, time(tool)]))
    const theirs = Object.fromEntries(times.map(([tool, { milliseconds }]) => [tool, milliseconds]))
    const theirFirst = Object.fromEntries(times.map(([tool, { first }]) => [tool, first]))
    rows.push({ ...module, ours, first: ourFirst, everything, theirs, theirFirst })
    const [first, second] = OTHERS.map(({ tool }) => speed(module.megabytes, theirs[tool]))
    console.log(
      `  ${clip(module.label, 46)} ${module.megabytes.toFixed(3).padStart(8)} ${speed(module.megabytes, ours).padStart(8)} ${first?.padStart(11)} ${second?.padStart(14)}`,
    )
  }
  console.log('\n  warm, then the first read of a process, whose code the engine has not optimised yet')
  for (const { tool, title, wanted } of OTHERS) {
    const read = rows.filter((row) => row.theirs[tool] !== undefined)
    const megabytes = sum(read.map((row) => row.megabytes))
    const ours = sum(read.map((row) => row.ours))
    const other = sum(read.map((row) => row.theirs[tool] ?? 0))
    const middle = median(read.map((row) => (row.theirs[tool] ?? 0) / row.ours))
    const first = sum(read.map((row) => row.theirFirst[tool] ?? 0)) / sum(read.map((row) => row.first))
    console.log(
      `  ${title}: ${speed(megabytes, ours)} to ${speed(megabytes, other)} MB/s over ${read.length} of ${rows.length} modules, ${(other / ours).toFixed(1)} times as fast, median ${middle.toFixed(1)}, first read ${first.toFixed(1)} (wanted: at least ${wanted})`,
    )
  }
  const everything = sum(rows.map((row) => row.everything))
  const slower = median(rows.map((row) => row.everything / row.ours))
  console.log(
    `  and every type, import, global, export and name made as well: ${speed(sum(rows.map((row) => row.megabytes)), everything)} MB/s, ${(everything / sum(rows.map((row) => row.ours))).toFixed(1)} times as long, median ${slower.toFixed(1)}`,
  )
  if (problems.length > 0) console.log('\n  left out where a tool fails:')
  for (const problem of problems) console.log(`  ${problem}`)
}
