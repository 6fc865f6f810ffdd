import type { ResolvedBudget } from '../budget/budget.ts'

/** What of a module is to be measured beside its summary. */
export interface PartsQuery {
  /** Each once, sorted. */
  readonly parts: readonly string[]
  /** Whether shares on the wire are wanted: it takes about as long as all the rest. */
  readonly estimatesWire: boolean
}

/** Collects the parts that budgets limit. */
export function partQueryOf(budgets: readonly Pick<ResolvedBudget, 'part' | 'metric'>[]): PartsQuery {
  const limited = budgets.filter(({ part }) => part !== undefined)
  const parts = [...new Set(limited.flatMap(({ part }) => part ?? []))].sort()
  return { parts, estimatesWire: limited.some(({ metric }) => metric !== 'raw') }
}
