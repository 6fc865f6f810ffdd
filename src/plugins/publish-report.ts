import { WasmBudgetError } from '../messages.ts'
import type { BuildReport } from '../report/build-report.ts'
import { explainViolations } from './explain-violation.ts'
import type { Session } from './session.ts'

/**
 * Hands a report to everyone who wants it: prints `table`, tells findings, calls `onReport`, and then judges.
 *
 * `written` is where the output lies, if it is complete already.
 *
 * @throws {WasmBudgetError} `budgets-exceeded`
 */
export async function publishReport(
  session: Session,
  report: BuildReport,
  table: string | undefined,
  written?: string,
): Promise<void> {
  const { options, log } = session
  if (options.report !== false && table !== undefined) log.info(table)
  const violations = explainViolations(report)
  for (const finding of report.findings) {
    // It may be about modules that are found later; what breaks a budget lets nothing come later.
    if (finding.code !== 'budget-unmatched' || violations.length > 0) session.tell(finding)
  }
  await options.onReport?.(report)
  if (violations.length === 0) return
  throw new WasmBudgetError('budgets-exceeded', {
    violations,
    ...(written === undefined ? {} : { written }),
  })
}
