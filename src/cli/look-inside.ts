import { ModuleAnalysis } from '../analysis/module-analysis.ts'
import { digestHex } from '../cache/digest.ts'
import type { Metric } from '../options.ts'
import type { Pipeline } from '../pipeline/pipeline.ts'
import type { Sizes } from '../report/build-report.ts'
import { findSymbols } from './find-symbols.ts'
import { about, readModuleFile } from './read-input.ts'
import type { Workspace } from './workspace.ts'

/** A module from a file, its inside, and how large it is on the wire. */
export interface LookedInside {
  readonly path: string
  readonly sha256: string
  readonly sizes: Sizes
  /** The file that names are from, where the module has none. */
  readonly symbolsFrom?: string
  readonly isGo: boolean
  readonly analysis: ModuleAnalysis
}

/**
 * Reads and analyses a module, with sizes on the wire by a metric, and with names that an earlier build kept.
 *
 * @throws {UsageError} a file that cannot be used.
 */
export async function lookInside(
  path: string,
  { options, symbolDirs }: Workspace,
  pipeline: Pipeline,
  { symbols: given, metric = options.metric }: { readonly symbols?: string; readonly metric?: Metric },
): Promise<LookedInside> {
  const bytes = await readModuleFile(path)
  const own = about(path, () => new ModuleAnalysis(bytes))
  const isNamed = own.report.namedFunctionCount > own.report.exports.length
  const found = isNamed && given === undefined ? undefined : await findSymbols(bytes, symbolDirs, given)
  const { after } = await pipeline.measure(await pipeline.ship(bytes, path, 'disabled'), path)
  const analysis = new ModuleAnalysis(bytes, {
    ...(found === undefined ? {} : { symbols: found.symbols }),
    wireSizeBytes: after[`${metric}Bytes`],
  })
  return {
    path,
    sha256: await digestHex(bytes),
    sizes: after,
    ...(found === undefined ? {} : { symbolsFrom: found.path }),
    isGo: analysis.report.items.some(({ kind, name }) => kind === 'function' && name === 'go.buildid'),
    analysis,
  }
}
