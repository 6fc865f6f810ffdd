import type { Effort } from '../options.ts'
import type { EngineLevel } from './engine.ts'
import type { RewriteEffort } from './rewrite/rewrite-module.ts'

/** Candidates that an engine makes, by the name that reports give them; `1c` is inlining of functions with one caller. */
export const ENGINE_CANDIDATES = {
  '-O1': { optimize: 1, shrink: 0, inlineOneCaller: true },
  '-O3': { optimize: 3, shrink: 0, inlineOneCaller: true },
  '-Os': { optimize: 2, shrink: 1, inlineOneCaller: true },
  '-Oz': { optimize: 2, shrink: 2, inlineOneCaller: true },
  '-Os without 1c': { optimize: 2, shrink: 1, inlineOneCaller: false },
} as const satisfies Record<string, EngineLevel>

/** Name of a candidate that an engine makes. */
export type EngineCandidate = keyof typeof ENGINE_CANDIDATES

/** What is tried of a module. */
export interface Plan {
  readonly levels: readonly EngineCandidate[]
  /** How these, and the module without an engine, are rewritten. */
  readonly rewrite: RewritePlan
  /** How far above the smallest estimate a candidate may be and still be measured, 0.03 for 3 %; see `choose`. */
  readonly margin: number
}

/** How candidates are rewritten. */
export interface RewritePlan extends RewriteEffort {
  /** Whether variants are compared by their real size, which takes most of the time, or by an estimate. */
  readonly exact: boolean
  /** How many modules are rewritten, with or without an engine before: those that come out smallest after a cheap rewrite. */
  readonly best: number
}

/** Zero bytes between data segments: more than 256 gained nothing anywhere, 32 is the best one in the mean. */
const GAPS_BYTES: readonly number[] = [8, 16, 32, 64, 256]

const ALL: readonly EngineCandidate[] = ['-Os without 1c', '-O1', '-Os', '-Oz', '-O3']

/** Of two orders it is the better one nearly always. */
const ORDERS = ['path-cover'] as const

/** The cheapest rewrite: all of `fast`, and what ranks the levels of an engine in other efforts. */
export const CHEAP_REWRITE: RewriteEffort = { rounds: [1], orders: ORDERS, gapsBytes: [32] }

const FAST: RewritePlan = { ...CHEAP_REWRITE, exact: false, best: 1 }
const BALANCED: RewritePlan = { rounds: [4], orders: ORDERS, gapsBytes: [32, 256], exact: false, best: 1 }
const MAX: RewritePlan = {
  rounds: [4, 8, 16],
  orders: ['similarity', 'path-cover'],
  gapsBytes: GAPS_BYTES,
  exact: true,
  best: 2,
}

/** More than the estimate of a candidate was ever wrong on published modules: `npm run bench:wire` prints the largest error. */
const MARGIN = 0.03

/** One row of {@link CEILINGS}. */
export interface Ceiling {
  /** Largest module that the row is for, in bytes. */
  readonly upToBytes: number
  readonly plans: Readonly<Record<Effort, Plan>>
}

/**
 * What is tried by size of the module: sizes and not seconds decide, so that every machine ships the same bytes.
 *
 * `balanced` is chosen to cost at most about 15 s per MB and 60 s per module on 2 cores; `npm run bench` measures it, the
 * README has the figures. The module as it is, and stripped, are candidates in every cell.
 */
export const CEILINGS: readonly Ceiling[] = [
  {
    upToBytes: 4_000_000,
    plans: {
      fast: { levels: [], rewrite: FAST, margin: MARGIN },
      balanced: { levels: ['-Os without 1c'], rewrite: BALANCED, margin: MARGIN },
      max: { levels: ALL, rewrite: MAX, margin: Infinity },
    },
  },
  {
    upToBytes: 10_000_000,
    plans: {
      fast: { levels: [], rewrite: FAST, margin: MARGIN },
      balanced: { levels: [], rewrite: BALANCED, margin: MARGIN },
      max: { levels: ALL, rewrite: MAX, margin: Infinity },
    },
  },
  {
    upToBytes: Infinity,
    plans: {
      fast: { levels: [], rewrite: FAST, margin: MARGIN },
      balanced: { levels: [], rewrite: FAST, margin: MARGIN },
      max: { levels: ['-O1'], rewrite: { ...BALANCED, exact: true, best: 2 }, margin: Infinity },
    },
  },
]

/** Says what is tried of a module of `sizeBytes`. */
export function planOf(effort: Effort, sizeBytes: number): Plan {
  const row = CEILINGS.find(({ upToBytes }) => sizeBytes <= upToBytes) ?? (CEILINGS.at(-1) as Ceiling)
  return row.plans[effort]
}

/** Everything about candidates that decides what an effort ships: part of the names of files. */
export function ladderOf(effort: Effort): unknown {
  return CEILINGS.map(({ upToBytes, plans }) => {
    const { levels, rewrite, margin } = plans[effort]
    return [upToBytes, levels.map((name) => [name, ENGINE_CANDIDATES[name]]), rewrite, String(margin)]
  })
}
