import { show, type OptionChecker } from './option-checker.ts'
import type { EngineChoice, Glob, OptimizeOptions } from './options.ts'

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

export const OPTIMIZE_DEFAULTS: ResolvedOptimize = {
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

const KEYS: readonly (keyof OptimizeOptions)[] = [
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

/** Validates the option `optimize`; problems go to `check`. */
export function resolveOptimize(check: OptionChecker, value: unknown): false | ResolvedOptimize {
  if (value === false) return false
  if (value === undefined || value === true) return OPTIMIZE_DEFAULTS
  const given = check.object('optimize', value) ?? {}
  check.keys('optimize', given, KEYS)
  return resolveOptimizeFields(check, 'optimize', given, OPTIMIZE_DEFAULTS)
}

/** Validates the fields of an object at `path`; what it does not have is that of `base`. */
export function resolveOptimizeFields(
  check: OptionChecker,
  path: string,
  given: Readonly<Record<string, unknown>>,
  base: ResolvedOptimize,
): ResolvedOptimize {
  return {
    strip: check.oneOf(`${path}.strip`, given['strip'], ['auto', 'always', false], base.strip),
    keepSections: check.strings(`${path}.keepSections`, given['keepSections'], base.keepSections),
    engine: resolveEngine(check, `${path}.engine`, given['engine'], base.engine),
    exports: resolveExports(check, `${path}.exports`, given['exports'], base.exports),
    onFault: check.oneOf(`${path}.onFault`, given['onFault'], ['stop', 'keep'], base.onFault),
    memoryBytes: check.size(`${path}.memory`, given['memory']) ?? base.memoryBytes,
    seconds: check.positive(`${path}.seconds`, given['seconds'], base.seconds),
    publicFiles: check.boolean(`${path}.publicFiles`, given['publicFiles'], base.publicFiles),
    watch: check.boolean(`${path}.watch`, given['watch'], base.watch),
  }
}

function resolveExports(
  check: OptionChecker,
  at: string,
  value: unknown,
  base: ResolvedOptimize['exports'],
): ResolvedOptimize['exports'] {
  if (value === undefined) return base
  const given = check.object(at, value) ?? {}
  const entries = Object.entries(given).map(([glob, list]) => {
    const path = `${at}[${JSON.stringify(glob)}]`
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

function resolveEngine(
  check: OptionChecker,
  at: string,
  value: unknown,
  base: ResolvedOptimize['engine'],
): ResolvedOptimize['engine'] {
  if (value === undefined) return base
  if (typeof value !== 'object' || value === null) return check.oneOf(at, value, ENGINES, 'auto')
  const given = check.object(at, value)
  if (given === undefined) return base
  check.keys(at, given, ['path'])
  const path = check.string(`${at}.path`, given['path'])
  if (path === undefined && given['path'] === undefined) check.add(`${at}.path`, 'it is missing')
  return { path: path ?? '' }
}
