import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ScriptFile } from '../budget/reachability.ts'
import { digestHex } from '../cache/digest.ts'
import { WasmBudgetError } from '../messages.ts'
import type { Metric } from '../options.ts'
import type { MeasuredModule, ShippedModule } from '../pipeline/pipeline.ts'
import type { ModuleReport } from '../report/build-report.ts'
import { describeExports, type DescribedExports, type ExportingModule } from '../scripts/module-exports.ts'
import type { FoundModule } from './found-module.ts'
import { listPublicFiles } from './public-files.ts'
import type { Session } from './session.ts'
import type { HookContext, OutputBundle } from './types.ts'

type Examined = ReadonlyMap<string, DescribedExports>

/** A module of a report with what shipped of it. */
export interface MeasuredExports {
  readonly module: Pick<ModuleReport, 'fileName' | 'after' | 'inlined'>
  readonly shipped: ShippedModule
  readonly measured: Pick<MeasuredModule, 'sha256'>
}

/** Names what is asked about a module. */
export function asExporting({ module, shipped, measured }: MeasuredExports, metric: Metric): ExportingModule {
  const { fileName, after, inlined } = module
  const sizes = inlined?.asFile ?? after
  return {
    fileName,
    bytes: shipped.bytes,
    sha256: measured.sha256,
    ...(metric === 'raw' ? {} : { wireBytes: sizes[`${metric}Bytes`] }),
    ...(shipped.prunedExports === undefined ? {} : { pruned: shipped.prunedExports }),
  }
}

/** Finds out which exports of the modules of a bundle its scripts use. */
export function examineExports(
  session: Session,
  context: HookContext,
  bundle: OutputBundle,
  scripts: readonly ScriptFile[],
  modules: readonly ExportingModule[],
): Promise<Examined> {
  const texts = new Map(
    Object.values(bundle)
      .filter(({ fileName }) => TEXT.test(fileName))
      .map((file) => [file.fileName, file.type === 'chunk' ? file.code : asText(file.source)]),
  )
  const { options, pipeline } = session
  const loose = modules.length === 0 ? new Map<string, string>() : publicScripts(context)
  return describeExports(modules, { scripts, texts, loose, scout: pipeline.exports, metric: options.metric })
}

const TEXT = /\.(?:[cm]?js|html?)$/
const SCRIPT = /\.[cm]?js$/

/** Scripts that Vite copies past the bundle. */
function publicScripts({ environment }: HookContext): ReadonlyMap<string, string> {
  const { publicDir, build } = environment?.config ?? {}
  if (!publicDir || build?.copyPublicDir !== true) return new Map()
  const paths = listPublicFiles(publicDir).filter((path) => SCRIPT.test(path))
  return new Map(paths.map((path) => [path, readFileSync(join(publicDir, path), 'utf8')]))
}

/**
 * Stops the build where scripts name exports that were pruned.
 *
 * @throws {WasmBudgetError} `exports-pruned-used`
 */
export function refuseBroken(examined: Examined): void {
  for (const [asset, { broken: uses }] of examined)
    if (uses.length > 0) throw new WasmBudgetError('exports-pruned-used', { asset, uses })
}

/** Lists those of the modules found that were pruned, where no report is made of them. */
export async function prunedAmong(
  session: Session,
  found: readonly FoundModule[],
): Promise<ExportingModule[]> {
  const modules = await Promise.all(
    found.map(async ({ fileName, bytes, shipped: own }) => {
      const sha256 = await digestHex(bytes)
      const { prunedExports: pruned } = own ?? session.shipped.get(sha256) ?? {}
      return pruned === undefined ? undefined : { fileName, bytes, sha256, pruned }
    }),
  )
  return modules.filter((module) => module !== undefined)
}

/** Says whether it is of any use to tell that a module could be pruned. */
export function mayPrune({ untouched }: Pick<ModuleReport, 'untouched'>): boolean {
  return untouched === undefined || PRUNABLE.has(untouched)
}

const PRUNABLE: ReadonlySet<string> = new Set(['disabled', 'public-file', 'as-found'])

function asText(source: string | Uint8Array): string {
  return typeof source === 'string' ? source : new TextDecoder().decode(source)
}
