import type { Effort } from '../options.ts'
import type { EngineLevel } from './engine.ts'

/** Candidates that an engine makes, by the name that reports give them; `1c` is inlining of functions with one caller. */
export const ENGINE_CANDIDATES = {
  '-O1': { optimize: 1, shrink: 0, inlineOneCaller: false },
  '-Os without 1c': { optimize: 2, shrink: 1, inlineOneCaller: false },
  '-Oz without 1c': { optimize: 2, shrink: 2, inlineOneCaller: false },
  '-Oz': { optimize: 2, shrink: 2, inlineOneCaller: true },
} as const satisfies Record<string, EngineLevel>

/** Name of a candidate that an engine makes. */
export type EngineCandidate = keyof typeof ENGINE_CANDIDATES

const ALL: readonly EngineCandidate[] = ['-O1', '-Os without 1c', '-Oz without 1c', '-Oz']
const SMALLEST_MOSTLY: readonly EngineCandidate[] = ['-Os without 1c', '-Oz without 1c']

/** One row of {@link CEILINGS}. */
export interface Ceiling {
  /** Largest module that the row is for, in bytes. */
  readonly upToBytes: number
  readonly candidates: Readonly<Record<Effort, readonly EngineCandidate[]>>
}

/**
 * What is tried by size of the module: sizes and not seconds decide, so that every machine ships the same bytes.
 *
 * `balanced` is chosen to cost at most about 15 s per MB and 60 s per module on 2 cores; `npm run bench` measures it, the
 * README has the figures. The module as it is, and stripped, are candidates in every cell.
 */
export const CEILINGS: readonly Ceiling[] = [
  { upToBytes: 1_000_000, candidates: { fast: ['-Os without 1c'], balanced: SMALLEST_MOSTLY, max: ALL } },
  { upToBytes: 4_000_000, candidates: { fast: [], balanced: SMALLEST_MOSTLY, max: ALL } },
  { upToBytes: 10_000_000, candidates: { fast: [], balanced: ['-O1'], max: ALL } },
  { upToBytes: Infinity, candidates: { fast: [], balanced: [], max: ['-O1'] } },
]

/** Lists the engine candidates for a module of `sizeBytes`. */
export function engineCandidates(effort: Effort, sizeBytes: number): readonly EngineCandidate[] {
  return CEILINGS.find(({ upToBytes }) => sizeBytes <= upToBytes)?.candidates[effort] ?? []
}

/** Everything about candidates that decides what an effort ships: part of the names of files. */
export function ladderOf(effort: Effort): unknown {
  return CEILINGS.map(({ upToBytes, candidates }) => [
    upToBytes,
    candidates[effort].map((name) => [name, ENGINE_CANDIDATES[name]]),
  ])
}
