import type { ReasonStep } from '../analysis/module-analysis.ts'
import type { SizeReport } from '../analysis/size-report.ts'
import { printable } from '../report/printable.ts'
import { itemLabel } from './item-label.ts'

/** Says how the first step of a reason is kept: by an export, or in a way that needs none. */
export function rootOf([first]: readonly ReasonStep[], { exports }: SizeReport): string {
  if (first === undefined) return 'nothing'
  const own = exports.find(({ kind, index }) => kind === first.kind && index === first.index)
  if (own !== undefined) return `export ${printable(own.name)}`
  if (first.kind === 'table-slot') return 'the table, for indirect calls'
  return first.kind === 'data' ? 'data that counts as used' : 'the module itself'
}

/** Labels of the steps of a reason, from the root to the thing; printable. */
export function stepLabels(steps: readonly ReasonStep[], isGo: boolean): string[] {
  return steps.map((step) => printable(itemLabel(step, isGo)))
}
