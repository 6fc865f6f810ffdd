/** How hard an engine works and which of its habits are off; only what `wasm-opt` has a flag for. */
export type EngineLevel = {
  /** Whether functions with a single caller are inlined whatever their size: fewer bytes, and often a larger download. */
  readonly inlineOneCaller: boolean
} & (
  | {
      /** As in `-O1` to `-O4`. */
      readonly optimize: 1 | 2 | 3 | 4
      readonly shrink: 0
    }
  | {
      readonly optimize: 2
      /** 1 is `-Os`, 2 is `-Oz`. */
      readonly shrink: 1 | 2
    }
)

/** One run of an engine. */
export interface EngineJob {
  readonly input: Uint8Array
  readonly level: EngineLevel
  /** Features that the output may use, by the names of `target_features`. */
  readonly features: readonly string[]
}

/** Bounds of one engine process. */
export interface EngineLimits {
  readonly memoryBytes: number
  readonly seconds: number
  readonly signal: AbortSignal
}

/**
 * How a run ended: `failed` would end so every time, `unlucky` (killed, out of memory, out of time) may not.
 */
export type EngineOutcome =
  | { readonly kind: 'done'; readonly output: Uint8Array }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'unlucky'; readonly reason: string }

/** An optimiser in a process of its own. */
export interface Engine {
  /**
   * Implementation and version, never which build of it runs; part of every name that depends on its work.
   *
   * `binaryen@132.0.0`, `binaryen@132.0.0+version_132-12-g1a2b3c4`
   */
  readonly id: string
  run(job: EngineJob, limits: EngineLimits): Promise<EngineOutcome>
}
