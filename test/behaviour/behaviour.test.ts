import { describe, expect, it } from 'vitest'
import { compute } from './compute.ts'
import { describeBehaviour } from './describe-behaviour.ts'
import { mutants } from './mutate.ts'
import { WORKLOADS, workloadNamed } from './workloads/index.mjs'

// The others are in `test/full`: more modules, every effort.
describeBehaviour(
  WORKLOADS.filter(({ fetched, large }) => !fetched && !large),
  [{ effort: 'fast', engine: 'auto' }],
)

describe('a module that computes something else', () => {
  it.each(['clang-simd', 'exceptions', 'assemblyscript', 'moonbit', 'rust'])(
    'is found out: %s with one instruction changed',
    async (name) => {
      const original = await workloadNamed(name).load()
      const before = await compute(name, original)
      // Not every instruction is on the way of the workload; the full tests say how many of those that are, are found out.
      const found = []
      for (const { bytes } of [...mutants(original, 8, 'operator'), ...mutants(original, 8, 'local')]) {
        const after = await compute(name, bytes, 20_000)
        // A trap is easy to find out.
        if (typeof after === 'object' && JSON.stringify(after) !== JSON.stringify(before)) found.push(bytes)
        if (found.length > 0) break
      }
      expect(before).toBeTypeOf('object')
      expect(found).toHaveLength(1)
    },
    10 * 60_000,
  )
})
