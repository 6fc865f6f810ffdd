// Times one workload on two modules, by turns, in this process: node measure-runtime.mjs NAME BEFORE AFTER
// Prints times in milliseconds as JSON: `warm` is processor time. The module before takes part twice: how it differs from itself is the noise.
import { readBytes } from '../behaviour/glue.mjs'
import { workloadNamed } from '../behaviour/workloads/index.mjs'

/** @typedef {{ before: number, after: number, control: number }} Turn times in milliseconds */

const ROUNDS = { least: 7, most: 31, milliseconds: 10_000 }
const WARM_TURNS = { least: 11, most: 101, milliseconds: 8000 }
/** Shorter ones are repeated within a turn. */
const SHORTEST_MILLISECONDS = 20
/** By then the functions that matter have been compiled by the optimising compiler. */
const WARM_UP_MILLISECONDS = 1000

const [name = '', before = '', after = ''] = process.argv.slice(2)
const workload = workloadNamed(name)
const modules = { before: readBytes(before), after: readBytes(after), control: readBytes(before) }
const arms = /** @type {const} */ (['before', 'after', 'control'])

/** V8 keeps what it compiled of equal bytes: each turn gets bytes of its own, a custom section longer. */
let turns = 0
function unlikeAnyOther(/** @type {Uint8Array} */ bytes) {
  const section = [0, 6, 1, 0x74, ...[0, 8, 16, 24].map((shift) => (turns >> shift) & 0xff)]
  turns++
  const copy = new Uint8Array(bytes.length + section.length)
  copy.set(bytes)
  copy.set(section, bytes.length)
  return copy
}

/** Elapsed time, as a user sees it. */
const time = async (/** @type {() => unknown} */ work) => {
  const start = performance.now()
  await work()
  return performance.now() - start
}

/** Time of processors, which other processes do not make longer. */
const processorTime = async (/** @type {() => unknown} */ work) => {
  const start = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1000
}

/** @param {{ least: number, most: number, milliseconds: number }} limits @param {(arm: typeof arms[number]) => Promise<void>} work */
async function byTurns({ least, most, milliseconds }, work) {
  const start = performance.now()
  for (let turn = 0; turn < most && (turn < least || performance.now() - start < milliseconds); turn++) {
    for (let at = 0; at < arms.length; at++) {
      await work(/** @type {typeof arms[number]} */ (arms[(turn + at) % arms.length]))
    }
  }
}

const lists = () => ({
  before: /** @type {number[]} */ ([]),
  after: /** @type {number[]} */ ([]),
  control: /** @type {number[]} */ ([]),
})
const [start, first, warm] = [lists(), lists(), lists()]
/** @type {Partial<Record<typeof arms[number], import('../behaviour/workload.ts').Session>>} */
const sessions = {}

await byTurns(ROUNDS, async (arm) => {
  const open = await workload.prepare()
  const bytes = unlikeAnyOther(modules[arm])
  start[arm].push(await time(async () => (sessions[arm] = await open(bytes))))
  first[arm].push(await time(/** @type {() => unknown} */ (sessions[arm])))
})

let repeats = 1
for (const arm of arms) {
  const session = /** @type {() => unknown} */ (sessions[arm])
  const end = performance.now() + WARM_UP_MILLISECONDS
  let last = 0
  do last = await time(session)
  while (performance.now() < end)
  if (arm === 'before') repeats = Math.ceil(SHORTEST_MILLISECONDS / last)
}
await byTurns(WARM_TURNS, async (arm) => {
  const session = /** @type {() => unknown} */ (sessions[arm])
  const milliseconds = await processorTime(async () => {
    for (let repeat = 0; repeat < repeats; repeat++) await session()
  })
  warm[arm].push(milliseconds / repeats)
})
process.stdout.write(JSON.stringify({ start, first, warm }), () => process.exit(0))
