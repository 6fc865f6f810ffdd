import type { Metric, Size } from '../options.ts'
import type { Growth } from './growth.ts'

/** A budget of any scope may say these; `limit`, `warn` or `growth` it must. */
interface BudgetBase {
  /** Name in messages, used once; by default what it matches, or the scope. */
  name?: string
  match?: string | string[]
  /** Sizes above fail the build. */
  limit?: Size
  /** Sizes above are warned about. */
  warn?: Size
  /**
   * How much more than in the baseline is allowed, `'5%'` or `'10 kB'`; above, the build fails. Where there is no baseline,
   * nothing fails, and a warning says how to make one.
   */
  growth?: Size | `${number}%`
  /**
   * The size that is judged; that of a part is estimated unless it is `'raw'`.
   *
   * @default the plugin's `metric`
   */
  metric?: Metric
}

/**
 * A slice of a module: `'section:data'`, `'custom:name'`, `'crate:regex*'`, `'package:fmt'`, `'function:*'` or `'exports'`.
 *
 * `*` stands for any characters, everything else for itself. Crates, packages and functions need names, those that are kept apart
 * from a stripped module included.
 */
export type BudgetPart =
  | `section:${string}`
  | `custom:${string}`
  | `crate:${string}`
  | `package:${string}`
  | `function:${string}`
  | 'exports'

interface SlicedBudget extends BudgetBase {
  /**
   * Judges only this part of each module.
   *
   * @default the whole module
   */
  part?: BudgetPart
}

/** What a script loads is made of whole modules. */
interface WholeBudget extends BudgetBase {
  part?: never
}

/** Limits each module by itself; `match` is compared with the emitted file name, the original path and that in its package. */
export interface AssetBudget extends SlicedBudget {
  scope: 'asset'
}

/** Limits the modules that a JavaScript chunk and its static imports reach; `match` is compared with its file, name and source. */
export interface ChunkBudget extends WholeBudget {
  scope: 'chunk'
}

/**
 * Limits, for each entry, the modules reached without `import()`, those of workers that it starts included; `match` is
 * compared with the entry's HTML file, chunk file, name and source.
 */
export interface InitialBudget extends WholeBudget {
  scope: 'initial'
}

/**
 * Limits, for each chunk that an `import()` loads, the modules that it adds to what every entry that leads to it has loaded
 * already; `match` is compared with the chunk's file, name and source.
 */
export interface LazyBudget extends WholeBudget {
  scope: 'lazy'
}

/** Limits the modules of each worker that a chunk starts; `match` is compared with the worker's file and, where known, source. */
export interface WorkerBudget extends WholeBudget {
  scope: 'worker'
}

/** Limits the sum of all modules, each content counted once; `match` picks the modules that count. */
export interface TotalBudget extends SlicedBudget {
  scope: 'total'
}

/** A limit on what the app ships. Every budget that matches applies. */
export type Budget = AssetBudget | ChunkBudget | InitialBudget | LazyBudget | WorkerBudget | TotalBudget

/** What a budget is about. */
export type BudgetScope = Budget['scope']

/** A budget after validation. */
export interface ResolvedBudget {
  readonly name: string
  readonly scope: BudgetScope
  /** Empty: everything in the scope. */
  readonly match: readonly string[]
  /** Absent: whole modules. */
  readonly part?: string
  readonly limitBytes?: number
  readonly warnBytes?: number
  readonly growth?: Growth
  readonly metric: Metric
  /** Where the limit is written down, if it is that of a host. */
  readonly source?: CeilingSource
}

/** Where a number was read, and when. */
export interface CeilingSource {
  readonly url: string
  /** Day on which it was read, `2026-11-23`. */
  readonly readOn: string
}
