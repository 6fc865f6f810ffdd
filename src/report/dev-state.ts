import type { Metric } from '../options.ts'
import type { BudgetScope } from '../budget/budget.ts'
import type { DevFinding } from './dev-finding.ts'

/** Corner of the page that the badge stands in. */
export type Corner = 'top-left' | 'top-right' | 'bottom-left' | 'bottom-right'

/** What a production build would ship of a module. */
export interface ShippedFigures {
  /**
   * `build`: the last production build made these very bytes of the same source. `estimate`: the source without what is
   * stripped; a build may come to less. `bound`: as `estimate`, but brotli is that of a fast level, which is larger, until
   * the real one is there.
   */
  readonly from: 'build' | 'estimate' | 'bound'
  readonly rawBytes: number
  /** Absent as long as it is being measured. */
  readonly gzipBytes?: number
  readonly brotliBytes?: number
}

/** How the browser gets a module, and whether it can compile it while it loads. */
export type Delivery =
  | { readonly kind: 'streaming' }
  /** No page has asked for it since the server started. */
  | { readonly kind: 'not-fetched' }
  | { readonly kind: 'wrong-type'; readonly type: string }
  | { readonly kind: 'no-cors' }
  /** `status` is 0 where no answer came. */
  | { readonly kind: 'not-served'; readonly status: number }
  | { readonly kind: 'base64' }

/** How a size stands to its limits: `pending` where that is not known yet. */
export type DevVerdictState = 'ok' | 'warn' | 'exceeded' | 'pending'

/** A budget as far as the dev server can judge it. */
export interface DevVerdict {
  readonly budget: string
  readonly scope: BudgetScope
  readonly metric: Metric
  /** `build` where only a build can judge it. */
  readonly state: DevVerdictState | 'build'
  /** Name of the module, or `total`; absent where nothing was judged. */
  readonly subject?: string
  readonly sizeBytes?: number
  readonly limitBytes?: number
  readonly warnBytes?: number
  /** Whether the size is not that of bytes which exist. */
  readonly isEstimate: boolean
}

/** A module that the page fetched or could fetch. */
export interface DevModule {
  /** Opaque; endpoints take nothing else. */
  readonly id: string
  /** Path from the root, or as the page asks for it. */
  readonly name: string
  /** Path in the URL, without base. */
  readonly url: string
  /** Files that refer to it, from the root. */
  readonly importers: readonly string[]
  /** Absent as long as it is being read, and where there is nothing to read. */
  readonly devBytes?: number
  readonly sha256?: string
  readonly shipped?: ShippedFigures
  readonly delivery: Delivery
  /** Whether it is on another server: pages tell of it themselves, and no build ships it. */
  readonly isForeign?: boolean
  /** Whether a build would inline it as base64. */
  readonly isInlinedInBuild: boolean
  /** Why it cannot be read. */
  readonly problem?: string
  readonly findings: readonly DevFinding[]
  /** The budget of its own that is worst. */
  readonly verdict?: DevVerdict
}

/** Everything that the overlay shows, but for what is inside a module. */
export interface DevState {
  readonly version: 1
  /** Grows with every state of one server: answers and events may overtake each other. */
  readonly revision: number
  readonly metric: Metric
  /** Worst budgets first, then by size; modules of the same content count once in `total`. */
  readonly modules: readonly DevModule[]
  readonly total: {
    readonly devBytes: number
    /** Sums of what is known so far. */
    readonly shippedRawBytes: number
    readonly wireBytes: number
    readonly isEstimate: boolean
  }
  /** Modules whose size by the metric is known for good, and all. */
  readonly measured: { readonly done: number; readonly all: number }
  /** In the order of the options. */
  readonly budgets: readonly DevVerdict[]
  /** `none` where there is no module, `working` where something is still being measured that may change it. */
  readonly verdict: 'none' | 'working' | 'ok' | 'near' | 'over'
}

/** Where the overlay stands and whether it is open at first. */
export interface OverlaySettings {
  readonly position: Corner
  readonly open: boolean
  /** Path of the endpoints, base included, with a slash at the end. */
  readonly endpoint: string
}

/** Event that carries a {@link DevState} to the page whenever it changes. */
export const STATE_EVENT = 'wasm-budget:state'

/** Event with which the page asks for the state. */
export const HELLO_EVENT = 'wasm-budget:hello'
