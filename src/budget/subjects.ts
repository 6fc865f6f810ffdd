import type { PartSize } from '../analysis/parts.ts'
import type { Metric } from '../options.ts'
import type { BudgetScope } from './budget.ts'
import type { Reachability, Reached } from './reachability.ts'
import { withoutHash } from './module-key.ts'

/** A module as budgets see it. */
export interface BudgetModule {
  readonly fileName: string
  /** What survives a rebuild, see `moduleKeys`. */
  readonly key: string
  readonly originalNames: readonly string[]
  readonly sha256: string
  readonly sizes: Readonly<Record<Metric, number>>
  /** Parts of it that budgets limit; absent where it cannot be read, or none do. */
  readonly parts?: readonly PartSize[]
}

/** What a budget is measured on. */
export interface Subject {
  readonly name: string
  /** What survives a rebuild. */
  readonly key: string
  /** Names that `match` is compared with. */
  readonly names: readonly string[]
  readonly modules: readonly BudgetModule[]
  readonly workers?: readonly string[]
}

/** The subjects of a budget. */
export interface Subjects {
  readonly matched: readonly Subject[]
  /** What there is to match, for a budget that matches nothing. */
  readonly built: readonly string[]
}

type SubjectFinder = (
  modules: readonly BudgetModule[],
  reachability: Reachability,
  matches: (name: string) => boolean,
  match: readonly string[],
) => Subjects

/** Finds what a budget of a scope is measured on; `match` is empty where the budget has no glob. */
export const SUBJECTS: Readonly<Record<BudgetScope, SubjectFinder>> = {
  asset(modules, _reachability, matches) {
    const subjects = modules.map((module) => ({
      name: module.fileName,
      key: module.key,
      names: namesOf(module),
      modules: [module],
    }))
    return pick(subjects, matches)
  },
  chunk: (modules, { chunks }, matches, match) =>
    pickLoading(scriptSubjects('chunk', chunks, modules), matches, match),
  initial(modules, { entries }, matches) {
    return pick(scriptSubjects('initial', entries, modules), matches)
  },
  lazy: (modules, { lazy }, matches, match) =>
    pickLoading(scriptSubjects('lazy', lazy, modules), matches, match),
  worker: (modules, { workers }, matches, match) =>
    pickLoading(scriptSubjects('worker', workers, modules), matches, match),
  total(modules, _reachability, matches, match) {
    const counted = modules.filter((module) => namesOf(module).some(matches))
    const key = ['total', ...match].join(' ')
    const built = modules.map(({ fileName }) => fileName)
    const isEmpty = match.length > 0 && counted.length === 0
    return { matched: isEmpty ? [] : [{ name: 'total', key, names: [], modules: counted }], built }
  },
}

function scriptSubjects(
  scope: BudgetScope,
  scripts: readonly Reached[],
  modules: readonly BudgetModule[],
): Subject[] {
  return scripts.map((script) => {
    const { fileName, name, html, source } = script
    const page = scope === 'initial' ? html : undefined
    return {
      name: page ?? fileName,
      key: `${scope} ${html ?? source ?? stableName(script)}`,
      names: [fileName, name, page, source].filter((known) => known !== undefined),
      modules: modules.filter((module) => script.modules.includes(module.fileName)),
      workers: script.workers,
    }
  })
}

function stableName({ fileName, name }: Reached): string {
  return name === fileName ? withoutHash(fileName) : name
}

function pick(subjects: readonly Subject[], matches: (name: string) => boolean): Subjects {
  return {
    matched: subjects.filter(({ names }) => names.some(matches)),
    built: subjects.map(({ name }) => name),
  }
}

/** Without a glob, scripts that load no module are not worth a verdict. */
function pickLoading(
  subjects: readonly Subject[],
  matches: (name: string) => boolean,
  match: readonly string[],
): Subjects {
  const loading = subjects.filter(({ modules }) => modules.length > 0)
  const { matched } = pick(match.length === 0 ? loading : subjects, matches)
  return { matched, built: loading.map(({ name }) => name) }
}

function namesOf({ fileName, originalNames }: BudgetModule): string[] {
  return [fileName, ...originalNames]
}
