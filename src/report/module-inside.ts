import type { ModuleAnalysis, ReasonStep } from '../analysis/module-analysis.ts'
import type { SizeReport } from '../analysis/size-report.ts'

/** The inside of a module, for those who look into it. */
export interface ModuleInside {
  /** Of the bytes that ship, with names. */
  readonly shipped: SizeReport
  /** Of the bytes before anything was done to them. */
  readonly built?: SizeReport
  /** Why items are there, by their index in `shipped.items`; only of the largest. */
  readonly reasons?: Readonly<Record<number, readonly ReasonStep[]>>
}

/** Looks into a module and asks of its largest functions and data why they are there. */
export function insideOf(analysis: ModuleAnalysis, built?: SizeReport, reasonCount = 300): ModuleInside {
  const { report } = analysis
  const largest = report.items
    .map(({ kind, sizeBytes }, item) => ({ kind, sizeBytes, item }))
    .filter(({ kind }) => kind === 'function' || kind === 'data')
    .sort((a, b) => b.sizeBytes - a.sizeBytes || a.item - b.item)
    .slice(0, reasonCount)
  const reasons = largest
    .map(({ item }) => [item, analysis.reasonFor(item)] as const)
    .filter(([, steps]) => steps.length > 0)
  return { shipped: report, ...(built === undefined ? {} : { built }), reasons: Object.fromEntries(reasons) }
}
