import { evaluateBudgets, type BudgetVerdict } from '../budget/evaluate.ts'
import { reach, usesOf } from '../budget/reachability.ts'
import { largestParts } from '../analysis/summary.ts'
import { digestHex } from '../cache/digest.ts'
import type { Finding } from '../finding.ts'
import { describeViolation, WasmBudgetError } from '../messages.ts'
import type { MeasuredModule, ShippedModule } from '../pipeline/pipeline.ts'
import type { BuildReport, ModuleReport, Sizes } from '../report/build-report.ts'
import { renderTable, renderWatchLine } from '../report/table.ts'
import { attributeModules } from './attribution.ts'
import { wasmAssets } from './bytes.ts'
import { createMatcher, globNames } from './matcher.ts'
import { environmentOf, type Session } from './session.ts'
import { emitSiblings } from './siblings.ts'
import { terminalStyle } from './terminal-style.ts'
import type { HookContext, OutputBundle, WasmBudgetPlugin } from './types.ts'

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
      async handler(_options, bundle) {
        const environment = environmentOf(this)
        const isWanted = this.environment === undefined || session.options.environments.includes(environment)
        session.speakThrough(this)
        try {
          if (!isWanted) return
          if (session.stripOnly) printWatchLine(session, bundle)
          else await reportBundle(session, this, bundle, environment)
        } finally {
          await session.leave(environment)
        }
      },
    },
    closeBundle: {
      sequential: true,
      order: 'post',
      async handler() {
        await session.end(environmentOf(this))
      },
    },
  }
}

function printWatchLine(session: Session, bundle: OutputBundle): void {
  const sizes = wasmAssets(bundle).map(({ source }) => source.length)
  if (sizes.length > 0 && session.options.report !== false) session.log.info(renderWatchLine(sizes))
}

async function reportBundle(
  session: Session,
  context: HookContext,
  bundle: OutputBundle,
  environment: string,
): Promise<void> {
  const { options, pipeline } = session
  const startedMs = performance.now()
  const assets = wasmAssets(bundle)
  const scripts = attributeModules(
    bundle,
    assets.map(({ fileName }) => fileName),
    session.root,
  )
  const reachability = reach(scripts)
  const measurements = await Promise.all(
    assets.map(async ({ fileName, source }) => {
      const known = session.shipped.get(await digestHex(source))
      const shipped = known ?? (await pipeline.ship(source, fileName, 'disabled'))
      return { fileName, shipped, measured: await pipeline.measure(shipped, fileName) }
    }),
  )
  const findings = measurements.flatMap(({ shipped, measured }) => [
    ...shipped.findings,
    ...measured.findings,
  ])
  const modules = measurements.map(({ fileName, shipped, measured }): ModuleReport => {
    const { compressed, after } = measured
    const siblings = emitSiblings(context, bundle, fileName, after.rawBytes, compressed, options.compress)
    const uses = usesOf(fileName, scripts, reachability)
    return { ...describeModule(session, shipped, measured), fileName, siblings, uses }
  })
  const { verdicts, unmatched } = evaluateBudgets(
    options.budgets,
    modules.map(asBudgetModule),
    reachability,
    createMatcher,
  )
  for (const { budget, built } of unmatched) {
    const args = { budget: budget.name, scope: budget.scope, built }
    findings.push({ code: 'budget-unmatched', severity: 'warn', args })
  }
  findings.push(...verdicts.filter(({ state }) => state === 'warn').map(warnAbout))
  const report: BuildReport = {
    version: 1,
    environment,
    metric: options.metric,
    encoders: pipeline.encoders,
    modules,
    total: sumSizes(modules),
    budgets: verdicts,
    findings,
  }
  const seconds = (performance.now() - startedMs + session.shippingMs) / 1000
  await publish(session, report, seconds)
}

async function publish(session: Session, report: BuildReport, seconds: number): Promise<void> {
  const { options, log } = session
  if (options.report !== false && (report.modules.length > 0 || report.budgets.length > 0)) {
    log.info(renderTable(report, { ...terminalStyle(), seconds }))
  }
  for (const finding of report.findings) session.tell(finding)
  await options.onReport?.(report)
  const exceeded = report.budgets.filter(({ state }) => state === 'exceeded')
  if (exceeded.length === 0) return
  throw new WasmBudgetError('budgets-exceeded', {
    violations: exceeded.map((verdict) => explain(verdict, report)),
  })
}

function describeModule(
  session: Session,
  shipped: ShippedModule,
  measured: MeasuredModule,
): Omit<ModuleReport, 'fileName' | 'siblings' | 'uses'> {
  const { chosen, tries, removedSections, untouched } = shipped
  const { sha256, before, after, summary, fromCache } = measured
  const origin = session.origins.of(shipped.source)
  return {
    originalNames: globNames(undefined, [...origin.paths, ...origin.names].sort()),
    sha256,
    before,
    after,
    chosen,
    tries,
    removedSections,
    ...(untouched === undefined ? {} : { untouched }),
    ...(summary === undefined ? {} : { summary }),
    fromCache,
  }
}

function asBudgetModule({ fileName, originalNames, sha256, after }: ModuleReport) {
  const sizes = { raw: after.rawBytes, gzip: after.gzipBytes, brotli: after.brotliBytes }
  return { fileName, originalNames, sha256, sizes }
}

function sumSizes(modules: readonly ModuleReport[]): Sizes {
  const contents = [...new Map(modules.map((module) => [module.sha256, module.after])).values()]
  const sum = (pick: (sizes: Sizes) => number) => contents.reduce((total, sizes) => total + pick(sizes), 0)
  return {
    rawBytes: sum(({ rawBytes }) => rawBytes),
    gzipBytes: sum(({ gzipBytes }) => gzipBytes),
    brotliBytes: sum(({ brotliBytes }) => brotliBytes),
  }
}

function warnAbout({ budget, subject, sizeBytes, warnBytes, metric }: BudgetVerdict): Finding {
  const args = { budget, sizeBytes, warnBytes: warnBytes ?? 0, metric }
  return { code: 'budget-warning', severity: 'warn', asset: subject, args }
}

const PARTS = 3

/** Tells a violation with the largest parts of what was measured: modules where there are several, else their inside. */
function explain(verdict: BudgetVerdict, report: BuildReport): string {
  const { subject, scope, metric, sizeBytes, limitBytes, modules, workers } = verdict
  const [only] = modules
  const module =
    modules.length === 1 ? report.modules.find(({ fileName }) => fileName === only?.fileName) : undefined
  const inside = module?.summary === undefined ? [] : largestParts(module.summary, PARTS)
  const parts =
    inside.length > 0
      ? inside.map(({ label, sizeBytes: partBytes }) => ({ label, sizeBytes: partBytes, metric: 'raw' }))
      : modules.slice(0, PARTS).map((part) => ({ label: part.fileName, sizeBytes: part.sizeBytes, metric }))
  const what =
    scope === 'asset' ? subject : scope === 'total' ? 'total of all modules' : `${scope} of ${subject}`
  const withWorkers =
    workers.length === 0
      ? what
      : `${what}, with ${workers.length === 1 ? 'its worker' : 'its workers'} ${workers.join(', ')}`
  return describeViolation({
    subject: withWorkers,
    budget: verdict.budget,
    scope,
    metric,
    sizeBytes,
    limitBytes: limitBytes ?? 0,
    parts,
  })
}
