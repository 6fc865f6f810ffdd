import type { SizeSummary } from '../analysis/summary.ts'
import { ContentStore } from '../cache/content-store.ts'
import { digestHex, integrityOf, keyOf } from '../cache/digest.ts'
import type { Format } from '../compress/encoder.ts'
import type { Finding } from '../finding.ts'
import { optimizeOfBuild, settingsFor, type KnownModule, type ModuleSettings } from '../module-settings.ts'
import type { Engine } from '../optimize/engine.ts'
import { findEngine, type FoundEngine } from '../optimize/engines/find-engine.ts'
import { ExportLists, type ListedExports } from '../optimize/exports/export-lists.ts'
import type { Inspection } from '../optimize/inspect.ts'
import { JobQueue } from '../optimize/job-queue.ts'
import { optimizeModule, type Optimized } from '../optimize/optimize-module.ts'
import type { Effort } from '../options.ts'
import type { ResolvedOptimize, ResolvedOptions } from '../resolve-options.ts'
import type { ModuleReport, Sizes, Tools } from '../report/build-report.ts'
import type { ModuleInside } from '../report/module-inside.ts'
import { Analyzer } from './analyzer.ts'
import { Compressor, type CompressedModule } from './compressor.ts'
import { ExportScout } from './export-scout.ts'
import { fingerprintOf, type BuildFingerprint } from './fingerprint.ts'
import { inForm, type Form } from './form.ts'
import { missingTools } from './missing-tools.ts'
import type { ModuleProgress, Progress } from './progress.ts'
import { toolsWith } from './tools.ts'
import { isWebcil } from '../wasm/webcil.ts'
import { stripOnly } from './strip-only.ts'
import { withPruned } from './with-pruned.ts'
import { WorkerPool } from './worker-pool.ts'
import { packShipment, unpackShipment, type Shipment, type ShipmentMeta } from './shipment-entry.ts'

/** What a pipeline is made for. */
export interface PipelineOptions {
  readonly options: Pick<
    ResolvedOptions,
    'effort' | 'metric' | 'optimize' | 'compress' | 'overrides' | 'report' | 'budgets'
  >
  /** Directory from which engines are looked up. */
  readonly root: string
  /** Directory of the cache. */
  readonly cacheDir: string
  /** Strip only, with no measuring: for watch mode. */
  readonly stripOnly: boolean
  readonly progress: Progress
  /** Told what is worth saying about the build as a whole. */
  readonly onFinding: (finding: Finding) => void
}

/** Why a module ships as it is, without any candidate being tried. */
export type Untouched = NonNullable<ModuleReport['untouched']>

/** A module on its way through the pipeline. */
export interface ShippedModule extends Shipment {
  readonly source: Uint8Array
  readonly untouched?: Untouched
  readonly fromCache: boolean
}

/** Sizes, siblings and inside of a {@link ShippedModule}. */
export interface MeasuredModule {
  readonly sha256: string
  readonly sourceSha256: string
  /** Subresource Integrity of what ships. */
  readonly integrity: string
  readonly before: Sizes
  readonly after: Sizes
  readonly compressed: readonly CompressedModule[]
  readonly summary?: SizeSummary
  readonly findings: readonly Finding[]
  readonly fromCache: boolean
}

/** Takes modules from what a bundler emits to what ships; holds the cache, the threads and the engine of one build. */
export class Pipeline {
  /** What scripts make of the exports of modules. */
  readonly exports: ExportScout
  readonly #settings: PipelineOptions
  readonly #engine: Engine | undefined
  readonly #engineFinding: FoundEngine['finding']
  readonly #store: ContentStore
  readonly #workers = new WorkerPool()
  readonly #queue = new JobQueue()
  readonly #compressor: Compressor
  readonly #analyzer: Analyzer
  readonly #exportLists: ExportLists
  readonly #ofBuild: BuildFingerprint
  readonly #shipped = new Map<string, Promise<ShippedModule>>()
  readonly #abort = new AbortController()
  readonly #said = new Set<Finding['code']>()

