import type { WasmBudgetOptions } from './options.ts'
import { resolveOptions } from './resolve-options.ts'
import { bytesPlugin } from './plugins/bytes.ts'
import { diskPlugin } from './plugins/disk.ts'
import { inlinedPlugin } from './plugins/inlined.ts'
import { namingPlugin } from './plugins/naming.ts'
import { reportPlugin } from './plugins/report.ts'
import { Session } from './plugins/session.ts'
import { sourcePlugins } from './plugins/sources.ts'
import type { WasmBudgetPlugin } from './plugins/types.ts'

/**
 * Knows, shrinks and budgets every byte of WebAssembly that a build emits; for Vite, Rollup and Rolldown.
 *
 * @throws {WasmBudgetError} `options-invalid`, with every problem at once.
 */
export function wasmBudget(options: WasmBudgetOptions = {}): WasmBudgetPlugin[] {
  const resolved = resolveOptions(options)
  if (!resolved.enabled) return []
  const session = new Session(resolved)
  return [
    namingPlugin(session, () => [...sourcePlugins(session, true), inlinedPlugin(session, true)]),
    ...sourcePlugins(session),
    inlinedPlugin(session),
    bytesPlugin(session),
    reportPlugin(session),
    diskPlugin(session),
  ]
}

export default wasmBudget

export type { Budget, AssetBudget, ChunkBudget, InitialBudget, TotalBudget } from './budget/budget.ts'
export type {
  CompressOptions,
  Effort,
  Glob,
  Metric,
  OptimizeOptions,
  ReportOptions,
  SiblingFormat,
  Size,
  WasmBudgetOptions,
} from './options.ts'
export type { BuildReport, ModuleReport } from './report/build-report.ts'
export type { WasmBudgetPlugin } from './plugins/types.ts'
