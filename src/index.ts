import { findConfig, resolveConfig } from './config/load-config.ts'
import type { WasmBudgetOptions } from './options.ts'
import { resolveOptions, type ResolvedOptions } from './resolve-options.ts'
import { bytesPlugin } from './plugins/bytes.ts'
import { deferPlugins } from './plugins/deferred-plugins.ts'
import { overlayPlugins } from './plugins/dev/overlay-plugins.ts'
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
 * Without options they come from `wasm-budget.config.{ts,js,json}` in Vite's root, or the working directory elsewhere, or above it
 * in the same package; problems are then told when a build begins.
 *
 * @throws {WasmBudgetError} `options-invalid`, with every problem at once.
 */
export function wasmBudget(options?: WasmBudgetOptions): WasmBudgetPlugin[] {
  if (options !== undefined) return makePlugins(resolveOptions(options))
  // Where the root is, and so the file, is only known when a build begins.
  return deferPlugins(makePlugins(resolveOptions()), async (root) =>
    makePlugins(resolveConfig(await findConfig(root))),
  )
}

function makePlugins(resolved: ResolvedOptions): WasmBudgetPlugin[] {
  if (!resolved.enabled) return []
  const session = new Session(resolved)
  return [
    namingPlugin(session, () => [...sourcePlugins(session, true), inlinedPlugin(session, true)]),
    ...sourcePlugins(session),
    inlinedPlugin(session),
    bytesPlugin(session),
    reportPlugin(session),
    diskPlugin(session),
    ...overlayPlugins(resolved),
  ]
}

export default wasmBudget

export type {
  AssetBudget,
  Budget,
  BudgetPart,
  ChunkBudget,
  InitialBudget,
  LazyBudget,
  TotalBudget,
  WorkerBudget,
} from './budget/budget.ts'
export type { Host } from './budget/hosts.ts'
export type {
  CompressOptions,
  Effort,
  Glob,
  Metric,
  OptimizeOptions,
  OverlayOptions,
  ReportFormat,
  ReportOptions,
  SiblingFormat,
  Size,
  WasmBudgetOptions,
} from './options.ts'
export type { OptimizeOverride, Override } from './override.ts'
export type { BuildReport, ModuleReport } from './report/build-report.ts'
export type { WasmBudgetPlugin } from './plugins/types.ts'
