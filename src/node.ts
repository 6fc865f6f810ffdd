import type { WasmBudgetOptions } from './options.ts'
import { resolveOptions } from './resolve-options.ts'
import { Pipeline } from './pipeline/pipeline.ts'
import { Progress, type FinishedModule } from './pipeline/progress.ts'
import type { ProgressState } from './report/progress-line.ts'
import type { Finding } from './finding.ts'

/** Options of {@link createPipeline} beside those of the plugin. */
export interface CreatePipelineOptions extends Pick<
  WasmBudgetOptions,
  'metric' | 'effort' | 'optimize' | 'compress' | 'overrides' | 'report'
> {
  /** Directory from which engines are looked up. */
  root: string
  /** Directory of the cache; `symbols` below it holds names of stripped modules, unless `report.dir` says otherwise. */
  cacheDir: string
  /** Told what is worth saying about the run as a whole. */
  onFinding?: (finding: Finding) => void
  /** Told where the work stands. */
  onProgress?: (state: ProgressState) => void
  /** Told about every module that was not in the cache. */
  onFinished?: (finished: FinishedModule) => void
}

/**
 * Makes the pipeline that the plugin uses, for use without any bundler: `ship` makes a module smaller, `measure`
 * compresses and analyses what ships, `close` ends its threads.
 *
 * @throws {WasmBudgetError} `options-invalid` or `engine-not-found`.
 */
export function createPipeline(options: CreatePipelineOptions): Pipeline {
  const { root, cacheDir, onFinding, onProgress, onFinished, ...rest } = options
  const nothing = () => undefined
  return new Pipeline({
    options: resolveOptions(rest),
    root,
    cacheDir,
    stripOnly: false,
    progress: new Progress(onProgress ?? nothing, onFinished ?? nothing),
    onFinding: onFinding ?? nothing,
  })
}

export {
  optimizeModule,
  type OptimizedModule,
  type OptimizeModuleOptions,
} from './pipeline/optimize-bytes.ts'
export type { KnownModule } from './module-settings.ts'
export type { MeasuredModule, Pipeline, ShippedModule, Untouched } from './pipeline/pipeline.ts'
export type { FinishedModule } from './pipeline/progress.ts'
export type { ProgressState } from './report/progress-line.ts'
