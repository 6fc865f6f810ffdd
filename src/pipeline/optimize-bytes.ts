import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Finding } from '../finding.ts'
import type { CompressOptions, OptimizeOptions, WasmBudgetOptions } from '../options.ts'
import type { Try } from '../report/build-report.ts'
import { resolveOptions } from '../resolve-options.ts'
import { Pipeline } from './pipeline.ts'
import { Progress } from './progress.ts'

/** Options of {@link optimizeModule}; those of the plugin of the same names, for one module. */
export interface OptimizeModuleOptions
  extends
    Pick<WasmBudgetOptions, 'metric' | 'effort'>,
    Pick<OptimizeOptions, 'strip' | 'keepSections' | 'engine' | 'onFault' | 'memory' | 'seconds'>,
    Pick<CompressOptions, 'encoder'> {
  /**
   * The exports to keep.
   *
   * @default all of them
   */
  exports?: readonly string[]
  /**
   * What messages call the module.
   *
   * @default 'module.wasm'
   */
  name?: string
  /**
   * Directory from which engines are looked up.
   *
   * @default process.cwd()
   */
  root?: string
  /**
   * Directory that remembers results.
   *
   * @default none
   */
  cacheDir?: string
}

/** A module as a build would ship it. */
export interface OptimizedModule {
  readonly bytes: Uint8Array
  /** Name of the candidate that is the smallest. */
  readonly chosen: string
  /** Everything that was tried. */
  readonly candidates: readonly Try[]
  readonly sizeBytes: number
  /** Size of `bytes` by the metric. */
  readonly wireSizeBytes: number
  /** Names of the custom sections that are gone. */
  readonly removedSections: readonly string[]
  readonly findings: readonly Finding[]
}

/**
 * Makes a module as small on the wire as a build does, by the same code.
 *
 * What cannot be read comes back as it is, with a finding `module-unreadable` that says why.
 *
 * @throws {WasmBudgetError} `options-invalid`, or `engine-not-found` and `engine-fault` as a build does.
 */
export async function optimizeModule(
  bytes: Uint8Array,
  options: OptimizeModuleOptions = {},
): Promise<OptimizedModule> {
  const { metric, effort, encoder, exports, name = 'module.wasm', root = process.cwd(), ...rest } = options
  const { cacheDir, ...optimize } = rest
  const resolved = resolveOptions({
    ...(metric === undefined ? {} : { metric }),
    ...(effort === undefined ? {} : { effort }),
    ...(encoder === undefined ? {} : { compress: { encoder } }),
    optimize: { ...optimize, ...(exports === undefined ? {} : { exports: { '**': [...exports] } }) },
    report: false,
  })
  const directory = cacheDir ?? (await mkdtemp(join(tmpdir(), 'wasm-budget-')))
  const findings: Finding[] = []
  const pipeline = new Pipeline({
    options: resolved,
    root,
    cacheDir: directory,
    stripOnly: false,
    progress: new Progress(
      () => undefined,
      () => undefined,
    ),
    onFinding: (finding) => findings.push(finding),
  })
  try {
    const shipped = await pipeline.ship(bytes, name)
    return {
      bytes: shipped.bytes,
      chosen: shipped.chosen,
      candidates: shipped.tries,
      sizeBytes: shipped.bytes.length,
      wireSizeBytes: await pipeline.wireSizeOf(shipped.bytes, name),
      removedSections: shipped.removedSections,
      findings: [...findings, ...shipped.findings],
    }
  } finally {
    await pipeline.close()
    if (cacheDir === undefined) await rm(directory, { recursive: true, force: true })
  }
}
