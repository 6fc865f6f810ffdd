import type { SizeSummary } from '../analysis/summary.ts'
import type { BudgetVerdict } from '../budget/evaluate.ts'
import type { Finding } from '../finding.ts'

/** Bytes of a file by what is on disk and what goes over the wire. */
export interface Sizes {
  readonly rawBytes: number
  readonly gzipBytes: number
  readonly brotliBytes: number
}

/** One candidate that was tried for a module. */
export interface Try {
  /** `keep`, `strip`, `-O1`, ... */
  readonly candidate: string
  readonly outcome: 'shipped' | 'not-smaller' | 'rejected' | 'failed'
  readonly rawBytes?: number
  /** Size by the metric that chose. */
  readonly wireBytes?: number
  /** Why it was rejected or failed. */
  readonly reason?: string
}

/** How a module is reached. */
export interface ModuleUse {
  /** Chunk or worker file that refers to the module. */
  readonly file: string
  /** `initial` is reached from an entry without `import()`, `lazy` only with it, `worker` from a worker. */
  readonly kind: 'initial' | 'lazy' | 'worker'
}

/** One module of an output. */
export interface ModuleReport {
  readonly fileName: string
  /** Where it came from, relative to the root; empty where the bundler does not say. */
  readonly originalNames: readonly string[]
  /** SHA-256 of the shipped bytes, hexadecimal. */
  readonly sha256: string
  readonly before: Sizes
  readonly after: Sizes
  /** Candidate that ships, `keep` for the input itself. */
  readonly chosen: string
  readonly tries: readonly Try[]
  /** Custom sections that were taken out. */
  readonly removedSections: readonly string[]
  /** Why nothing was tried. */
  readonly untouched?: 'excluded' | 'disabled' | 'unreadable' | 'name-not-ours'
  /** Absent where the module cannot be read. */
  readonly summary?: SizeSummary
  readonly siblings: readonly {
    readonly fileName: string
    readonly format: string
    readonly encoder: string
    readonly sizeBytes: number
  }[]
  readonly uses: readonly ModuleUse[]
  /** Whether bytes and siblings came from the cache. */
  readonly fromCache: boolean
}

/** What one output of a build ships; JSON-serialisable, `version` grows when a field changes its meaning. */
export interface BuildReport {
  readonly version: 1
  readonly environment: string
  readonly metric: 'brotli' | 'gzip' | 'raw'
  /** Encoder behind the compressed figures, by format. */
  readonly encoders: Readonly<Record<string, string>>
  /** In order of file names. */
  readonly modules: readonly ModuleReport[]
  /** Each content once. */
  readonly total: Sizes
  readonly budgets: readonly BudgetVerdict[]
  readonly findings: readonly Finding[]
}
