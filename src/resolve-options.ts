import type { ResolvedBudget } from './budget/budget.ts'
import { resolveBudgets, resolveHosts } from './budget/resolve-budgets.ts'
import { WasmBudgetError } from './messages.ts'
import { OptionChecker, show } from './option-checker.ts'
import type {
  Effort,
  EngineChoice,
  Glob,
  Metric,
  OptimizeOptions,
  OverlayOptions,
  ReportFormat,
  SiblingFormat,
  WasmBudgetOptions,
} from './options.ts'
import type { BuildReport } from './report/build-report.ts'

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

/** {@link OptimizeOptions} after validation. */
export interface ResolvedOptimize {
  readonly strip: 'auto' | 'always' | false
  readonly keepSections: readonly Glob[]
  readonly engine: Readonly<EngineChoice>
  readonly exports: Readonly<Record<Glob, readonly string[] | { readonly file: string }>>
  readonly onFault: 'stop' | 'keep'
  readonly memoryBytes: number
  readonly seconds: number
  readonly publicFiles: boolean
  readonly watch: boolean
}

/** {@link ReportOptions} after validation. */
export interface ResolvedReport {
  readonly dir?: string
  /** Absent: by what the build runs on. */
  readonly formats?: readonly ReportFormat[]
}

/** {@link CompressOptions} after validation. */
export interface ResolvedCompress {
  readonly formats: readonly SiblingFormat[]
  readonly encoder: 'native' | 'portable'
  readonly thresholdBytes: number
}

const OPTIMIZE_DEFAULTS: ResolvedOptimize = {
  strip: 'auto',
  keepSections: [],
  engine: 'auto',
  exports: {},
  onFault: 'stop',
  memoryBytes: 2 * 2 ** 30,
  seconds: 900,
  publicFiles: false,
  watch: false,
}

const COMPRESS_DEFAULTS: ResolvedCompress = { formats: ['br', 'gz'], encoder: 'native', thresholdBytes: 1024 }

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
  const resolved: ResolvedOptions = {
    enabled: check.boolean('enabled', given['enabled'], DEFAULTS.enabled),
    include: check.strings('include', given['include'], DEFAULTS.include),
    exclude: check.strings('exclude', given['exclude'], DEFAULTS.exclude),
    environments: check.strings('environments', given['environments'], DEFAULTS.environments),
    metric,
    effort: check.oneOf('effort', given['effort'], ['fast', 'balanced', 'max'], DEFAULTS.effort),
    optimize: resolveOptimize(check, given['optimize']),
    compress: resolveCompress(check, given['compress']),
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

const OPTIMIZE_KEYS: readonly (keyof OptimizeOptions)[] = [
  'strip',
  'keepSections',
  'engine',
  'exports',
  'onFault',
  'memory',
  'seconds',
  'publicFiles',
  'watch',
]

const METRICS: readonly Metric[] = ['brotli', 'gzip', 'raw']

function resolveOptimize(check: OptionChecker, value: unknown): false | ResolvedOptimize {
  if (value === false) return false
  if (value === undefined || value === true) return OPTIMIZE_DEFAULTS
  const given = check.object('optimize', value) ?? {}
  check.keys('optimize', given, OPTIMIZE_KEYS)
  return {
    strip: check.oneOf('optimize.strip', given['strip'], ['auto', 'always', false], OPTIMIZE_DEFAULTS.strip),
    keepSections: check.strings(
      'optimize.keepSections',
      given['keepSections'],
      OPTIMIZE_DEFAULTS.keepSections,
    ),
    engine: resolveEngine(check, given['engine']),
    exports: resolveExports(check, given['exports']),
    onFault: check.oneOf('optimize.onFault', given['onFault'], ['stop', 'keep'], OPTIMIZE_DEFAULTS.onFault),
    memoryBytes: check.size('optimize.memory', given['memory']) ?? OPTIMIZE_DEFAULTS.memoryBytes,
    seconds: check.positive('optimize.seconds', given['seconds'], OPTIMIZE_DEFAULTS.seconds),
    publicFiles: check.boolean('optimize.publicFiles', given['publicFiles'], OPTIMIZE_DEFAULTS.publicFiles),
    watch: check.boolean('optimize.watch', given['watch'], OPTIMIZE_DEFAULTS.watch),
  }
}

function resolveExports(check: OptionChecker, value: unknown): ResolvedOptimize['exports'] {
  if (value === undefined) return {}
  const given = check.object('optimize.exports', value) ?? {}
  const entries = Object.entries(given).map(([glob, list]) => {
    const path = `optimize.exports[${JSON.stringify(glob)}]`
    if (glob === '') check.add(path, 'the glob is empty')
    if (Array.isArray(list)) return [glob, check.strings(path, list, [])] as const
    if (typeof list !== 'object' || list === null) {
      check.add(path, `${show(list)} is neither a list of names nor { file: 'exports.json' }`)
      return [glob, []] as const
    }
    check.keys(path, list, ['file'])
    return [glob, { file: check.string(`${path}.file`, 'file' in list ? list.file : null) ?? '' }] as const
  })
  return Object.fromEntries(entries)
}

const ENGINES = ['auto', 'npm', 'native', 'none'] as const

function resolveEngine(check: OptionChecker, value: unknown): ResolvedOptimize['engine'] {
  if (typeof value !== 'object' || value === null)
    return check.oneOf('optimize.engine', value, ENGINES, 'auto')
  const given = check.object('optimize.engine', value)
  if (given === undefined) return 'auto'
  check.keys('optimize.engine', given, ['path'])
  const path = check.string('optimize.engine.path', given['path'])
  if (path === undefined && given['path'] === undefined) check.add('optimize.engine.path', 'it is missing')
  return { path: path ?? '' }
}

function resolveCompress(check: OptionChecker, value: unknown): false | ResolvedCompress {
  if (value === false) return false
  if (value === undefined || value === true) return COMPRESS_DEFAULTS
  const given = check.object('compress', value) ?? {}
  check.keys('compress', given, ['formats', 'encoder', 'threshold'])
  const formats = check.strings('compress.formats', given['formats'], COMPRESS_DEFAULTS.formats)
  return {
    formats: formats.map((format, index) =>
      check.oneOf(`compress.formats[${index}]`, format, ['br', 'gz'], 'br'),
    ),
    encoder: check.oneOf(
      'compress.encoder',
      given['encoder'],
      ['native', 'portable'],
      COMPRESS_DEFAULTS.encoder,
    ),
    thresholdBytes: check.size('compress.threshold', given['threshold']) ?? COMPRESS_DEFAULTS.thresholdBytes,
  }
}

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
