import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { ContentStore } from '../cache/content-store.ts'
import { keyOf } from '../cache/digest.ts'
import type { Format } from '../compress/encoder.ts'
import { createEncoders, encodersFor } from '../compress/encoders.ts'
import { WasmBudgetError } from '../messages.ts'
import { settingsFor } from '../module-settings.ts'
import { JobQueue } from '../optimize/job-queue.ts'
import type { ResolvedOptions } from '../resolve-options.ts'
import type { Sizes } from '../report/build-report.ts'
import type { ShippedFigures } from '../report/dev-state.ts'
import { BuildFigures } from './build-figures.ts'
import type { Form } from './form.ts'
import { Pipeline } from './pipeline.ts'
import { Progress } from './progress.ts'
import type { Examined, InlinedSource, ModuleSource, StripRule } from './source-tasks.ts'
import { WorkerPool } from './worker-pool.ts'

/** What an {@link Estimator} is made for. */
export interface EstimatorOptions {
  readonly options: ResolvedOptions
  readonly root: string
  /** Directory of Vite's cache. */
  readonly cacheDir: string
}

/** A module whose figures are wanted. */
export interface Wanted {
  readonly source: ModuleSource
  /** Names under which overrides know it. */
  readonly names: readonly string[]
  /** Forms in which a build may ship it, the likely one first. */
  readonly forms: readonly Form[]
  /** Whether a build ships it as it is. */
  readonly isUntouched: boolean
  /** Whether anybody still wants to know. */
  readonly isCurrent: () => boolean
  /** Told what is known so far, several times. */
  readonly tell: (examined: Examined, shipped: ShippedFigures) => void
}

/** Real compressing takes a second or two a megabyte: one module at a time leaves the other cores alone. */
const COMPRESSING_AT_ONCE = 1

/** Milliseconds that closing waits for threads at the most. */
const CLOSING_MS = 3000

/** Says what builds would ship of modules, in threads of its own; everything is remembered by content. */
export class Estimator {
  readonly #options: ResolvedOptions
  readonly #store: ContentStore
  readonly #builds: BuildFigures
  /** Absent where builds would fail for want of an engine. */
  readonly #pipeline: Pipeline | undefined
  readonly #workers = new WorkerPool()
  readonly #queue = new JobQueue(COMPRESSING_AT_ONCE)

  constructor({ options, root, cacheDir: viteCacheDir }: EstimatorOptions) {
    this.#options = options
    const cacheDir = join(viteCacheDir, 'wasm-budget')
    // A cache that cannot be used makes figures come later, and builds complain about it.
    this.#store = new ContentStore(cacheDir, () => undefined)
    this.#builds = new BuildFigures(this.#store, (format) => this.#encoderIds(format))
    this.#pipeline = pipelineOfBuilds(options, root, cacheDir)
  }

  /** Reads and measures a module; false where there is none at its source. */
  async estimate(wanted: Wanted): Promise<boolean> {
    const { source, names, isUntouched, isCurrent, tell } = wanted
    const rule = this.#ruleOf(isUntouched, names)
    const examined = await this.#workers.run('examine', { source, rule })
    if (examined === undefined) return false
    const tellFigures = (from: ShippedFigures['from'], figures: Partial<Sizes>) =>
      tell(examined, { from, rawBytes: examined.shippedBytes, ...figures })
    const built = isUntouched ? undefined : await this.#builds.shippedUnder(this.#keysOf(examined, wanted))
    if (built !== undefined) {
      tellFigures('build', built)
      return true
    }
    const key = keyOf([examined.shippedSha256, this.#encoderIds('gz'), this.#encoderIds('br')])
    const known = await this.#store.get<Sizes>('sizes', key)
    if (known !== undefined) {
      tellFigures('estimate', known.meta)
      return true
    }
    tellFigures('estimate', {})
    const fast = await this.#workers.run('gaugeFast', { source, rule })
    if (fast === undefined || !isCurrent()) return isCurrent()
    tellFigures('bound', fast)
    const { compress } = this.#options
    const encoder = compress === false ? 'native' : compress.encoder
    const real = await this.#queue.run(async () =>
      isCurrent() ? this.#workers.run('gauge', { source, rule, encoder }) : undefined,
    )
    if (real?.brotliBytes === undefined) return isCurrent()
    const sizes = { rawBytes: examined.shippedBytes, ...real }
    await this.#store.put('sizes', key, sizes)
    tellFigures('estimate', sizes)
    return true
  }

  /** Writes what is inside a module, a `ModuleInside`, as JSON; undefined where the module cannot be read. */
  async inside(
    { source, names, isUntouched }: Pick<Wanted, 'source' | 'names' | 'isUntouched'>,
    wireBytes: number | undefined,
  ): Promise<Uint8Array | undefined> {
    const rule = this.#ruleOf(isUntouched, names)
    const json = await this.#workers.run('writeInside', { source, rule, wireBytes })
    return json === undefined ? undefined : new Uint8Array(json)
  }

  /** Finds modules that stand in a script as base64. */
  findInlined(code: string): Promise<InlinedSource[]> {
    return this.#workers.run('findInlined', { code })
  }

  /** Ends threads. */
  async close(): Promise<void> {
    // A thread that ends by itself at that very moment never says so, and no server should hang for it.
    await Promise.race([this.#workers.close(), wait(CLOSING_MS, undefined, { ref: false })])
    await this.#store.evict()
  }

  /** Keys under which the cache has what the last build made of a module. */
  #keysOf({ sha256 }: Examined, { names, forms }: Wanted): string[] {
    const pipeline = this.#pipeline
    return pipeline === undefined ? [] : forms.map((form) => pipeline.keyFor(sha256, { names }, form))
  }

  #ruleOf(isUntouched: boolean, names: readonly string[]): StripRule {
    const { optimize } = settingsFor(this.#options, names)
    if (isUntouched || optimize === false) return undefined
    return { strip: optimize.strip, keepSections: optimize.keepSections }
  }

  #encoderIds(format: Format): string[] {
    const { compress } = this.#options
    const kind = compress === false ? 'native' : compress.encoder
    return encodersFor(createEncoders(), format, kind).map(({ id }) => id)
  }
}

/** The pipeline that builds have; undefined where they would fail for want of an engine. */
function pipelineOfBuilds(options: ResolvedOptions, root: string, cacheDir: string): Pipeline | undefined {
  const nothing = () => undefined
  const progress = new Progress(nothing, nothing)
  try {
    return new Pipeline({ options, root, cacheDir, stripOnly: false, progress, onFinding: nothing })
  } catch (error) {
    if (error instanceof WasmBudgetError) return undefined
    throw error
  }
}
