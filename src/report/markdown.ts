import { makeBaseline, toolsOf, type Baseline } from '../budget/baseline.ts'
import { changedTools, sizeBefore } from '../budget/compare.ts'
import { inEnvironment } from '../budget/module-key.ts'
import type { BuildReport } from './build-report.ts'
import { formatSize } from './format.ts'
import { brokenBudgets, describeStand, sharedBudgets } from './markdown-budgets.ts'
import { describeTools, findingDetails, moduleDetails } from './markdown-details.ts'
import { formatDelta, moduleTable } from './markdown-modules.ts'
import { codeOf } from './markdown-text.ts'
import { pairModules, type ModuleChange } from './module-changes.ts'

/** What {@link renderMarkdown} compares a report with. */
export interface MarkdownOptions {
  /** Report of the branch that a pull request goes to, or a baseline. */
  readonly before?: BuildReport | Baseline
}

/** A comment on GitHub has 65,536 characters at the most; the rest is left to whoever posts it. */
const MAXIMUM_CHARACTERS = 60_000

/**
 * Renders a report as GitHub-flavoured Markdown for a comment on a pull request or the summary of a job.
 *
 * ```
 * heading, one line: sum, change, budgets
 * table           module │ before │ now │ change │ budget      (module │ raw │ gzip │ brotli │ budget without `before`)
 * table           budgets that are not about one module
 * <details>       findings
 * <details>       for each module: crates that changed, largest crates, generics, functions and data
 * ```
 *
 * One line where no size has changed and no budget is broken. At most 60,000 characters: what does not fit is counted.
 * Names in it are code, whatever they contain.
 */
export function renderMarkdown(report: BuildReport, { before }: MarkdownOptions = {}): string {
  const { environment, budgets, metric, total } = report
  const baseline = before === undefined ? undefined : asBaseline(before)
  const title = environment === 'client' ? '### WebAssembly' : `### WebAssembly ${codeOf(environment)}`
  const isBroken = budgets.some(({ state }) => state === 'exceeded')
  const changes = listChanges(report, baseline)
  const sum = describeSum(report)
  const stand = describeStand(report)
  if (baseline !== undefined && changes.length === 0 && !isBroken)
    return `${title}\n\nNothing changed: ${sum}${stand}.\n`
  const compared = baseline && { baseline, environment, tools: toolsOf(report) }
  const was =
    compared &&
    sizeBefore(compared, { scope: 'total', subjectKey: inEnvironment('total', environment), metric })
  const delta = was === undefined ? '' : `, ${formatDelta(was, total[`${metric}Bytes`])}`
  const head = [
    title,
    `${sum}${delta}${stand}.`,
    moduleTable(report, changes, compared && { beforeBytes: was }),
    ...sharedBudgets(report),
    ...brokenBudgets(report),
    ...(compared === undefined ? [] : describeTools(changedTools(compared, metric))),
  ]
  const details = changes.flatMap((change) => moduleDetails(change, metric))
  return `${fit(head, [...findingDetails(report.findings), ...details]).join('\n\n')}\n`
}

function asBaseline(before: BuildReport | Baseline): Baseline {
  return 'encoders' in before ? makeBaseline([before]) : before
}

/** What is worth a row: with a baseline what differs from it, the largest change first; else every module by size. */
function listChanges(report: BuildReport, baseline: Baseline | undefined): ModuleChange[] {
  const { modules, metric } = report
  const size = ({ after }: ModuleChange) => after?.after[`${metric}Bytes`] ?? 0
  const change = (module: ModuleChange) => Math.abs(size(module) - (module.before?.[metric] ?? 0))
  if (baseline === undefined)
    return modules
      .map((module) => ({ name: module.fileName, after: module }))
      .toSorted((a, b) => size(b) - size(a))
  return pairModules(report, baseline)
    .filter((module) => module.before === undefined || module.after === undefined || change(module) > 0)
    .toSorted((a, b) => change(b) - change(a))
}

function describeSum({ total, metric, modules }: BuildReport): string {
  const count = `${modules.length} module${modules.length === 1 ? '' : 's'}`
  return `**${formatSize(total[`${metric}Bytes`])} ${metric}** in ${count}`
}

/** Takes what fits, and says how much does not. */
function fit(head: readonly string[], details: readonly string[]): string[] {
  let length = head.reduce((sum, { length: own }) => sum + own + 2, 0)
  const end = details.findIndex((part) => {
    length += part.length + 2
    return length > MAXIMUM_CHARACTERS
  })
  if (end < 0) return [...head, ...details]
  return [...head, ...details.slice(0, end), `Details of ${details.length - end} more do not fit here.`]
}
