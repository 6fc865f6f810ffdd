import { beforeAll, describe, expect, it } from 'vitest'
import { compute } from '../behaviour/compute.ts'
import { describeBehaviour } from '../behaviour/describe-behaviour.ts'
import { mutants, trapping } from '../behaviour/mutate.ts'
import { arePackagesInstalled, installPackages } from '../behaviour/packages.mjs'
import { WORKLOADS } from '../behaviour/workloads/index.mjs'

const MINUTE = 60_000
const offline = process.env['WASM_BUDGET_OFFLINE'] === '1'

beforeAll(async () => {
  if (!offline) await installPackages()
}, 10 * MINUTE)

// Not run where WASM_BUDGET_OFFLINE=1 says that nothing may be fetched and it was not fetched before.
const workloads = WORKLOADS.filter(({ fetched }) => !fetched || !offline || arePackagesInstalled())

// At 14 MB a greater effort takes as long as all others together.
const huge = workloads.filter(({ name }) => name === 'esbuild')
describeBehaviour(huge, [{ effort: 'fast', engine: 'auto' }])

describeBehaviour(
  workloads.filter((workload) => !huge.includes(workload)),
  [
    { effort: 'fast', engine: 'auto' },
    { effort: 'balanced', engine: 'none' },
    { effort: 'balanced', engine: 'auto' },
    { effort: 'max', engine: 'auto' },
  ],
)

const MUTANTS = 20

describe.each(['operator', 'local'] as const)('modules with one %s changed', (kind) => {
  let reachedInAll = 0
  let missedInAll = 0

  it.each(workloads.filter(({ large }) => !large).map((workload) => [workload.name, workload] as const))(
    '%s is found out where they are on its way',
    async (name, workload) => {
      const original = await workload.load()
      const before = await compute(name, original)
      const isSame = async (bytes: Uint8Array) =>
        JSON.stringify(await compute(name, bytes, 30_000)) === JSON.stringify(before)
      let reached = 0
      let missed = 0
      for (const mutant of mutants(original, MUTANTS, kind)) {
        // What traps there without a difference is not on the way of the workload.
        if (await isSame(trapping(original, mutant, kind))) continue
        reached++
        if (await isSame(mutant.bytes)) missed++
      }
      reachedInAll += reached
      missedInAll += missed
      // A workload takes few of the ways through a large module; what it takes it has to look at.
      if (reached > 0) expect(missed, `missed of ${reached}`).toBeLessThan(reached)
    },
    30 * MINUTE,
  )

  // Some changes make no difference, such as which free block an allocator takes, or how full a table may be.
  it('two of three are found out in all', () => {
    expect(reachedInAll).toBeGreaterThan(100)
    expect(missedInAll, `missed of ${reachedInAll}`).toBeLessThanOrEqual(reachedInAll / 3)
  })
})
