// Reading and accounting
export { analyzeModule, type AnalyzeOptions } from './analysis/analyze-module.ts'
export { largestParts, summarize, type Part, type SizeSummary } from './analysis/summary.ts'
export type { Symbols } from './analysis/symbols.ts'
export type { ItemKind, SectionSize, SizeItem, SizeReport } from './analysis/size-report.ts'
export { WasmParseError } from './wasm/parse-error.ts'
export { readModule, type WasmModule } from './wasm/module.ts'
export { collectFeatures } from './wasm/features.ts'
export { compareInterfaces, describeInterface, type ModuleInterface } from './wasm/interface.ts'
export { isComponent, isWasm, type Section } from './wasm/sections.ts'
export { removeSections, stripReason, type StripReason } from './wasm/strip.ts'

// Budgets
export {
  evaluateBudgets,
  type BudgetEvaluation,
  type BudgetModule,
  type BudgetVerdict,
  type MatcherFactory,
} from './budget/evaluate.ts'
export { reach, type Reachability, type ScriptFile } from './budget/reachability.ts'
export { parseSize } from './budget/size.ts'
export type { Budget, ResolvedBudget } from './budget/budget.ts'

// Reports
export { renderTable, type Paint, type TableStyle } from './report/table.ts'
export type { BuildReport, ModuleReport, Sizes, Try } from './report/build-report.ts'

// Findings and errors
export { describeFinding, WasmBudgetError } from './messages.ts'
export type { Finding, Severity } from './finding.ts'
