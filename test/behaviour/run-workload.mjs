// Runs a workload on a module in a process of its own, where it may trap, run on or run out of memory:
//   node run-workload.mjs NAME FILE
// Prints, as JSON, length and digest of every part it computed. It computes everything twice, which has to come to the same.
import { createHash } from 'node:crypto'
import { readBytes } from './glue.mjs'
import { workloadNamed } from './workloads/index.mjs'

/** @param {import('./workload.ts').Parts} parts @returns {Record<string, string>} */
export function digestOf(parts) {
  return Object.fromEntries(
    Object.entries(parts).map(([name, part]) => [
      name,
      `${part.length} ${createHash('sha256').update(part).digest('hex')}`,
    ]),
  )
}

const [name = '', file = ''] = process.argv.slice(2)
const start = await workloadNamed(name).prepare()
const session = await start(readBytes(file))
const [first, second] = [digestOf(await session()), digestOf(await session())]
for (const [part, digest] of Object.entries(second)) {
  if (first[part] !== digest) throw new Error(`${part} is not the same the second time`)
}
// Glue code may keep timers or handlers alive.
process.stdout.write(JSON.stringify(first), () => process.exit(0))
