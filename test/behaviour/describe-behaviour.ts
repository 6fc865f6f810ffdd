import { describe, expect, it } from 'vitest'
import { compareInterfaces, describeInterface, readModule } from 'vite-plugin-wasm-budget/core'
import { compute } from './compute.ts'
import { optimize, type Variant } from './optimize.mjs'
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
    let rewritten = 0

    for (const workload of workloads) {
      // Where it takes long the optimiser uses every core itself.
      const test = workload.large || variant.effort !== 'fast' ? it : it.concurrent
      test(
        `${workload.name} computes the same`,
        async () => {
          const original = await workload.load()
          const { bytes, chosen, findings } = await optimize(original, variant)
          const outcomes = [original, bytes].map((module) => compute(workload.name, module))
          const [before = '', after] = await Promise.all(outcomes)
          expect(before).toBeTypeOf('object')
          expect(Object.keys(before)).not.toEqual([])
          expect(after, chosen).toEqual(before)
          expect(interfaceDifference(original, bytes)).toBe(undefined)
          // A rewrite whose proof fails never ships: that is a fault all the same.
          expect(findings.map(({ code }) => code)).not.toContain('rewrite-unproved')
          if (!codeOf(original).equals(codeOf(bytes))) rewritten++
        },
        OPTIMIZE_MILLISECONDS,
      )
    }

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
