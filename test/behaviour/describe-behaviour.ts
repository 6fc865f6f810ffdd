import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compareInterfaces, describeInterface, readModule } from 'vite-plugin-wasm-budget/core'
import { compute } from './compute.ts'
import { openOptimizer, type Optimizer, type Variant } from './optimize.mjs'
import type { Workload } from './workload.ts'

const MINUTE = 60_000

/** How long one module may take to optimise at the greatest effort. */
const OPTIMIZE_MILLISECONDS = 30 * MINUTE

/**
 * Tests that modules compute the same after they are optimised, with the same interface, and that enough of them were
 * changed for that to mean something.
 */
export function describeBehaviour(workloads: readonly Workload[], variants: readonly Variant[]): void {
  describe.each(variants)('effort $effort, engine $engine', (variant) => {
    let optimizer: Optimizer
    let rewritten = 0
    beforeAll(() => {
      optimizer = openOptimizer(variant)
    })
    afterAll(() => optimizer.close())

    // By turns they would wait for processes that begin.
    it.concurrent.each(workloads.map((workload) => [workload.name, workload] as const))(
      '%s computes the same',
      async (name, workload) => {
        const original = await workload.load()
        const { bytes, chosen } = await optimizer.optimize(original)
        const [before, after] = await Promise.all([compute(name, original), compute(name, bytes)])
        expect(before).toBeTypeOf('object')
        expect(Object.keys(before)).not.toEqual([])
        expect(after, chosen).toEqual(before)
        expect(interfaceDifference(original, bytes)).toBe(undefined)
        if (!codeOf(original).equals(codeOf(bytes))) rewritten++
      },
      OPTIMIZE_MILLISECONDS,
    )

    it('was tried on modules with other code than before, half of them at least', () => {
      expect(rewritten).toBeGreaterThanOrEqual(workloads.length / 2)
    })
  })
}

function interfaceDifference(before: Uint8Array, after: Uint8Array): string | undefined {
  return compareInterfaces(describeInterface(readModule(before)), describeInterface(readModule(after)))
}

/** The code section: leaving out custom sections alone proves nothing. */
function codeOf(bytes: Uint8Array): Buffer {
  const code = readModule(bytes).sections.find(({ id }) => id === 10)
  return Buffer.from(bytes.subarray(code?.contentOffset, code?.endOffset))
}
