import type { Finding } from '../finding.ts'
import type { ResolvedBudget } from './budget.ts'
import { changedModules, changedTools, type Before } from './compare.ts'
import type { BudgetEvaluation } from './evaluate.ts'

/**
 * Says what stands between a build and its baseline: that there is none, that tools or modules changed, that it lacks sizes.
 *
 * Warnings if some budget limits growth, else only for reports.
 */
export function baselineFindings(
  budgets: readonly ResolvedBudget[],
  { verdicts, unknown }: BudgetEvaluation,
  before: Before | undefined,
  { path, keys }: { readonly path: false | string; readonly keys: readonly string[] },
): Finding[] {
  const growing = budgets.filter(({ growth }) => growth !== undefined)
  if (before === undefined) {
    const names = growing.map(({ name }) => name)
    if (path === false || names.length === 0) return []
    return [{ code: 'baseline-missing', severity: 'warn', args: { path, budgets: names } }]
  }
  const severity = growing.length > 0 ? 'warn' : 'info'
  const findings: Finding[] = []
  const changes = changedTools(before)
  if (changes.length > 0) findings.push({ code: 'baseline-tools-changed', severity, args: { changes } })
  const changed = changedModules(before, keys)
  if (changed.added.length > 0 || changed.vanished.length > 0)
    findings.push({ code: 'baseline-modules-changed', severity, args: changed })
  for (const budget of growing) {
    // A module that is new is told by its name already.
    const subjects = unknown.filter((found) => found.budget === budget && budget.scope !== 'asset')
    if (subjects.length === 0) continue
    const args = { budget: budget.name, subjects: subjects.map(({ subject }) => subject) }
    findings.push({ code: 'baseline-lacks', severity: 'warn', args })
  }
  for (const { state, budget, subject, sizeBytes, warnBytes = Infinity, growth, metric } of verdicts) {
    if (state !== 'warn' || growth === undefined || sizeBytes > warnBytes) continue
    const { baselineBytes } = growth
    const args = { budget, sizeBytes, baselineBytes, metric }
    findings.push({ code: 'budget-growth-unjudged', severity: 'warn', asset: subject, args })
  }
  return findings
}
