import { join, resolve } from 'node:path'
import type { SizeSummary } from '../analysis/summary.ts'
import type { ContentStore } from '../cache/content-store.ts'
import { digestHex, keyOf } from '../cache/digest.ts'
import type { Finding } from '../finding.ts'
import { partQueryOf } from './part-query.ts'
import type { PipelineOptions, ShippedModule } from './pipeline.ts'
import { hasSymbols, writeSymbols, type ModuleSymbols } from './symbol-files.ts'
import type { WorkerPool } from './worker-pool.ts'

/** Grows whenever the same bytes come to another summary. */
const ANALYSIS_VERSION = 5

/** What is inside a module that ships, and what was worth saying on the way. */
export interface Analyzed {
  readonly summary?: SizeSummary
  readonly findings: readonly Finding[]
}

/** Looks into modules once a machine, and keeps the names that were stripped. */
export class Analyzer {
  readonly #settings: Pick<PipelineOptions, 'options' | 'root' | 'cacheDir'>
  readonly #store: ContentStore
  readonly #workers: WorkerPool

  constructor(
    settings: Pick<PipelineOptions, 'options' | 'root' | 'cacheDir'>,
    store: ContentStore,
    workers: WorkerPool,
  ) {
    this.#settings = settings
    this.#store = store
    this.#workers = workers
  }

  /** Sums up what ships; no summary where it cannot be read. */
  async analyze({ bytes, twin, untouched }: ShippedModule, sha256: string): Promise<Analyzed> {
    if (untouched === 'companion') return { findings: [] }
    const twinSha256 = twin === undefined ? undefined : await digestHex(twin)
    const query = partQueryOf(this.#settings.options.budgets)
    const key = keyOf([sha256, twinSha256, ANALYSIS_VERSION, query])
    const needsSymbols =
      twin !== undefined && this.#symbolsDir !== undefined && !(await hasSymbols(this.#symbolsDir, sha256))
    const cached = await this.#store.get<SizeSummary>('summary', key)
    if (cached !== undefined && !needsSymbols) return { summary: cached.meta, findings: [] }
    const analysis = await this.#workers.run('analyze', { bytes, twin, ...query })
    // It was told as unreadable when it was to be optimised; here it is only left without an inside.
    if ('problem' in analysis) return { findings: [] }
    const { summary, functionNames } = analysis.value
    await this.#store.put('summary', key, summary)
    if (!needsSymbols) return { summary, findings: [] }
    return { summary, findings: await this.#writeSymbols({ sha256, twin, functionNames }) }
  }

  get #symbolsDir(): string | undefined {
    const { options, root, cacheDir } = this.#settings
    if (options.report === false) return undefined
    return options.report.dir === undefined ? join(cacheDir, 'symbols') : resolve(root, options.report.dir)
  }

  async #writeSymbols(symbols: ModuleSymbols): Promise<Finding[]> {
    const path = this.#symbolsDir as string
    try {
      await writeSymbols(path, symbols)
      return []
    } catch (error) {
      const args = { path, reason: (error as Error).message }
      return [{ code: 'symbols-unwritable', severity: 'warn', args }]
    }
  }
}
