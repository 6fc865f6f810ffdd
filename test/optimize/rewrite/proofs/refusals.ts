import { expect } from 'vitest'
import type { Proof } from '../../../../src/optimize/rewrite/proofs/proof.ts'

/**
 * Requires a checker to refuse wrong rewrites, `count` of them out of what `mutate` makes (undefined where it made none), and says of which it did not.
 */
export function expectRefusals(count: number, mutate: () => Mutation | undefined): void {
  const accepted: string[] = []
  let made = 0
  for (let tries = 0; made < count; tries++) {
    if (tries > count * 50) throw new Error(`${made} wrong rewrites after ${tries} tries`)
    const mutation = mutate()
    if (mutation === undefined) continue
    made++
    if (mutation.proof === undefined) accepted.push(mutation.what)
  }
  expect(accepted).toEqual([])
}

/** A wrong rewrite and what a checker said to it. */
export interface Mutation {
  readonly what: string
  readonly proof: ReturnType<Proof>
}
