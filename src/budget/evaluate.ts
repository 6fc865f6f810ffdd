import type { Metric } from '../options.ts'
import type { BudgetScope, CeilingSource, ResolvedBudget } from './budget.ts'
import type { Cause } from './causes.ts'
import { changedTools, sizeBefore, type Before, type ToolChange } from './compare.ts'
import { grownAtMost, type Growth } from './growth.ts'
import type { Reachability } from './reachability.ts'
import { SUBJECTS, type BudgetModule, type Subject } from './subjects.ts'

export type { BudgetModule } from './subjects.ts'

/** How a size has grown since the baseline, and whether it may. */
export interface GrowthVerdict {
  readonly allowed: Growth
  /** Size in the baseline. */
  readonly baselineBytes: number
  /** The most that may follow. */
  readonly limitBytes: number
  /** Tools that changed since: then growth is told and fails nothing. Empty where it counts. */
  readonly changedTools: readonly ToolChange[]
}

/** What a budget was measured on, and how it stands. */
export interface BudgetVerdict {
  readonly budget: string
  readonly scope: BudgetScope
  readonly metric: Metric
  /** A file, an entry, or `total`. */
  readonly subject: string
  /** The subject by what survives a rebuild; of a module, see `moduleKeys`. */
  readonly subjectKey: string
  /** The part of each module that was measured; absent for whole modules. */
  readonly part?: string
  readonly sizeBytes: number
  /** The least that fails the build when it is exceeded: the limit, or what may follow the baseline. */
  readonly limitBytes?: number
  readonly warnBytes?: number
  /** Present where the budget limits growth and the baseline has the size. */
  readonly growth?: GrowthVerdict
  /** Where the limit is written down, if it is that of a host. */
  readonly source?: CeilingSource
  readonly state: 'ok' | 'warn' | 'exceeded'
  /** The modules that were counted, largest first, each with the size that counted. */
  readonly modules: readonly { readonly fileName: string; readonly sizeBytes: number }[]
  /** Workers whose modules were counted. */
  readonly workers: readonly string[]
  /** What made the size, most first; present where it is exceeded. */
  readonly causes?: readonly Cause[]
}

/** Verdicts, and budgets that have nothing to judge. */
export interface BudgetEvaluation {
  readonly verdicts: readonly BudgetVerdict[]
  /** Budgets whose globs match nothing, and those of parts that no module has. */
  readonly unmatched: readonly { readonly budget: ResolvedBudget; readonly built: readonly string[] }[]
  /** Subjects of budgets with `growth` that the baseline has no size of; none where there is no baseline. */
  readonly unknown: readonly { readonly budget: ResolvedBudget; readonly subject: string }[]
}

/** Makes a test for names out of globs; an empty list accepts everything. */
export type MatcherFactory = (globs: readonly string[]) => (name: string) => boolean

/**
 * Judges every budget on every subject of its scope, in the order of the budgets and then of names; growth since `before`,
 * where that is given.
 *
 * Sizes are those of WebAssembly modules only; within one subject each content counts once.
 */
export function evaluateBudgets(
  budgets: readonly ResolvedBudget[],
  modules: readonly BudgetModule[],
  reachability: Reachability,
  matcher: MatcherFactory,
  before?: Before,
): BudgetEvaluation {
  const verdicts: BudgetVerdict[] = []
  const unmatched: BudgetEvaluation['unmatched'][number][] = []
  const unknown: BudgetEvaluation['unknown'][number][] = []
  for (const budget of budgets) {
    const { match } = budget
    const { matched, built } = SUBJECTS[budget.scope](modules, reachability, matcher(match), match)
    if ((match.length > 0 && matched.length === 0) || isVoid(budget, modules))
      unmatched.push({ budget, built })
    for (const subject of matched) {
      const verdict = judge(budget, subject, before)
      verdicts.push(verdict)
      if (budget.growth !== undefined && before !== undefined && verdict.growth === undefined)
        unknown.push({ budget, subject: subject.name })
    }
  }
  return { verdicts, unmatched, unknown }
}

/** Whether the part that a budget limits is in no module; that nothing of it is there may be what is wanted. */
function isVoid({ part, limitBytes }: ResolvedBudget, modules: readonly BudgetModule[]): boolean {
  if (part === undefined || limitBytes === 0 || modules.length === 0) return false
  return modules.every(({ parts = [] }) => parts.every((found) => found.part !== part || found.count === 0))
}

function judge(budget: ResolvedBudget, subject: Subject, before: Before | undefined): BudgetVerdict {
  const { name, scope, part, metric, limitBytes, warnBytes, source } = budget
  const counted = [...new Map(subject.modules.map((module) => [module.sha256, module])).values()]
    .map((module) => ({ fileName: module.fileName, sizeBytes: measure(module, budget) }))
    .sort((a, b) => b.sizeBytes - a.sizeBytes || (a.fileName < b.fileName ? -1 : 1))
  const sizeBytes = counted.reduce((sum, module) => sum + module.sizeBytes, 0)
  const growth = judgeGrowth(budget, subject.key, before)
  const ceilings = [limitBytes, growth?.changedTools.length === 0 ? growth.limitBytes : undefined]
  const least = Math.min(...ceilings.filter((ceiling) => ceiling !== undefined))
  const isWarned =
    (warnBytes !== undefined && sizeBytes > warnBytes) ||
    (growth !== undefined && sizeBytes > growth.limitBytes)
  return {
    budget: name,
    scope,
    metric,
    subject: subject.name,
    subjectKey: subject.key,
    ...(part === undefined ? {} : { part }),
    sizeBytes,
    ...(Number.isFinite(least) ? { limitBytes: least } : {}),
    ...(warnBytes === undefined ? {} : { warnBytes }),
    ...(growth === undefined ? {} : { growth }),
    ...(source === undefined ? {} : { source }),
    state: sizeBytes > least ? 'exceeded' : isWarned ? 'warn' : 'ok',
    modules: counted,
    workers: subject.workers ?? [],
  }
}

function judgeGrowth(
  { scope, part, metric, growth }: ResolvedBudget,
  subjectKey: string,
  before: Before | undefined,
): GrowthVerdict | undefined {
  if (growth === undefined || before === undefined) return undefined
  const baselineBytes = sizeBefore(before, {
    scope,
    subjectKey,
    metric,
    ...(part === undefined ? {} : { part }),
  })
  if (baselineBytes === undefined) return undefined
  return {
    allowed: growth,
    baselineBytes,
    limitBytes: grownAtMost(baselineBytes, growth),
    changedTools: changedTools(before, metric),
  }
}

/** Size of a module, or of its part: on the wire, its share in the size of the file. */
function measure({ sizes, parts = [] }: BudgetModule, { part, metric }: ResolvedBudget): number {
  if (part === undefined) return sizes[metric]
  const found = parts.find((size) => size.part === part)
  if (found === undefined) return 0
  return metric === 'raw' ? found.sizeBytes : Math.round((found.wireShare ?? 0) * sizes[metric])
}
