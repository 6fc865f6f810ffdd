import type { Metric } from '../options.ts'
import type { BudgetScope, ResolvedBudget } from './budget.ts'
import type { Reachability } from './reachability.ts'

/** A module as budgets see it. */
export interface BudgetModule {
  readonly fileName: string
  readonly originalNames: readonly string[]
  readonly sha256: string
  readonly sizes: Readonly<Record<Metric, number>>
}

/** What a budget was measured on, and how it stands. */
export interface BudgetVerdict {
  readonly budget: string
  readonly scope: BudgetScope
  readonly metric: Metric
  /** A file, an entry, or `total`. */
  readonly subject: string
  readonly sizeBytes: number
  readonly limitBytes?: number
  readonly warnBytes?: number
  readonly state: 'ok' | 'warn' | 'exceeded'
  /** The modules that were counted, largest first. */
  readonly modules: readonly { readonly fileName: string; readonly sizeBytes: number }[]
  /** Workers whose modules were counted. */
  readonly workers: readonly string[]
}

/** Verdicts, and budgets whose globs match nothing. */
export interface BudgetEvaluation {
  readonly verdicts: readonly BudgetVerdict[]
  readonly unmatched: readonly { readonly budget: ResolvedBudget; readonly built: readonly string[] }[]
}

/** Makes a test for names out of globs; an empty list accepts everything. */
export type MatcherFactory = (globs: readonly string[]) => (name: string) => boolean

interface Subject {
  readonly name: string
  /** Names that `match` is compared with. */
  readonly names: readonly string[]
  readonly modules: readonly BudgetModule[]
  readonly workers?: readonly string[]
}

/**
 * Judges every budget on every subject of its scope, in the order of the budgets and then of names.
 *
 * Sizes are those of WebAssembly modules only; within one subject each content counts once.
 */
export function evaluateBudgets(
  budgets: readonly ResolvedBudget[],
  modules: readonly BudgetModule[],
  reachability: Reachability,
  matcher: MatcherFactory,
): BudgetEvaluation {
  const verdicts: BudgetVerdict[] = []
  const unmatched: BudgetEvaluation['unmatched'][number][] = []
  for (const budget of budgets) {
    const matches = matcher(budget.match)
    const { matched, built } = SUBJECTS[budget.scope](modules, reachability, matches)
    const isUnmatched = matched.length === 0 || (budget.scope === 'total' && matched[0]?.modules.length === 0)
    if (budget.match.length > 0 && isUnmatched) unmatched.push({ budget, built })
    else for (const subject of matched) verdicts.push(judge(budget, subject))
  }
  return { verdicts, unmatched }
}

interface Subjects {
  readonly matched: readonly Subject[]
  /** What there is to match, for a budget that matches nothing. */
  readonly built: readonly string[]
}

type SubjectFinder = (
  modules: readonly BudgetModule[],
  reachability: Reachability,
  matches: (name: string) => boolean,
) => Subjects

const SUBJECTS: Readonly<Record<BudgetScope, SubjectFinder>> = {
  asset(modules, _reachability, matches) {
    const subjects = modules.map((module) => ({
      name: module.fileName,
      names: moduleNames(module),
      modules: [module],
    }))
    return pick(subjects, matches)
  },
  chunk(modules, { chunks }, matches) {
    const subjects = chunks.map((chunk) => ({
      name: chunk.fileName,
      names: [chunk.fileName, chunk.name],
      modules: modules.filter(({ fileName }) => chunk.modules.includes(fileName)),
      workers: chunk.workers,
    }))
    // Without a glob, chunks that reach no module are not worth a verdict.
    return pick(
      subjects,
      (name) => matches(name),
      ({ modules: reached }) => reached.length > 0,
    )
  },
  initial(modules, { entries }, matches) {
    const subjects = entries.map((entry) => ({
      name: entry.html ?? entry.fileName,
      names: [entry.fileName, entry.name, ...(entry.html === undefined ? [] : [entry.html])],
      modules: modules.filter(({ fileName }) => entry.modules.includes(fileName)),
      workers: entry.workers,
    }))
    return pick(subjects, matches)
  },
  total(modules, _reachability, matches) {
    const counted = modules.filter((module) => moduleNames(module).some(matches))
    const built = modules.map(({ fileName }) => fileName)
    return { matched: [{ name: 'total', names: [], modules: counted }], built }
  },
}

function pick(
  subjects: readonly Subject[],
  matches: (name: string) => boolean,
  worthIt: (subject: Subject) => boolean = () => true,
): Subjects {
  const built = subjects.filter(worthIt).map(({ name }) => name)
  return { matched: subjects.filter((subject) => worthIt(subject) && subject.names.some(matches)), built }
}

function moduleNames({ fileName, originalNames }: BudgetModule): string[] {
  return [fileName, ...originalNames]
}

function judge(budget: ResolvedBudget, subject: Subject): BudgetVerdict {
  const { name, scope, metric, limitBytes, warnBytes } = budget
  const counted = [...new Map(subject.modules.map((module) => [module.sha256, module])).values()]
    .map(({ fileName, sizes }) => ({ fileName, sizeBytes: sizes[metric] }))
    .sort((a, b) => b.sizeBytes - a.sizeBytes || (a.fileName < b.fileName ? -1 : 1))
  const sizeBytes = counted.reduce((sum, module) => sum + module.sizeBytes, 0)
  const exceeded = limitBytes !== undefined && sizeBytes > limitBytes
  const warned = warnBytes !== undefined && sizeBytes > warnBytes
  return {
    budget: name,
    scope,
    metric,
    subject: subject.name,
    sizeBytes,
    ...(limitBytes === undefined ? {} : { limitBytes }),
    ...(warnBytes === undefined ? {} : { warnBytes }),
    state: exceeded ? 'exceeded' : warned ? 'warn' : 'ok',
    modules: counted,
    workers: subject.workers ?? [],
  }
}
