import { reach, usesOf, type Reachability, type ScriptFile } from '../budget/reachability.ts'
import type { Pipeline } from '../pipeline/pipeline.ts'
import { assembleReport } from '../plugins/assemble-report.ts'
import { companionTest, pairCompanions, referToCompanions } from '../plugins/companions.ts'
import { readBaseline } from '../plugins/read-baseline.ts'
import { inlinedFinding } from '../report/inlined-finding.ts'
import type { BuildReport, ModuleReport } from '../report/build-report.ts'
import type { ResolvedOptions } from '../resolve-options.ts'
import { describeExports } from '../scripts/module-exports.ts'
import { readModules } from './find-modules.ts'
import { findScripts, SCRIPT_TEXT } from './find-scripts.ts'
import { listFiles, readTexts } from './list-files.ts'
import { measureFile, measureInlined } from './measure-modules.ts'

/** What a report of a directory depends on beside the directory. */
export interface DirectoryOptions {
  readonly options: ResolvedOptions
  /** What the path of the baseline is relative to. */
  readonly root: string
  /** Directories in which the names of stripped modules may lie. */
  readonly symbolDirs: readonly string[]
}

const INLINING_TEXT = /\.(?:[cm]?js|css|html?)$/

/**
 * Makes the report of a directory that something else has built: measures the modules in it as they are, finds out by text who
 * loads them, and judges budgets. Nothing is written.
 *
 * @throws {WasmBudgetError} `baseline-invalid`
 * @throws {Error} of the file system, if something cannot be read.
 */
export async function reportDirectory(
  directory: string,
  { options, root, symbolDirs }: DirectoryOptions,
  pipeline: Pipeline,
): Promise<BuildReport> {
  const files = await listFiles(directory)
  const isCompanion = companionTest(options)
  const found = await readModules(directory, files, (path) => isCompanion([path]))
  const inliningTexts = await readTexts(directory, files, INLINING_TEXT)
  const measured = await Promise.all(
    found.map((module) => measureFile(pipeline, directory, module, symbolDirs)),
  )
  for (const [file, text] of inliningTexts) measured.push(...(await measureInlined(pipeline, file, text)))
  const described = measured.map(({ module }) => module)
  const fileNames = found.map(({ fileName }) => fileName)
  const pairs = pairCompanions(described)
  const scriptTexts = await readTexts(directory, files, SCRIPT_TEXT)
  const inlined = described.filter((module) => module.inlined !== undefined)
  const scripts = (await findScripts(scriptTexts, fileNames)).map((script) => {
    const own = inlined.filter((module) => module.inlined?.file === script.fileName)
    return { ...script, modules: [...script.modules, ...own.map(({ fileName }) => fileName)] }
  })
  const linked = referToCompanions(scripts, pairs)
  const reachability = withoutPages(reach(linked), linked)
  const { metric } = options
  const exporting = measured.flatMap(({ module, bytes }) => {
    const { fileName, sha256, after, inlined, summary } = module
    if (summary === undefined) return []
    const wire = metric === 'raw' ? {} : { wireBytes: (inlined?.asFile ?? after)[`${metric}Bytes`] }
    return [{ fileName, bytes, sha256, ...wire }]
  })
  const sources = { scripts: linked, texts: scriptTexts, loose: scriptTexts, scout: pipeline.exports, metric }
  const examined = await describeExports(exporting, sources)
  const modules = described.map((module): ModuleReport => {
    const companionOf = pairs.get(module.fileName)
    const { exports } = examined.get(module.fileName) ?? {}
    return {
      ...module,
      ...(companionOf === undefined ? {} : { companionOf }),
      uses: usesOf(module.fileName, linked, reachability),
      ...(exports === undefined ? {} : { exports }),
    }
  })
  const findings = [
    ...measured.flatMap((file) => file.findings),
    ...modules.flatMap((module) => inlinedFinding(module, options.metric, 'other')),
    ...[...examined.values()].flatMap(({ finding }) => finding ?? []),
  ]
  const { encoders, tools } = pipeline
  const baseline = await readBaseline(root, options.baseline)
  const environment = 'client'
  return assembleReport(options, { environment, encoders, tools, baseline, modules, reachability, findings })
}

/** A page is an entry, but no chunk, unless it loads modules itself. */
function withoutPages(reachability: Reachability, scripts: readonly ScriptFile[]): Reachability {
  const pages = scripts.filter(({ html, modules }) => html !== undefined && modules.length === 0)
  const names = new Set(pages.map(({ fileName }) => fileName))
  return { ...reachability, chunks: reachability.chunks.filter(({ fileName }) => !names.has(fileName)) }
}
