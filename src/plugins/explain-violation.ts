import { largestParts } from '../analysis/summary.ts'
import type { Cause } from '../budget/causes.ts'
import type { BudgetVerdict } from '../budget/evaluate.ts'
import { describeViolation, type Violation, type ViolationPart } from '../messages.ts'
import type { BuildReport } from '../report/build-report.ts'
import { formatSize } from '../report/format.ts'

const PARTS = 3

/** Tells the broken budgets of a report, each with what made it so large. */
export function explainViolations(report: BuildReport): string[] {
  return report.budgets
    .filter(({ state }) => state === 'exceeded')
    .map((verdict) => describeViolation(violationOf(verdict, report)))
}

/** Says what is needed to tell a broken budget: what grew since the baseline, and the largest parts. */
function violationOf(verdict: BudgetVerdict, report: BuildReport): Violation {
  const { budget, scope, metric, sizeBytes, limitBytes = 0, causes = [], growth } = verdict
  const note = limitNote(verdict)
  return {
    subject: describeSubject(verdict),
    budget,
    scope,
    metric: verdict.part === undefined || metric === 'raw' ? metric : `${metric} (estimated)`,
    sizeBytes,
    limitBytes,
    ...(note === undefined ? {} : { limitNote: note }),
    parts: largestOf(verdict, report),
    grown: GROUPS.flatMap(([kind, title]) => {
      const parts = causes.filter((cause) => cause.kind === kind).map(asPart)
      return parts.length === 0 ? [] : [{ title, parts }]
    }),
    mayAccept: growth !== undefined && growth.limitBytes === limitBytes,
  }
}

const GROUPS: readonly (readonly [kind: Cause['kind'], title: string])[] = [
  ['module', 'modules'],
  ['crate', 'crates'],
  ['generic', 'generic functions'],
  ['section', 'sections'],
]

function asPart({ kind, name, change, deltaBytes, metric, data }: Cause): ViolationPart {
  const notes = [
    ...(kind === 'module' && change === 'added' ? ['new'] : []),
    ...(data === undefined ? [] : [`${data.label ?? 'data'} ${formatSize(data.deltaBytes)}, inferred`]),
  ]
  const label = notes.length === 0 ? name : `${name} (${notes.join(', ')})`
  return { label, sizeBytes: deltaBytes, metric }
}

function describeSubject({ scope, subject, part, workers }: BudgetVerdict): string {
  const whole =
    scope === 'asset' ? subject : scope === 'total' ? 'total of all modules' : `${scope} of ${subject}`
  const what = part === undefined ? whole : `${part} of ${whole}`
  if (workers.length === 0) return what
  return `${what}, with ${workers.length === 1 ? 'its worker' : 'its workers'} ${workers.join(', ')}`
}

function limitNote({ growth, limitBytes, source }: BudgetVerdict): string | undefined {
  if (source !== undefined) return `${source.url}, read on ${source.readOn}`
  if (growth === undefined || growth.limitBytes !== limitBytes) return undefined
  const { allowed, baselineBytes } = growth
  const more = 'percent' in allowed ? `${allowed.percent} %` : formatSize(allowed.sizeBytes)
  return `${formatSize(baselineBytes)} in the baseline and ${more} more`
}

/** The largest parts are modules where there are several, else their inside; none of what is a part itself. */
function largestOf({ part, metric, modules }: BudgetVerdict, report: BuildReport): ViolationPart[] {
  const [only] = modules
  const module =
    modules.length === 1 ? report.modules.find(({ fileName }) => fileName === only?.fileName) : undefined
  if (part !== undefined && module !== undefined) return []
  const inside = module?.summary === undefined ? [] : largestParts(module.summary, PARTS)
  return inside.length > 0
    ? inside.map(({ label, sizeBytes }) => ({ label, sizeBytes, metric: 'raw' }))
    : modules.slice(0, PARTS).map(({ fileName, sizeBytes }) => ({ label: fileName, sizeBytes, metric }))
}
