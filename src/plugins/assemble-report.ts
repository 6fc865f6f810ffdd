import { toolsOf, type Baseline } from '../budget/baseline.ts'
import { baselineFindings } from '../budget/baseline-findings.ts'
import { causesOf } from '../budget/causes.ts'
import { evaluateBudgets, type BudgetModule, type BudgetVerdict } from '../budget/evaluate.ts'
import { moduleKeys } from '../budget/module-key.ts'
import type { Reachability } from '../budget/reachability.ts'
import type { Finding } from '../finding.ts'
import type { BuildReport, ModuleReport, Sizes } from '../report/build-report.ts'
import { duplicateFindings } from '../report/duplicate-finding.ts'
import type { ResolvedOptions } from '../resolve-options.ts'
import { createMatcher } from './matcher.ts'

/** What a report is made of. */
export interface ReportParts {
  readonly environment: string
  readonly encoders: BuildReport['encoders']
  readonly tools?: BuildReport['tools']
  /** Absent where there is none. */
  readonly baseline?: Baseline | undefined
  /** In any order. */
  readonly modules: readonly ModuleReport[]
  readonly reachability: Reachability
  /** What was found on the way; what budgets have to say is added. */
  readonly findings: readonly Finding[]
}

/** Judges the budgets on all modules and puts the report together. */
export function assembleReport(
  { budgets, metric, baseline: path }: Pick<ResolvedOptions, 'budgets' | 'metric' | 'baseline'>,
  parts: ReportParts,
): BuildReport {
  const { environment, encoders, tools, reachability, baseline } = parts
  const modules = [...parts.modules].sort((a, b) => (a.fileName < b.fileName ? -1 : 1))
  const keys = moduleKeys(modules, environment)
  const judged = modules.map((module) => asBudgetModule(module, keys))
  const before =
    baseline === undefined ? undefined : { baseline, environment, tools: toolsOf({ encoders, tools }) }
  const evaluation = evaluateBudgets(budgets, judged, reachability, createMatcher, before)
  const verdicts = evaluation.verdicts.map((verdict): BudgetVerdict => {
    if (verdict.state === 'ok' || baseline === undefined) return verdict
    return { ...verdict, causes: causesOf(verdict, modules, keys, baseline) }
  })
  const findings: Finding[] = [...parts.findings]
  for (const { budget, built } of evaluation.unmatched) {
    const { name, scope, part } = budget
    const isPart = part !== undefined && evaluation.verdicts.some((verdict) => verdict.budget === name)
    const args = { budget: name, scope, ...(isPart ? { part } : {}), built }
    findings.push({ code: 'budget-unmatched', severity: 'warn', args })
  }
  findings.push(...duplicateFindings(modules, metric))
  findings.push(...verdicts.filter(isWarned).map(warnAbout))
  findings.push(...baselineFindings(budgets, evaluation, before, { path, keys: [...keys.values()] }))
  return {
    version: 1,
    ...(tools === undefined ? {} : { tools }),
    environment,
    metric,
    encoders,
    modules,
    total: sumSizes(modules),
    budgets: verdicts,
    findings,
  }
}

/** Says whether a finding is about all modules together, which are judged again where some are found after the build. */
export function isOfAll({ code }: Finding): boolean {
  return (
    code === 'module-duplicated' ||
    code === 'override-unmatched' ||
    code.startsWith('budget-') ||
    code.startsWith('baseline-')
  )
}

/** Says whether a finding may turn out to be wrong when modules are found after the build. */
export function isPreliminary({ code }: Finding): boolean {
  return PRELIMINARY.has(code)
}

const PRELIMINARY: ReadonlySet<Finding['code']> = new Set([
  'budget-unmatched',
  'override-unmatched',
  'baseline-lacks',
  'baseline-modules-changed',
])

function asBudgetModule(module: ModuleReport, keys: ReadonlyMap<string, string>): BudgetModule {
  const { fileName, originalNames, after, summary } = module
  return {
    fileName,
    key: keys.get(fileName) as string,
    originalNames,
    sha256: contentOf(module),
    sizes: { raw: after.rawBytes, gzip: after.gzipBytes, brotli: after.brotliBytes },
    ...(summary?.parts === undefined ? {} : { parts: summary.parts }),
  }
}

/** What counts once: a content that is a file, whatever its names; base64 is loaded with each script again. */
function contentOf({ fileName, sha256, inlined }: ModuleReport): string {
  return inlined === undefined ? sha256 : fileName
}

function sumSizes(modules: readonly ModuleReport[]): Sizes {
  const contents = [...new Map(modules.map((module) => [contentOf(module), module.after])).values()]
  const sum = (pick: (sizes: Sizes) => number) => contents.reduce((total, sizes) => total + pick(sizes), 0)
  return {
    rawBytes: sum(({ rawBytes }) => rawBytes),
    gzipBytes: sum(({ gzipBytes }) => gzipBytes),
    brotliBytes: sum(({ brotliBytes }) => brotliBytes),
  }
}

function isWarned({ state, sizeBytes, warnBytes }: BudgetVerdict): boolean {
  return state === 'warn' && warnBytes !== undefined && sizeBytes > warnBytes
}

function warnAbout({ budget, subject, sizeBytes, warnBytes, metric }: BudgetVerdict): Finding {
  const args = { budget, sizeBytes, warnBytes: warnBytes ?? 0, metric }
  return { code: 'budget-warning', severity: 'warn', asset: subject, args }
}
