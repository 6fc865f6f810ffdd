import { WasmBudgetError } from '../messages.ts'
import type { BuildReport } from '../report/build-report.ts'
import { isPreliminary } from './assemble-report.ts'
import { explainViolations } from './explain-violation.ts'
import type { Session } from './session.ts'

/**
 * Hands a report to everyone who wants it: prints `table`, tells findings, writes files, calls `onReport`, and then judges.
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
  const { options, log, outputs } = session
  if (options.report !== false && table !== undefined) log.info(table)
  const violations = explainViolations(report)
  // It may be about modules that are found later; what breaks a budget lets nothing come later.
  const settled = report.findings.filter((finding) => !isPreliminary(finding) || violations.length > 0)
  for (const finding of settled) session.tell(finding)
  await session.reports.publish(session, report, outputs.numberOf(report), settled)
  await options.onReport?.(report)
  if (violations.length === 0) return
  throw new WasmBudgetError('budgets-exceeded', {
    violations,
    ...(written === undefined ? {} : { written }),
  })
}
