import { evaluateBudgets, type BudgetVerdict } from '../budget/evaluate.ts'
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
  /** In any order. */
  readonly modules: readonly ModuleReport[]
  readonly reachability: Reachability
  /** What was found on the way; what budgets have to say is added. */
  readonly findings: readonly Finding[]
}

/** Judges the budgets on all modules and puts the report together. */
export function assembleReport(
  { budgets, metric }: Pick<ResolvedOptions, 'budgets' | 'metric'>,
  parts: ReportParts,
): BuildReport {
  const { environment, encoders, reachability } = parts
  const modules = [...parts.modules].sort((a, b) => (a.fileName < b.fileName ? -1 : 1))
  const judged = modules.map(asBudgetModule)
  const { verdicts, unmatched } = evaluateBudgets(budgets, judged, reachability, createMatcher)
  const findings: Finding[] = [...parts.findings]
  for (const { budget, built } of unmatched) {
    const args = { budget: budget.name, scope: budget.scope, built }
    findings.push({ code: 'budget-unmatched', severity: 'warn', args })
  }
  findings.push(...duplicateFindings(modules, metric))
  findings.push(...verdicts.filter(({ state }) => state === 'warn').map(warnAbout))
  const total = sumSizes(modules)
  return { version: 1, environment, metric, encoders, modules, total, budgets: verdicts, findings }
}

/** Says whether a finding is about all modules together, which are judged again where some are found after the build. */
export function isOfAll({ code }: Finding): boolean {
  return code === 'budget-unmatched' || code === 'budget-warning' || code === 'module-duplicated'
}

function asBudgetModule(module: ModuleReport) {
  const { fileName, originalNames, after } = module
  const sizes = { raw: after.rawBytes, gzip: after.gzipBytes, brotli: after.brotliBytes }
  return { fileName, originalNames, sha256: contentOf(module), sizes }
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

function warnAbout({ budget, subject, sizeBytes, warnBytes, metric }: BudgetVerdict): Finding {
  const args = { budget, sizeBytes, warnBytes: warnBytes ?? 0, metric }
  return { code: 'budget-warning', severity: 'warn', asset: subject, args }
}
