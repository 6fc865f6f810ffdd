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
  /** `keep`, `strip`, `rewrite`, `-O1`, `-O1, rewrite`, ... */
  readonly candidate: string
  readonly outcome: 'shipped' | 'not-smaller' | 'pruned' | 'rejected' | 'failed'
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

/**
 * Where a module lies in what is deployed: a file that the bundler emitted, base64 in a script or style sheet, a file of the
 * public directory, or a file that was found on disk after the build.
 */
export type Place = 'asset' | 'inlined' | 'public' | 'disk'

/** What it costs that a module is base64 in a text. */
export interface Inlined {
  /** Script, style sheet or page that holds it. */
  readonly file: string
  /** How often it stands there. */
  readonly copies: number
  /** Bytes of the shipped module, decoded. */
  readonly moduleBytes: number
  /** Bytes of its base64, all copies. */
  readonly base64Bytes: number
  /** What the module would be as a file of its own. */
  readonly asFile: Sizes
}

/** Why nobody can say which exports scripts use. */
export interface OpaqueExports {
  readonly file: string
  /** All are gone through, one is picked by a computed name, or the script cannot be read. */
  readonly reason: 'enumerated' | 'computed' | 'unreadable'
}

/** What scripts make of a module's exports. */
export interface ModuleExports {
  /** How many what ships has. */
  readonly count: number
  /**
   * Names that the scripts which may run beside the module mention, and what is never pruned; sorted. Absent where that is not
   * known: `opaque` says why, or no script names any of them.
   */
  readonly used?: readonly string[]
  readonly opaque?: OpaqueExports
  /** The others, and what it would save to prune them; `wireBytes` is an estimate by the report's metric. */
  readonly unused?: { readonly count: number; readonly rawBytes: number; readonly wireBytes?: number }
  /** Names that `optimize.exports` took out, in file order. */
  readonly pruned?: readonly string[]
}

/** One module of an output. */
export interface ModuleReport {
  /** Emitted name; of an inlined module the script it is in and its own name, `assets/index-Ab12.js#tiny.wasm`. */
  readonly fileName: string
  readonly place: Place
  /** Where it came from, relative to the root; empty where the bundler does not say. */
  readonly originalNames: readonly string[]
  /** SHA-256 of the shipped bytes, hexadecimal. */
  readonly sha256: string
  /** SHA-256 of the bytes before anything was done to them. */
  readonly sourceSha256: string
  /** Subresource Integrity of the file, `sha384-` and base64; absent of inlined modules, which nobody loads as files. */
  readonly integrity?: string
  /** Of an inlined module, `before` and `after` are sizes of its base64. */
  readonly before: Sizes
  readonly after: Sizes
  /** Only of inlined modules. */
  readonly inlined?: Inlined
  /** Candidate that ships, `keep` for the input itself. */
  readonly chosen: string
  readonly tries: readonly Try[]
  /** Custom sections that were taken out. */
  readonly removedSections: readonly string[]
  /** Why nothing was tried. */
  readonly untouched?:
    | 'excluded'
    | 'disabled'
    | 'unreadable'
    | 'name-not-ours'
    /** Base64 in a text that another plugin wrote. */
    | 'text-not-ours'
    /** Base64 of a module that exports and starts nothing: scripts find out with it what a browser knows. */
    | 'probe'
    /** In the public directory or written after the build, and `optimize.publicFiles` is off. */
    | 'public-file'
    /** The wrapping of a .NET assembly. */
    | 'webcil'
    /** What lies in a directory and is only measured. */
    | 'as-found'
    /** No module, but data of one that `include` asks to count. */
    | 'companion'
  /** The module that a companion belongs to, where there is one of the same name. */
  readonly companionOf?: string
  /** Absent where the module cannot be read. */
  readonly summary?: SizeSummary
  readonly siblings: readonly {
    readonly fileName: string
    readonly format: string
    /** Id of the encoder; `existing` where the sibling lay beside the module already and is kept. */
    readonly encoder: string
    readonly sizeBytes: number
    /** Subresource Integrity of what it decodes to: browsers check what `Content-Encoding` has been undone on. */
    readonly integrity: string
  }[]
  readonly uses: readonly ModuleUse[]
  /** Absent where the module cannot be read. */
  readonly exports?: ModuleExports
  /** Modules of source code that refer to it themselves, from the root; empty where the bundler does not say. */
  readonly importers: readonly string[]
  /** Whether bytes and siblings came from the cache. */
  readonly fromCache: boolean
}

/** Programs that figures depend on, each with its version. */
export interface Tools {
  /** This package: `vite-plugin-wasm-budget@0.1.0`. */
  readonly package: string
  /** Version of Node. */
  readonly node: string
  /** `binaryen@132.0.0`; absent where none is installed or wanted. */
  readonly engine?: string
}

/** What one output of a build ships; JSON-serialisable, `version` grows when a field changes its meaning. */
export interface BuildReport {
  readonly version: 1
  /** What made it, beside the encoders; always there in reports of builds. */
  readonly tools?: Tools
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
