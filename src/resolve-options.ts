import type { ResolvedBudget } from './budget/budget.ts'
import { resolveBudgets, resolveHosts } from './budget/resolve-budgets.ts'
import { WasmBudgetError } from './messages.ts'
import { OptionChecker } from './option-checker.ts'
import type { Effort, Glob, Metric, OverlayOptions, ReportFormat, WasmBudgetOptions } from './options.ts'
import type { BuildReport } from './report/build-report.ts'
import { COMPRESS_DEFAULTS, resolveCompress, type ResolvedCompress } from './resolve-compress.ts'
import { OPTIMIZE_DEFAULTS, resolveOptimize, type ResolvedOptimize } from './resolve-optimize.ts'
import { EFFORTS, resolveOverrides, type ResolvedOverride } from './resolve-overrides.ts'

export type { ResolvedCompress } from './resolve-compress.ts'
export type { ResolvedOptimize } from './resolve-optimize.ts'

/** Options after validation, defaults filled in, sizes in bytes. */
export interface ResolvedOptions {
  readonly enabled: boolean
  /** Empty: every module. */
  readonly include: readonly Glob[]
  readonly exclude: readonly Glob[]
  readonly environments: readonly string[]
  readonly metric: Metric
  readonly effort: Effort
  readonly optimize: false | ResolvedOptimize
  readonly compress: false | ResolvedCompress
  readonly overrides: readonly ResolvedOverride[]
  /** Those of hosts too, last. */
  readonly budgets: readonly ResolvedBudget[]
  /** Path from the root. */
  readonly baseline: false | string
  readonly report: false | ResolvedReport
  readonly overlay: false | ResolvedOverlay
  readonly onReport?: (report: BuildReport) => void | Promise<void>
}

/** {@link OverlayOptions} after validation. */
export type ResolvedOverlay = Readonly<Required<OverlayOptions>>

/** {@link ReportOptions} after validation. */
export interface ResolvedReport {
  readonly dir?: string
  /** Absent: by what the build runs on. */
  readonly formats?: readonly ReportFormat[]
}

const OVERLAY_DEFAULTS: ResolvedOverlay = { position: 'bottom-right', open: false }

const DEFAULTS: ResolvedOptions = {
  enabled: true,
  include: [],
  exclude: [],
  environments: ['client'],
  metric: 'brotli',
  effort: 'balanced',
  optimize: OPTIMIZE_DEFAULTS,
  compress: COMPRESS_DEFAULTS,
  overrides: [],
  budgets: [],
  baseline: 'wasm-budget.baseline.json',
  report: {},
  overlay: OVERLAY_DEFAULTS,
}

/**
 * Validates options and fills in defaults.
 *
 * @throws {WasmBudgetError} `options-invalid`, with every problem at once.
 */
export function resolveOptions(options: WasmBudgetOptions = {}): ResolvedOptions {
  const check = new OptionChecker()
  const given = check.object('options', options) ?? {}
  check.keys('', given, [...Object.keys(DEFAULTS), 'hosts', 'onReport'])
  const metric = check.oneOf('metric', given['metric'], METRICS, DEFAULTS.metric)
  const onReport = given['onReport']
  if (onReport !== undefined && typeof onReport !== 'function') check.add('onReport', 'it is not a function')
  const scope = {
    enabled: check.boolean('enabled', given['enabled'], DEFAULTS.enabled),
    include: check.strings('include', given['include'], DEFAULTS.include),
    exclude: check.strings('exclude', given['exclude'], DEFAULTS.exclude),
    environments: check.strings('environments', given['environments'], DEFAULTS.environments),
  }
  const effort = check.oneOf('effort', given['effort'], EFFORTS, DEFAULTS.effort)
  const optimize = resolveOptimize(check, given['optimize'])
  const compress = resolveCompress(check, given['compress'])
  const resolved: ResolvedOptions = {
    ...scope,
    metric,
    effort,
    optimize,
    compress,
    overrides: resolveOverrides(check, given['overrides'], { optimize, compress }),
    budgets: [
      ...resolveBudgets(check, given['budgets'], { metric, hasBaseline: given['baseline'] !== false }),
      ...resolveHosts(check, given['hosts']),
    ],
    baseline: resolveBaseline(check, given['baseline']),
    report: resolveReport(check, given['report']),
    overlay: resolveOverlay(check, given['overlay']),
    ...(typeof onReport === 'function'
      ? { onReport: onReport as NonNullable<ResolvedOptions['onReport']> }
      : {}),
  }
  if (check.problems.length > 0) throw new WasmBudgetError('options-invalid', { problems: check.problems })
  return resolved
}

const METRICS: readonly Metric[] = ['brotli', 'gzip', 'raw']

function resolveBaseline(check: OptionChecker, value: unknown): false | string {
  if (value === false) return false
  return check.string('baseline', value) ?? (DEFAULTS.baseline as string)
}

const REPORT_FORMATS: readonly ReportFormat[] = ['json', 'markdown', 'html', 'github']

function resolveReport(check: OptionChecker, value: unknown): false | ResolvedReport {
  if (value === false) return false
  if (value === undefined || value === true) return {}
  const given = check.object('report', value) ?? {}
  check.keys('report', given, ['dir', 'formats'])
  const dir = check.string('report.dir', given['dir'])
  const formats =
    given['formats'] === undefined
      ? undefined
      : check
          .strings('report.formats', given['formats'], [])
          .map((format, index) => check.oneOf(`report.formats[${index}]`, format, REPORT_FORMATS, 'json'))
  return { ...(dir === undefined ? {} : { dir }), ...(formats === undefined ? {} : { formats }) }
}

function resolveOverlay(check: OptionChecker, value: unknown): false | ResolvedOverlay {
  if (value === false) return false
  if (value === undefined || value === true) return OVERLAY_DEFAULTS
  const given = check.object('overlay', value) ?? {}
  check.keys('overlay', given, Object.keys(OVERLAY_DEFAULTS))
  const corners = ['top-left', 'top-right', 'bottom-left', 'bottom-right'] as const
  return {
    position: check.oneOf('overlay.position', given['position'], corners, OVERLAY_DEFAULTS.position),
    open: check.boolean('overlay.open', given['open'], OVERLAY_DEFAULTS.open),
  }
}
