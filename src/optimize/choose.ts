import type { Finding } from '../finding.ts'
import type { Try } from '../report/build-report.ts'
import type { Candidate } from './candidate.ts'
import type { Inspection } from './inspect.ts'
import type { Optimized, OptimizeServices } from './optimize-module.ts'

/** What there is to choose from, and what fell out before. */
export interface Choice {
  /** The first one is the module as it is, but for what leaks. */
  readonly candidates: readonly Candidate[]
  readonly failures: readonly Try[]
  readonly findings: readonly Finding[]
}

/**
 * Picks the smallest candidate by the metric, the earliest of equals; the first is always measured, so that none is larger.
 *
 * Candidates whose estimate is more than `margin` (0.03 for 3 %) above the smallest estimate are not measured.
 */
export async function choose(
  { candidates, failures, findings }: Choice,
  margin: number,
  { leaks, metadata }: Inspection,
  services: Pick<OptimizeServices, 'measure' | 'estimate'>,
): Promise<Optimized> {
  // A fault under onFault: 'keep' ships what needs no engine, whatever the other candidates came to.
  const faulty = findings.some(({ code }) => code === 'fault-kept')
  const eligible = candidates.filter(({ byEngine }) => !faulty || !byEngine)
  const promising = await pickPromising(eligible, margin, services)
  // A single candidate has nothing to be compared with, and brotli 11 takes seconds per MB.
  const measured = eligible.length > 1 ? eligible.filter((candidate) => promising.has(candidate)) : []
  const sizes = await Promise.all(measured.map(({ bytes }) => services.measure(bytes)))
  const sizeOf = (candidate: Candidate) => sizes[measured.indexOf(candidate)] ?? Infinity
  const [first] = candidates as [Candidate]
  const best = eligible.reduce(
    (smallest, candidate) => (sizeOf(candidate) < sizeOf(smallest) ? candidate : smallest),
    first,
  )
  const tries = candidates.map((candidate): Try => ({
    candidate: candidate.name,
    outcome: candidate === best ? 'shipped' : measured.includes(candidate) ? 'not-smaller' : 'pruned',
    rawBytes: candidate.bytes.length,
    ...(measured.includes(candidate) ? { wireBytes: sizeOf(candidate) } : {}),
  }))
  return {
    bytes: best.bytes,
    ...(leaks.includes('name') ? { twin: best.twin } : {}),
    chosen: best.name,
    tries: [...tries, ...failures],
    removedSections: best === first ? leaks : [...leaks, ...metadata],
    findings,
    faulty,
  }
}

async function pickPromising(
  candidates: readonly Candidate[],
  margin: number,
  { estimate }: Pick<OptimizeServices, 'estimate'>,
): Promise<ReadonlySet<Candidate>> {
  if (candidates.length < 3 || margin === Infinity) return new Set(candidates)
  const estimates = await Promise.all(candidates.map(({ bytes }) => estimate(bytes)))
  const limit = Math.min(...estimates) * (1 + margin)
  return new Set(candidates.filter((_, at) => at === 0 || (estimates[at] as number) <= limit))
}
