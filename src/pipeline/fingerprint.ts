import { keyOf } from '../cache/digest.ts'
import type { ModuleSettings } from '../module-settings.ts'
import { ladderOf } from '../optimize/candidates.ts'
import type { Metric } from '../options.ts'

/** Grows whenever the same input and options come to other bytes. */
const PIPELINE_VERSION = 2

/** What bytes of all modules of a build depend on. */
export interface BuildFingerprint {
  readonly metric: Metric
  readonly stripOnly: boolean
  /** Id of the engine; absent where there is none. */
  readonly engine: string | undefined
  /** Ids of the encoders that sizes depend on. */
  readonly encoders: readonly string[]
  /** Everything that decides which exports stay. */
  readonly exports: unknown
}

/** Everything that the shipped bytes of a module with these settings depend on beside its source. */
export function fingerprintOf({ effort, optimize }: ModuleSettings, build: BuildFingerprint): string {
  if (optimize === false) return keyOf([PIPELINE_VERSION, 'off'])
  const strip = [optimize.strip, optimize.keepSections.toSorted()]
  if (build.stripOnly) return keyOf([PIPELINE_VERSION, 'strip only', strip])
  const { metric, encoders, exports } = build
  const engine = optimize.engine === 'none' ? 'none' : (build.engine ?? 'none')
  return keyOf([PIPELINE_VERSION, metric, ladderOf(effort), strip, engine, encoders, exports])
}