  /** @throws {WasmBudgetError} if the options insist on an engine that cannot be used, see {@link findEngine}. */
  constructor(settings: PipelineOptions) {
    const { options, root, cacheDir, stripOnly, onFinding } = settings
    this.#settings = settings
    const optimize = optimizeOfBuild(options)
    const { engine, finding } = stripOnly ? ({} as FoundEngine) : findEngine(optimize, root)
    this.#engine = engine
    this.#engineFinding = finding
    this.#store = new ContentStore(cacheDir, (reason) =>
      onFinding({ code: 'cache-unusable', severity: 'warn', args: { path: cacheDir, reason } }),
    )
    const encoder = options.compress === false ? 'native' : options.compress.encoder
    this.#compressor = new Compressor(encoder, this.#store, this.#queue, this.#workers)
    this.#analyzer = new Analyzer(settings, this.#store, this.#workers)
    this.exports = new ExportScout(this.#store, this.#workers)
    this.#exportLists = new ExportLists(optimize === false || stripOnly ? {} : optimize.exports, root)
    const { metric } = options
    const encoders = this.#compressor.encoderIdsOf(metric)
    const exports = this.#exportLists.fingerprint
    this.#ofBuild = { metric, stripOnly, engine: engine?.id, encoders, exports }
  }

  /** Everything that the shipped bytes of a module with these settings depend on beside its source; part of its file name. */
  fingerprintOf(settings: ModuleSettings): string {
    return fingerprintOf(settings, this.#ofBuild)
  }

  /** Key under which the cache has what ships of a source with this SHA-256. */
  keyFor(sourceSha256: string, known: KnownModule, form: Form): string {
    const settings = known.settings ?? settingsFor(this.#settings.options, known.names)
    return keyOf([sourceSha256, this.fingerprintOf(settings), form, this.#exportLists.of(known.names)])
  }

  /** Ids of the encoders behind the figures, by format. */
  get encoders(): Record<Format, string> {
    return {
      br: this.#compressor.encoderIds('br').join(' or '),
      gz: this.#compressor.encoderIds('gz').join(' or '),
    }
  }

  /** Programs that figures depend on, beside the encoders. */
  get tools(): Tools {
    return toolsWith(this.#engine?.id)
  }

  /**
   * Makes what ships of a module, each content once; `untouched` ships it as it is. The smallest in the given form is taken.
   *
   * @throws {WasmBudgetError} `engine-fault`, see {@link optimizeModule}; everything else that runs is stopped then.
   */
  async ship(
    source: Uint8Array,
    asset: string,
    untouched?: Untouched,
    form: Form = 'file',
    known: KnownModule = { names: [asset] },
  ): Promise<ShippedModule> {
    if (isWebcil(source)) return keep(source, 'webcil')
    const { names, settings = settingsFor(this.#settings.options, names) } = known
    const { effort, optimize } = settings
    if (untouched !== undefined || optimize === false) return keep(source, untouched ?? 'disabled')
    const key = this.keyFor(await digestHex(source), { names, settings }, form)
    const load = { source, asset, form, listed: this.#exportLists.of(names), effort, optimize }
    const result = this.#shipped.get(key) ?? this.#ship(load, key)
    this.#shipped.set(key, result)
    return result
  }

  async #ship(load: Load, key: string): Promise<ShippedModule> {
    const { source, asset, optimize } = load
    const cached = await this.#store.get<ShipmentMeta>('bytes', key)
    if (cached !== undefined) return { source, ...unpackShipment(cached), fromCache: true }
    this.#sayWhatIsMissing(optimize)
    const progress = this.#settings.progress.module(asset)
    try {
      const { keepSections, strip } = optimize
      const pruned = await this.#prune(load)
      const bytes = pruned?.bytes ?? source
      const inspected = await this.#workers.run('inspect', { bytes, strip, keepSections })
      if ('problem' in inspected) {
        const args = { reason: inspected.problem }
        return {
          ...keep(source, 'unreadable'),
          findings: [{ code: 'module-unreadable', severity: 'warn', asset, args }],
        }
      }
      const made = await this.#choose(load, inspected.value, progress)
      const { faulty, ...shipment } = withPruned(made, pruned)
      // Luck must not be remembered: the next build tries again.
      if (!faulty) await this.#store.put<ShipmentMeta>('bytes', key, ...packShipment(shipment))
      return { source, ...shipment, fromCache: false }
    } catch (error) {
      this.#abort.abort()
      throw error
    } finally {
      progress.done()
    }
  }

  async #prune({ source, asset, listed, optimize: { strip, keepSections } }: Load) {
    if (listed.names === undefined && listed.lacking.length === 0) return undefined
    const { names, lacking } = listed
    const unlisted = lacking.map((args): Finding => ({
      code: 'exports-unlisted',
      severity: 'warn',
      asset,
      args,
    }))
    if (names === undefined) return { bytes: source, pruned: [], removedSections: [], findings: unlisted }
    const task = { bytes: source, names, asset, strip, keepSections }
    return this.#workers.run('pruneListed', task)
  }

  #choose(
    { asset, form, effort, optimize }: Load,
    inspection: Inspection,
    progress: ModuleProgress,
  ): Promise<Optimized> {
    const { metric } = this.#settings.options
    const engine = optimize.engine === 'none' ? undefined : this.#engine
    if (this.#settings.stripOnly) return Promise.resolve(stripOnly(inspection))
    return optimizeModule(inspection, asset, effort, optimize, {
      queue: this.#queue,
      ...(engine === undefined ? {} : { engine }),
      judge: (output, demands) => this.#workers.run('judge', { output, demands }),
      rewrite: (task) => this.#queue.run(() => this.#workers.run('runPass', task)),
      measure: (bytes) => this.#compressor.measure(inForm(bytes, form), metric, asset),
      estimate: (bytes) => this.#compressor.estimate(inForm(bytes, form), metric),
      progress,
      signal: this.#abort.signal,
    })
  }

  /** Measures, compresses and analyses what ships; `fileName` names it in messages. */
  async measure(shipped: ShippedModule, fileName: string): Promise<MeasuredModule> {
    const [sha256, sourceSha256] = await Promise.all([digestHex(shipped.bytes), digestHex(shipped.source)])
    const integrity = await integrityOf(shipped.bytes)
    const [before, br, gz, inside] = await Promise.all([
      this.#compressor.measureAll(shipped.source, fileName),
      this.#compressor.compress(shipped.bytes, 'br', fileName, true),
      this.#compressor.compress(shipped.bytes, 'gz', fileName, true),
      this.#analyzer.analyze(shipped, sha256),
    ])
    const after = { rawBytes: shipped.bytes.length, gzipBytes: gz.bytes.length, brotliBytes: br.bytes.length }
    const fromCache = shipped.fromCache && br.fromCache && gz.fromCache
    const compressed = [br, gz].map((made) => ({ ...made, integrity }))
    return { sha256, sourceSha256, integrity, before, after, compressed, ...inside, fromCache }
  }

  /** Looks into what ships; undefined where it cannot be read. What only exports keep that are not in `usedExports` is kept by nothing. */
  lookInside(
    { bytes, source, twin }: ShippedModule,
    wireBytes?: number,
    usedExports?: readonly string[],
  ): Promise<ModuleInside | undefined> {
    return this.#workers.run('lookInside', { bytes, source, twin, wireBytes, usedExports })
  }

  /** Size of bytes by the metric. */
  wireSizeOf(bytes: Uint8Array, fileName: string): Promise<number> {
    return this.#compressor.measure(bytes, this.#settings.options.metric, fileName)
  }

  /** Measures a text. */
  measureText(text: string, fileName: string): Promise<Sizes> {
    return this.#compressor.measureAll(new TextEncoder().encode(text), fileName)
  }

  /** Ends threads and processes, and evicts old cache entries; the pipeline can be used again after. */
  async close(): Promise<void> {
    this.#shipped.clear()
    this.#compressor.forget()
    await this.#workers.close()
    await this.#store.evict()
  }

  /** Told when something is computed, not in builds that only read the cache. */
  #sayWhatIsMissing({ engine }: ResolvedOptimize): void {
    const { options, stripOnly, onFinding } = this.#settings
    if (stripOnly) return
    for (const finding of missingTools(
      options.compress,
      engine === 'none' ? undefined : this.#engineFinding,
    )) {
      if (!this.#said.has(finding.code)) onFinding(finding)
      this.#said.add(finding.code)
    }
  }
}

interface Load {
  readonly source: Uint8Array
  readonly asset: string
  readonly form: Form
  readonly listed: ListedExports
  readonly effort: Effort
  readonly optimize: ResolvedOptimize
}

function keep(source: Uint8Array, untouched: Untouched): ShippedModule {
  const nothing = { tries: [], removedSections: [], findings: [] }
  return { source, bytes: source, chosen: 'keep', ...nothing, untouched, fromCache: false }
}
