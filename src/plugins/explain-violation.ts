import { largestParts } from '../analysis/summary.ts'
import type { BudgetVerdict } from '../budget/evaluate.ts'
import { describeViolation } from '../messages.ts'
import type { BuildReport } from '../report/build-report.ts'

const PARTS = 3

/** Tells the broken budgets of a report, each with the largest parts of what was measured. */
export function explainViolations(report: BuildReport): string[] {
  return report.budgets
    .filter(({ state }) => state === 'exceeded')
    .map((verdict) => explainViolation(verdict, report))
}

/** The largest parts are modules where there are several, else their inside. */
function explainViolation(verdict: BudgetVerdict, report: BuildReport): string {
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
