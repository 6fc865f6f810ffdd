import { beforeAll, describe, expect, it } from 'vitest'
import { compute } from '../behaviour/compute.ts'
import { describeBehaviour } from '../behaviour/describe-behaviour.ts'
import { mutants, trapping } from '../behaviour/mutate.ts'
import { arePackagesInstalled, installPackages } from '../behaviour/packages.mjs'
import { WORKLOADS } from '../behaviour/workloads/index.mjs'

const offline = process.env['WASM_BUDGET_OFFLINE'] === '1'

beforeAll(async () => {
  if (!offline) await installPackages()
}, 10 * 60_000)

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

const MUTANTS = 15

describe.each(workloads.filter(({ large }) => !large).map((workload) => [workload.name, workload] as const))(
  '%s with one instruction changed',
  (name, workload) => {
    it.each(['operator', 'local'] as const)(
      'computes something else where the %s is on its way',
      async (kind) => {
        const original = await workload.load()
        const before = await compute(name, original)
        let reached = 0
        const missed: string[] = []
        for (const mutant of mutants(original, MUTANTS, kind)) {
          const trapped = await compute(name, trapping(original, mutant, kind), 20_000)
          if (JSON.stringify(trapped) === JSON.stringify(before)) continue
          reached++
          const after = await compute(name, mutant.bytes, 20_000)
          if (JSON.stringify(after) === JSON.stringify(before)) missed.push(`0x${mutant.offset.toString(16)}`)
        }
        // Some changes make no difference: a hash that is distributed otherwise, the greater of two equal numbers.
        expect(missed.length, `of ${reached}: ${missed.join()}`).toBeLessThanOrEqual(reached * 0.4)
      },
      30 * 60_000,
    )
  },
)
