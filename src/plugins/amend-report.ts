import { readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { reach, usesOf, type ScriptFile } from '../budget/reachability.ts'
import { writeAtomically } from '../cache/content-store.ts'
import { digestHex } from '../cache/digest.ts'
import { listFiles, readTexts } from '../directory/list-files.ts'
import type { Finding } from '../finding.ts'
import { settingsFor } from '../module-settings.ts'
import type { BuildReport, ModuleReport } from '../report/build-report.ts'
import { renderFound } from '../report/table.ts'
import { describeExports } from '../scripts/module-exports.ts'
import { isWasm } from '../wasm/sections.ts'
import { assembleReport, isOfAll } from './assemble-report.ts'
import { mentioned } from './attribution.ts'
import { asExporting, mayPrune, refuseBroken } from './export-use.ts'
import { companionOf, companionTest, pairCompanions, referToCompanions } from './companions.ts'
import { readSiblings } from './existing-siblings.ts'
import { whyLeftAlone, type FoundModule } from './found-module.ts'
import { describeFound, measureFound } from './measure-found.ts'
import { globNames } from './matcher.ts'
import type { Output } from './outputs.ts'
import { publishReport } from './publish-report.ts'
import { readBaseline } from './read-baseline.ts'
import type { Session } from './session.ts'
import { findStaleSiblings, planSiblings } from './siblings.ts'
import { terminalStyle } from './terminal-style.ts'
import { namesOf, unmatchedOverrides } from './unmatched-overrides.ts'

/**
 * Adds the modules among `changed`, files of one directory, that no report knows: optimises them where that is wished,
 * writes their siblings, and judges the budgets again on all modules.
 *
 * The report of the last output of the directory is amended and told once more.
 */
export async function amendReport(
  session: Session,
  outputs: readonly Output[],
  changed: readonly string[],
): Promise<void> {
  const startedMs = performance.now()
  const output = outputs.findLast(({ report }) => report !== undefined)
  if (output?.report === undefined) return
  const known = outputs.flatMap(({ report }) => report?.modules ?? [])
  const found: FoundModule[] = []
  for (const fileName of changed) {
    const module = await readFound(session, output.dir, fileName, known)
    if (module !== undefined) found.push(module)
  }
  if (found.length === 0) return
  const { report, scripts } = await merge(session, output, output.report, found)
  Object.assign(output, { report, scripts })
  const seconds = (performance.now() - startedMs) / 1000
  const names = new Set(found.map(({ fileName }) => fileName))
  const table = renderFound(report, names, { ...terminalStyle(), seconds })
  await publishReport(session, report, table, relative(session.root, output.dir) || output.dir)
}

/** Reads a file and does to it what is wished; undefined where it is no module, or one that is known. */
async function readFound(
  { options, pipeline }: Session,
  dir: string,
  fileName: string,
  known: readonly ModuleReport[],
): Promise<FoundModule | undefined> {
  const path = join(dir, fileName)
  const source = new Uint8Array(await readFile(path))
  const sha256 = await digestHex(source)
  if (known.some((module) => module.fileName === fileName && module.sha256 === sha256)) return undefined
  const place = 'disk'
  if (!isWasm(source)) {
    if (!companionTest(options)([fileName])) return undefined
    const existing = await readSiblings(path, { bytes: source, source })
    return { place, fileName, bytes: source, originalNames: [], existing, ...companionOf(source) }
  }
  // What another plugin made of an emitted module is what it wants to ship.
  const isEmitted = known.some((module) => module.fileName === fileName)
  const untouched = isEmitted ? 'disabled' : whyLeftAlone(options, fileName, [])
  const names = globNames(fileName, [])
  const shipped = await pipeline.ship(source, fileName, untouched, 'file', { names })
  const existing = await readSiblings(path, shipped)
  if (shipped.bytes !== source) await writeAtomically(path, shipped.bytes)
  return { place, fileName, bytes: shipped.bytes, originalNames: [], existing, shipped }
}

async function merge(
  session: Session,
  output: Output,
  before: BuildReport,
  found: readonly FoundModule[],
): Promise<Required<Pick<Output, 'report' | 'scripts'>>> {
  const { options } = session
  const measurements = await Promise.all(found.map((module) => measureFound(session, module)))
  const described = measurements.map((measurement) => describeFound(session, measurement))
  const names = described.map(({ fileName }) => fileName)
  const rest = before.modules.filter(({ fileName }) => !names.includes(fileName))
  const pairs = pairCompanions([...rest, ...described])
  const scripts = referToCompanions(await referToFound(output, names), pairs)
  const reachability = reach(scripts)
  const findings: Finding[] = before.findings.filter((finding) => !isOfAll(finding))
  const modules: ModuleReport[] = []
  const exporting = measurements.flatMap(({ shipped, measured }, index) => {
    const module = described[index] as (typeof described)[number]
    return module.summary === undefined ? [] : [asExporting({ module, shipped, measured }, options.metric)]
  })
  const texts = await readTexts(output.dir, await listFiles(output.dir), /\.(?:[cm]?js|html?)$/)
  const { scout, metric } = { scout: session.pipeline.exports, metric: options.metric }
  const examined = await describeExports(exporting, { scripts, texts, loose: texts, scout, metric })
  refuseBroken(examined)
  for (const [index, { shipped, measured }] of measurements.entries()) {
    const module = described[index] as (typeof described)[number]
    const { fileName } = module
    const existing = found[index]?.existing ?? []
    const { rawBytes } = measured.after
    const { compress } = settingsFor(options, namesOf(module))
    const plan = planSiblings(fileName, rawBytes, measured.compressed, compress, existing)
    for (const { fileName: sibling, bytes } of plan.fresh)
      await writeAtomically(join(output.dir, sibling), bytes)
    findings.push(...shipped.findings, ...measured.findings, ...findStaleSiblings(fileName, existing, plan))
    if (shipped.untouched === 'name-not-ours') {
      findings.push({ code: 'public-name-hashed', severity: 'warn', asset: fileName, args: {} })
    }
    const companion = pairs.get(fileName)
    const uses = usesOf(fileName, scripts, reachability)
    const { exports, finding } = examined.get(fileName) ?? {}
    if (finding !== undefined && mayPrune(module)) findings.push(finding)
    modules.push({
      ...module,
      ...(companion === undefined ? {} : { companionOf: companion }),
      siblings: plan.siblings,
      uses,
      ...(exports === undefined ? {} : { exports }),
    })
  }
  findings.push(...unmatchedOverrides(options.overrides, [...rest, ...modules]))
  const { environment, encoders } = before
  const report = assembleReport(options, {
    environment,
    encoders,
    tools: session.pipeline.tools,
    baseline: await readBaseline(session.root, options.baseline),
    modules: [...rest, ...modules],
    reachability,
    findings,
  })
  return { report, scripts }
}

/** Lets scripts refer to the modules that were found, by what is written on disk. */
function referToFound({ dir, scripts }: Output, names: readonly string[]): Promise<ScriptFile[]> {
  return Promise.all(
    scripts.map(async (script) => {
      const code = await readFile(join(dir, script.fileName), 'utf8').catch(() => '')
      return { ...script, modules: [...new Set([...script.modules, ...mentioned(code, names)])] }
    }),
  )
}
