import type { BudgetVerdict } from '../budget/evaluate.ts'

/** Used part of the limit, or of the warning where there is no limit; 1 is all of it. */
export function shareOf({
  sizeBytes,
  limitBytes,
  warnBytes,
}: Pick<BudgetVerdict, 'sizeBytes' | 'limitBytes' | 'warnBytes'>): number {
  const of = limitBytes ?? warnBytes ?? 0
  return of === 0 ? (sizeBytes === 0 ? 0 : 1) : sizeBytes / of
}
