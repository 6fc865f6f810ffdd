import type { PrunedSource } from '../optimize/exports/prune-listed.ts'
import type { Optimized } from '../optimize/optimize-module.ts'
import type { Shipment } from './shipment-entry.ts'

/** Says of what was made of a pruned module that it was pruned. */
export function withPruned<Made extends Optimized>(
  made: Made,
  pruned: PrunedSource | undefined,
): Made & Pick<Shipment, 'prunedExports'> {
  if (pruned === undefined) return made
  const findings = [...pruned.findings, ...made.findings]
  if (pruned.pruned.length === 0) return { ...made, findings }
  // What is left as it is has lost its exports all the same.
  const name = (candidate: string) => (candidate === 'keep' ? 'prune' : candidate)
  return {
    ...made,
    chosen: name(made.chosen),
    tries: made.tries.map((one) => ({ ...one, candidate: name(one.candidate) })),
    removedSections: [...pruned.removedSections, ...made.removedSections],
    findings,
    prunedExports: pruned.pruned,
  }
}
