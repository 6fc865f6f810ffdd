// Reading and accounting
export { analyzeModule } from './analysis/analyze-module.ts'
export { diffReports, type DiffEntry, type GroupDelta, type ReportDiff } from './analysis/diff.ts'
export {
  findDuplicates,
  identicalModules,
  type DuplicateFunctions,
  type DuplicateList,
  type Duplicates,
  type HashedModule,
  type IdenticalModules,
  type RepeatedString,
  type ZeroRun,
} from './analysis/duplicates.ts'
export { describeName, type NameParts } from './analysis/names/describe-name.ts'
export type { NameContext } from './analysis/names/group-keys.ts'
export { estimateWireSizes, type PlacedItem } from './analysis/wire-estimate.ts'
export { ModuleAnalysis, type AnalyzeOptions, type ReasonStep } from './analysis/module-analysis.ts'
export { largestParts, summarize, type Part, type SizeSummary } from './analysis/summary.ts'
export type { Symbols } from './analysis/symbols.ts'
export { parseSymbolMap } from './analysis/symbol-map.ts'
export type {
  CodeSummary,
  ExportSummary,
  GenericSize,
  GroupSize,
  ImportSummary,
  ItemKind,
  SectionSize,
  SizeItem,
  SizeReport,
} from './analysis/size-report.ts'
export { WasmParseError } from './wasm/parse-error.ts'
export { readModule, type WasmModule } from './wasm/module.ts'
export { collectFeatures } from './wasm/features.ts'
export { compareInterfaces, describeInterface, type ModuleInterface } from './wasm/interface.ts'
export { isComponent, isWasm, type Section } from './wasm/sections.ts'
export { removeSections, stripReason, type StripReason } from './wasm/strip.ts'
export { readInnerNames, type InnerNames, type ModuleNames } from './wasm/names.ts'
export { componentReport, readComponent } from './wasm/component.ts'
export type {
  Component,
  ComponentReport,
  ComponentReportSection,
  ComponentSection,
} from './wasm/component.ts'

// Structure in the nodes of @webassemblyjs/ast
export { toAst, traverse } from './wasm/ast.ts'
export type { AstNode, AstNodeType, AstPath, AstVisitors } from './wasm/ast-visitor.ts'
export type * as ast from './wasm/ast-nodes.ts'

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
export { grownAtMost, parseGrowth, type Growth } from './budget/growth.ts'
export type { Budget, BudgetPart, ResolvedBudget } from './budget/budget.ts'
export { formatBaseline, makeBaseline, parseBaseline, type Baseline } from './budget/baseline.ts'
export { moduleKeys } from './budget/module-key.ts'
export type { Cause } from './budget/causes.ts'
export type { Before, ToolChange } from './budget/compare.ts'
export { measureParts, parsePart, type PartQuery, type PartSize } from './analysis/parts.ts'

// Reports
export { renderTable, type Paint, type TableStyle } from './report/table.ts'
export { renderAnnotations, type AnnotationOptions } from './report/github.ts'
export { renderJson } from './report/json.ts'
export { renderMarkdown, type MarkdownOptions } from './report/markdown.ts'
export type { BuildReport, ModuleReport, Sizes, Tools, Try } from './report/build-report.ts'

// Findings and errors
export { describeFinding, WasmBudgetError } from './messages.ts'
export type { Finding, Severity } from './finding.ts'
