import type { CompressOptions, Effort, EngineChoice, Glob, OptimizeOptions } from './options.ts'

/** Options of `optimize` that one module may have for itself. */
export interface OptimizeOverride extends Pick<
  OptimizeOptions,
  'strip' | 'keepSections' | 'onFault' | 'memory' | 'seconds'
> {
  /**
   * `'none'` uses no engine; everything else that is not what the whole build uses is refused.
   *
   * @default that of the build
   */
  engine?: EngineChoice
}

/** Options that some modules have for themselves; what is left out is as it is for the whole build. */
export interface Override {
  /**
   * Modules that it is about. Matched against the emitted name, the original path from the root and the path within its
   * package.
   */
  match: Glob | Glob[]

  /**
   * How many candidates are tried.
   *
   * @default that of the build
   */
  effort?: Effort

  /**
   * `false` ships these modules as they are, `true` optimises them as the build does, an object says what differs. Lists of
   * exports, `publicFiles` and `watch` are of the whole build.
   *
   * @default that of the build
   */
  optimize?: boolean | OptimizeOverride

  /**
   * `false` writes no siblings of these modules, `true` those that the build writes, an object says what differs. The encoder is
   * of the whole build, so that figures can be compared.
   *
   * @default that of the build
   */
  compress?: boolean | Pick<CompressOptions, 'formats' | 'threshold'>
}
