import type { OptionChecker } from '../option-checker.ts'
import type { Metric, Size } from '../options.ts'

interface BudgetLimits {
  /** Name in messages; by default the scope and what it matches. */
  name?: string
  /** Sizes above fail the build. */
  limit?: Size
  /** Sizes above are warned about. */
  warn?: Size
  /**
   * The size that is judged.
   *
   * @default the plugin's `metric`
   */
  metric?: Metric
}

/** Limits each module by itself; `match` is compared with the emitted file name and the original name. */
export interface AssetBudget extends BudgetLimits {
  scope: 'asset'
  match?: string | string[]
}

/** Limits the modules that a JavaScript chunk and its static imports reach; `match` is compared with the chunk's file and name. */
export interface ChunkBudget extends BudgetLimits {
  scope: 'chunk'
  match?: string | string[]
}

/**
 * Limits, for each entry, the modules reached without `import()`, those of workers that it starts included; `match` is
 * compared with the entry's HTML file, chunk file and name.
 */
export interface InitialBudget extends BudgetLimits {
  scope: 'initial'
  match?: string | string[]
}

/** Limits the sum of all modules, each content counted once; `match` picks the modules that count. */
export interface TotalBudget extends BudgetLimits {
  scope: 'total'
  match?: string | string[]
}

/** A limit on what the app ships. Every budget that matches applies. */
export type Budget = AssetBudget | ChunkBudget | InitialBudget | TotalBudget

/** What a budget is about. */
export type BudgetScope = Budget['scope']

/** A budget after validation. */
export interface ResolvedBudget {
  readonly name: string
  readonly scope: BudgetScope
  /** Empty: everything in the scope. */
  readonly match: readonly string[]
  readonly limitBytes?: number
  readonly warnBytes?: number
  readonly metric: Metric
}

const SCOPES: readonly BudgetScope[] = ['asset', 'chunk', 'initial', 'total']
const METRICS: readonly Metric[] = ['brotli', 'gzip', 'raw']

/** Validates the option `budgets`; problems go to `check`. */
export function resolveBudgets(check: OptionChecker, value: unknown, metric: Metric): ResolvedBudget[] {
  if (value === undefined) return []
  if (!Array.isArray(value)) {
    check.add('budgets', 'it is not a list. Write budgets: [{ scope: "asset", limit: "250 kB" }]')
    return []
  }
  return value.map((budget: unknown, index) => resolveBudget(check, `budgets[${index}]`, budget, metric))
}

function resolveBudget(check: OptionChecker, path: string, value: unknown, metric: Metric): ResolvedBudget {
  const given = check.object(path, value) ?? {}
  check.keys(path, given, ['name', 'scope', 'match', 'limit', 'warn', 'metric'])
  if (given['scope'] === undefined)
    check.add(`${path}.scope`, `it is missing. Write one of ${SCOPES.join(', ')}`)
  const scope = check.oneOf(`${path}.scope`, given['scope'], SCOPES, 'asset')
  const match = check.strings(`${path}.match`, given['match'], [])
  const limitBytes = check.size(`${path}.limit`, given['limit'])
  const warnBytes = check.size(`${path}.warn`, given['warn'])
  if (given['limit'] === undefined && given['warn'] === undefined) {
    check.add(path, 'it has neither limit nor warn, so it would never say anything')
  }
  if (limitBytes !== undefined && warnBytes !== undefined && limitBytes < warnBytes) {
    check.add(
      `${path}.limit`,
      `${JSON.stringify(given['limit'])} is below warn (${JSON.stringify(given['warn'])}): the build would fail before it warns`,
    )
  }
  return {
    name: check.string(`${path}.name`, given['name']) ?? defaultName(scope, match),
    scope,
    match,
    ...(limitBytes === undefined ? {} : { limitBytes }),
    ...(warnBytes === undefined ? {} : { warnBytes }),
    metric: check.oneOf(`${path}.metric`, given['metric'], METRICS, metric),
  }
}

function defaultName(scope: BudgetScope, match: readonly string[]): string {
  return match.length === 0 ? scope : match.join(', ')
}
