/** How much a finding weighs: `error` fails the build. */
export type Severity = 'error' | 'warn' | 'info'

/**
 * Something worth saying, as data; `messages.ts` makes the sentence.
 *
 * `asset` is the emitted file name or, before there is one, the original name of the module.
 */
export type Finding = {
  [Code in keyof FindingArguments]: {
    readonly code: Code
    readonly severity: Severity
    readonly asset?: string
    readonly args: FindingArguments[Code]
  }
}[keyof FindingArguments]

/** Codes of all findings and what each needs to become a sentence; sizes are in bytes. */
export interface FindingArguments {
  /** No engine is installed, so modules are stripped and rewritten only. */
  readonly 'engine-missing': { readonly install: string }
  /** The engine that is installed is older than what is used; `wanted` is the oldest major version. */
  readonly 'engine-too-old': { readonly found: string; readonly wanted: number; readonly install: string }
  /** A module cannot be read; it ships as it is and is reported by size only. */
  readonly 'module-unreadable': { readonly reason: string }
  /** The engine cannot be used on a module, for a reason that lies in the module. */
  readonly 'engine-skipped': { readonly reason: string }
  /** A module holds something that rewriting does not know, so it is left as it is. */
  readonly 'rewrite-declined': { readonly reason: string }
  /** A pass made something that was not shown to do the same; it is thrown away. */
  readonly 'rewrite-unproved': { readonly pass: string; readonly reason: string }
  /** A candidate was computed and thrown away because it is broken. */
  readonly 'candidate-rejected': { readonly candidate: string; readonly reason: string }
  /** An engine was killed, ran out of memory or time twice, and `onFault: 'keep'` shipped the input. */
  readonly 'fault-kept': { readonly candidate: string; readonly reason: string }
  /** The same module ships more than once; `wastedBytes` is what one copy less than all of them come to. */
  readonly 'module-duplicated': {
    readonly places: readonly string[]
    readonly wastedBytes: number
    readonly metric: string
  }
  /** Another plugin gave the file a name with a hash, so its bytes are left alone. */
  readonly 'name-not-ours': Record<never, never>
  /** `optimize.publicFiles` is on, but the name has a hash that was not made here. */
  readonly 'public-name-hashed': Record<never, never>
  /** A sibling beside a file of `public/`, or of another plugin, decodes to other bytes than the file. */
  readonly 'sibling-stale': {
    /** Its file name. */
    readonly sibling: string
    /** Whether a fresh one is written in its place; else it is deleted from the output. */
    readonly replaced: boolean
  }
  /** A module is base64 in a script or style sheet, `file`. */
  readonly 'module-inlined': {
    readonly file: string
    readonly moduleBytes: number
    readonly base64Bytes: number
    readonly metric: string
    /** By the metric: the base64 as it ships, and what a file of its own would be. */
    readonly wireBytes: number
    readonly asFileBytes: number
    readonly bundler: 'vite' | 'vite-lib' | 'other'
  }
  /** A budget has a glob that matches nothing. */
  readonly 'budget-unmatched': {
    readonly budget: string
    readonly scope: string
    /** Part that it limits and that no module has; absent where it is the budget's glob that matches nothing. */
    readonly part?: string
    readonly built: readonly string[]
  }
  /** An override matches no module. */
  readonly 'override-unmatched': {
    /** As a user would write it, `overrides[0]`. */
    readonly path: string
    readonly match: readonly string[]
    readonly built: readonly string[]
    /** The name of a module that comes nearest to what does not match; absent where nothing was built. */
    readonly nearest?: string
  }
  /** A size above the `warn` of a budget. */
  readonly 'budget-warning': {
    readonly budget: string
    readonly sizeBytes: number
    readonly warnBytes: number
    readonly metric: string
  }
  /** Budgets limit growth, and there is no baseline at `path` to grow from. */
  readonly 'baseline-missing': { readonly path: string; readonly budgets: readonly string[] }
  /** The baseline has no size of what a budget limits the growth of. */
  readonly 'baseline-lacks': { readonly budget: string; readonly subjects: readonly string[] }
  /** Modules that are not in the baseline, and modules of it that are no more. */
  readonly 'baseline-modules-changed': {
    readonly added: readonly string[]
    readonly vanished: readonly string[]
  }
  /** Encoder, engine or this package were others when the baseline was made: growth may be theirs, and fails nothing. */
  readonly 'baseline-tools-changed': {
    readonly changes: readonly { readonly tool: string; readonly before: string; readonly now: string }[]
  }
  /** A size above what may follow the baseline, where tools changed since. */
  readonly 'budget-growth-unjudged': {
    readonly budget: string
    readonly sizeBytes: number
    readonly baselineBytes: number
    readonly metric: string
  }
  /** Exports that no script names; `names` are the first of them, `wireBytes` is an estimate by the metric. */
  readonly 'unused-exports': {
    readonly count: number
    readonly exportCount: number
    readonly names: readonly string[]
    readonly rawBytes: number
    readonly wireBytes?: number
    readonly metric: string
  }
  /** `optimize.exports` names exports that a module does not have. */
  readonly 'exports-unknown': {
    readonly names: readonly { readonly name: string; readonly nearest?: string }[]
  }
  /** Exports that `optimize.exports` leaves out and that stay all the same. */
  readonly 'exports-kept': { readonly names: readonly string[] }
  /** A file of `optimize.exports` that has no list of a module, or is not there. */
  readonly 'exports-unlisted': { readonly file: string; readonly isMissing: boolean }
  /** Exports cannot be pruned, for a reason that lies in the module. */
  readonly 'exports-unpruned': { readonly reason: string }
  /** The cache cannot be read or written; the build goes on without it. */
  readonly 'cache-unusable': { readonly path: string; readonly reason: string }
  /** Symbols could not be written. */
  readonly 'symbols-unwritable': { readonly path: string; readonly reason: string }
  /** A report could not be written, or not appended to the summary of the job. */
  readonly 'report-unwritable': { readonly path: string; readonly reason: string }
  /** node:zlib has no brotli here, so the portable encoder is used. */
  readonly 'brotli-portable': Record<never, never>
}
