import { show, type OptionChecker } from './option-checker.ts'
import type { Effort, Glob } from './options.ts'
import { COMPRESS_DEFAULTS, resolveCompressFields, type ResolvedCompress } from './resolve-compress.ts'
import { OPTIMIZE_DEFAULTS, resolveOptimizeFields, type ResolvedOptimize } from './resolve-optimize.ts'

/** What an override may say of `optimize`. */
export type OptimizePatch = Partial<Omit<ResolvedOptimize, 'exports' | 'publicFiles' | 'watch'>>

/** What an override may say of `compress`. */
export type CompressPatch = Partial<Omit<ResolvedCompress, 'encoder'>>

/** One of the option `overrides` after validation; what is absent stays as it is without it. */
export interface ResolvedOverride {
  /** At least one. */
  readonly match: readonly Glob[]
  readonly effort?: Effort
  /** Without any field where it is only turned on. */
  readonly optimize?: false | OptimizePatch
  readonly compress?: false | CompressPatch
}

/** What is overridden, after validation. */
interface Base {
  readonly optimize: false | ResolvedOptimize
  readonly compress: false | ResolvedCompress
}

export const EFFORTS: readonly Effort[] = ['fast', 'balanced', 'max']

const KEYS = ['match', 'effort', 'optimize', 'compress']

/** Keys of overrides that are those of resolved options under another name, or the same. */
const OPTIMIZE_FIELDS: Readonly<Record<string, keyof OptimizePatch>> = {
  strip: 'strip',
  keepSections: 'keepSections',
  engine: 'engine',
  onFault: 'onFault',
  memory: 'memoryBytes',
  seconds: 'seconds',
}

const COMPRESS_FIELDS: Readonly<Record<string, keyof CompressPatch>> = {
  formats: 'formats',
  threshold: 'thresholdBytes',
}

/** Why a key has no place in an override, and where it has one. */
const OF_THE_BUILD: Readonly<Record<string, string>> = {
  metric: 'one metric counts for all modules, so that sizes can be compared and added. Set metric itself',
  'optimize.exports': 'lists of exports have globs of their own. Write optimize.exports: { [glob]: names }',
  'optimize.publicFiles':
    'it is about the whole build. Set optimize.publicFiles itself, and optimize: false for files that should stay as they are',
  'optimize.watch': 'it is about the whole build. Set optimize.watch itself',
  'compress.encoder':
    'one encoder makes all figures, so that they can be compared. Set compress.encoder itself',
}

/** Validates the option `overrides`; problems go to `check`. */
export function resolveOverrides(check: OptionChecker, value: unknown, base: Base): ResolvedOverride[] {
  if (value === undefined) return []
  if (!Array.isArray(value)) {
    check.add('overrides', 'it is not a list. Write overrides: [{ match: "**/engine*.wasm", effort: "max" }]')
    return []
  }
  return value.flatMap(
    (override: unknown, index) => resolveOverride(check, `overrides[${index}]`, override, base) ?? [],
  )
}

function resolveOverride(
  check: OptionChecker,
  path: string,
  value: unknown,
  base: Base,
): ResolvedOverride | undefined {
  const given = check.object(path, value)
  if (given === undefined) return undefined
  checkKeys(check, path, '', given, KEYS)
  const match = check.strings(`${path}.match`, given['match'], [])
  if (given['match'] === undefined || (Array.isArray(given['match']) && match.length === 0))
    check.add(`${path}.match`, 'it is missing. Write a glob of modules, "**/engine*.wasm"')
  const { effort, optimize, compress } = given
  if (effort === undefined && optimize === undefined && compress === undefined)
    check.add(path, 'it overrides nothing. Give it effort, optimize or compress')
  return {
    match,
    ...(effort === undefined ? {} : { effort: check.oneOf(`${path}.effort`, effort, EFFORTS, 'balanced') }),
    ...(optimize === undefined ? {} : { optimize: resolveOptimizePatch(check, path, optimize, base) }),
    ...(compress === undefined ? {} : { compress: resolveCompressPatch(check, path, compress, base) }),
  }
}

function resolveOptimizePatch(
  check: OptionChecker,
  path: string,
  value: unknown,
  base: Base,
): false | OptimizePatch {
  const given = groupOf(check, path, 'optimize', value, Object.keys(OPTIMIZE_FIELDS))
  if (given === false) return false
  const ofBuild = base.optimize === false ? OPTIMIZE_DEFAULTS : base.optimize
  const resolved = resolveOptimizeFields(check, `${path}.optimize`, given, ofBuild)
  const { engine } = resolved
  if (engine !== 'none' && show(engine) !== show(ofBuild.engine)) {
    const message =
      `${show(given['engine'])} is not what the whole build uses, ${show(ofBuild.engine)}. ` +
      `Write "none" to do without, or set optimize.engine itself`
    check.add(`${path}.optimize.engine`, message)
  }
  return pick(resolved, given, OPTIMIZE_FIELDS)
}

function resolveCompressPatch(
  check: OptionChecker,
  path: string,
  value: unknown,
  base: Base,
): false | CompressPatch {
  const given = groupOf(check, path, 'compress', value, Object.keys(COMPRESS_FIELDS))
  if (given === false) return false
  const ofBuild = base.compress === false ? COMPRESS_DEFAULTS : base.compress
  return pick(resolveCompressFields(check, `${path}.compress`, given, ofBuild), given, COMPRESS_FIELDS)
}

/** The fields of a group of options, none where it is only turned on; false where it is turned off. */
function groupOf(
  check: OptionChecker,
  path: string,
  group: 'optimize' | 'compress',
  value: unknown,
  known: readonly string[],
): false | Record<string, unknown> {
  if (value === false) return false
  if (value === true) return {}
  const at = `${path}.${group}`
  const given = check.object(at, value)
  if (given === undefined) return {}
  checkKeys(check, path, group, given, known)
  if (Object.values(given).every((field) => field === undefined))
    check.add(at, `it overrides nothing. Write true, false, or some of ${known.join(', ')}`)
  return Object.fromEntries(Object.entries(given).filter(([key]) => known.includes(key)))
}

function checkKeys(
  check: OptionChecker,
  path: string,
  group: string,
  given: object,
  known: readonly string[],
): void {
  const at = group === '' ? path : `${path}.${group}`
  const rest = Object.entries(given).filter(([key]) => {
    const reason = OF_THE_BUILD[group === '' ? key : `${group}.${key}`]
    if (reason !== undefined) check.add(`${at}.${key}`, reason)
    return reason === undefined
  })
  check.keys(at, Object.fromEntries(rest), known)
}

/** Takes those of the resolved fields that were given. */
function pick<Resolved extends object, Field extends keyof Resolved>(
  resolved: Resolved,
  given: Readonly<Record<string, unknown>>,
  fields: Readonly<Record<string, Field>>,
): Partial<Pick<Resolved, Field>> {
  const patch: Partial<Pick<Resolved, Field>> = {}
  for (const [key, field] of Object.entries(fields))
    if (given[key] !== undefined) patch[field] = resolved[field]
  return patch
}
