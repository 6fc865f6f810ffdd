import { reach, usesOf } from '../budget/reachability.ts'
import { settingsFor } from '../module-settings.ts'
import type { ModuleReport } from '../report/build-report.ts'
import { inlinedFinding } from '../report/inlined-finding.ts'
import { renderTable, renderWatchLine } from '../report/table.ts'
import { assembleReport } from './assemble-report.ts'
import { attributeModules } from './attribution.ts'
import { inlinedModules, referToInlined } from './found-inlined.ts'
import { pairCompanions, referToCompanions } from './companions.ts'
import { asExporting, examineExports, mayPrune, prunedAmong, refuseBroken } from './export-use.ts'
import { findModules } from './find-modules.ts'
import type { FoundModule } from './found-module.ts'
import { describeFound, measureFound } from './measure-found.ts'
import { dirOf, type Output } from './outputs.ts'
import { publishReport } from './publish-report.ts'
import { readBaseline } from './read-baseline.ts'
import { askedReportDir } from './report-outlets.ts'
import { environmentOf, type Session } from './session.ts'
import { emitSiblings, findStaleSiblings, planSiblings } from './siblings.ts'
import { terminalStyle } from './terminal-style.ts'
import type { HookContext, OutputBundle, WasmBudgetPlugin } from './types.ts'
import { namesOf, unmatchedOverrides } from './unmatched-overrides.ts'

/**
 * Measures what ships, emits siblings, judges budgets and prints the table.
 *
 * After all other plugins, so that it sees the names and bytes that are written.
 */
export function reportPlugin(session: Session): WasmBudgetPlugin {
  return {
    name: 'vite-plugin-wasm-budget:report',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      async handler(options, bundle) {
        const environment = environmentOf(this)
        session.speakThrough(this)
        try {
          if (!session.wants(this)) return await checkPruned(session, this, bundle)
          const output = session.outputs.current(environment, dirOf(options))
          const files = findModules(session, bundle, output?.publicFiles ?? [])
          const found = [...files, ...(await inlinedModules(session, bundle))]
          if (output !== undefined) output.moduleFiles = files.map(({ fileName }) => fileName)
          if (session.stripOnly) printWatchLine(session, found)
          else await reportBundle(session, this, bundle, found, output)
        } finally {
          await session.leave(environment)
        }
      },
    },
  }
}

/** An environment without a report loads the same modules, and may name what was pruned. */
async function checkPruned(session: Session, context: HookContext, bundle: OutputBundle): Promise<void> {
  if (session.stripOnly) return
  const found = [...findModules(session, bundle, []), ...(await inlinedModules(session, bundle))]
  const pruned = await prunedAmong(session, found)
  if (pruned.length === 0) return
  const fileNames = pruned.map(({ fileName }) => fileName)
  const scripts = referToInlined(attributeModules(bundle, fileNames, session.root), found)
  refuseBroken(await examineExports(session, context, bundle, scripts, pruned))
}

function printWatchLine(session: Session, found: readonly FoundModule[]): void {
  const sizes = found.map(({ bytes }) => bytes.length)
  if (sizes.length > 0 && session.options.report !== false) session.log.info(renderWatchLine(sizes))
}

async function reportBundle(
  session: Session,
  context: HookContext,
  bundle: OutputBundle,
  found: readonly FoundModule[],
  output: Output | undefined,
): Promise<void> {
  const { options, pipeline } = session
  const startedMs = performance.now()
  const measurements = await Promise.all(found.map((module) => measureFound(session, module)))
  const findings = measurements.flatMap(({ shipped, measured }) => [
    ...shipped.findings,
    ...measured.findings,
  ])
  const described = measurements.map((measurement) => describeFound(session, measurement))
  const pairs = pairCompanions(described)
  const fileNames = described.map(({ fileName }) => fileName)
  const attributed = attributeModules(bundle, fileNames, session.root)
  const scripts = referToInlined(referToCompanions(attributed, pairs), found)
  const reachability = reach(scripts)
  const exporting = measurements.flatMap(({ shipped, measured }, index) => {
    const module = described[index] as (typeof described)[number]
    return module.summary === undefined ? [] : [asExporting({ module, shipped, measured }, options.metric)]
  })
  const examined = await examineExports(session, context, bundle, scripts, exporting)
  refuseBroken(examined)
  const modules = measurements.map(({ measured }, index): ModuleReport => {
    const module = described[index] as (typeof described)[number]
    const { fileName } = module
    const existing = found[index]?.existing ?? []
    const { rawBytes } = measured.after
    const { compress } = settingsFor(options, namesOf(module))
    const plan = planSiblings(fileName, rawBytes, measured.compressed, compress, existing)
    findings.push(...findStaleSiblings(fileName, existing, plan))
    findings.push(...inlinedFinding(module, options.metric, session.bundler))
    emitSiblings(context, bundle, plan)
    const uses = usesOf(fileName, scripts, reachability)
    const companionOf = pairs.get(fileName)
    const { exports, finding } = examined.get(fileName) ?? {}
    if (finding !== undefined && mayPrune(module)) findings.push(finding)
    return {
      ...module,
      ...(companionOf === undefined ? {} : { companionOf }),
      siblings: plan.siblings,
      uses,
      ...(exports === undefined ? {} : { exports }),
    }
  })
  findings.push(...unmatchedOverrides(options.overrides, modules))
  const environment = environmentOf(context)
  const { encoders, tools } = pipeline
  const baseline = await readBaseline(session.root, options.baseline)
  const report = assembleReport(options, {
    environment,
    encoders,
    tools,
    baseline,
    modules,
    reachability,
    findings,
  })
  if (output !== undefined) Object.assign(output, { report, scripts })
  const seconds = (performance.now() - startedMs + session.shippingMs) / 1000
  const isWorthIt = report.modules.length > 0 || report.budgets.length > 0
  await publishReport(
    session,
    report,
    isWorthIt ? renderTable(report, { ...terminalStyle(), seconds, ...askedReportDir(session) }) : undefined,
  )
}
