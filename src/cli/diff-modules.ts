import { diffReports, type ReportDiff } from '../analysis/diff.ts'
import type { Sizes } from '../report/build-report.ts'
import type { LookedInside } from './look-inside.ts'

/** What is known of one of two modules beside the difference. */
export interface ComparedModule {
  readonly file: string
  readonly sha256: string
  readonly sizes: Sizes
}

/** What changed from one module to another; JSON-serialisable. */
export interface ModuleDiff {
  readonly version: 1
  readonly before: ComparedModule
  readonly after: ComparedModule
  readonly diff: ReportDiff
}

/** Compares two modules. */
export function diffModules(before: LookedInside, after: LookedInside): ModuleDiff {
  const compared = ({ path, sha256, sizes }: LookedInside): ComparedModule => ({ file: path, sha256, sizes })
  const diff = diffReports(before.analysis.report, after.analysis.report)
  return { version: 1, before: compared(before), after: compared(after), diff }
}
