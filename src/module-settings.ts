import picomatch from 'picomatch'
import type { Effort } from './options.ts'
import { COMPRESS_DEFAULTS, type ResolvedCompress } from './resolve-compress.ts'
import { OPTIMIZE_DEFAULTS, type ResolvedOptimize } from './resolve-optimize.ts'
import type { ResolvedOverride } from './resolve-overrides.ts'

/** Options that one module has for itself. */
export interface ModuleSettings {
  readonly effort: Effort
  readonly optimize: false | ResolvedOptimize
  readonly compress: false | ResolvedCompress
}

/** What decides with which options a module is worked on. */
export interface KnownModule {
  /** Names under which overrides and lists of exports know it. */
  readonly names: readonly string[]
  /** Absent: what the options say of its names. */
  readonly settings?: ModuleSettings
}

/** Options that decide about {@link ModuleSettings}. */
export interface OverriddenOptions extends ModuleSettings {
  readonly overrides: readonly ResolvedOverride[]
}

/**
 * Says with which options a module is worked on that globs know under `names`: those of the build, and over them those of every
 * override that matches one of the names, later ones over earlier ones.
 *
 * An override that turns something on again, `true` or an object, turns it on as it was before it was turned off.
 */
export function settingsFor(options: OverriddenOptions, names: readonly string[]): ModuleSettings {
  const matching = options.overrides.filter((override) => matches(override, names))
  const effort = matching.findLast((override) => override.effort !== undefined)?.effort ?? options.effort
  const optimize = matching.flatMap((override) => override.optimize ?? [])
  const compress = matching.flatMap((override) => override.compress ?? [])
  return {
    effort,
    optimize: patched(options.optimize, OPTIMIZE_DEFAULTS, optimize),
    compress: patched(options.compress, COMPRESS_DEFAULTS, compress),
  }
}

/** Says whether an override is about a module that globs know under `names`. */
export function matches({ match }: Pick<ResolvedOverride, 'match'>, names: readonly string[]): boolean {
  const isMatch = picomatch([...match], { dot: true })
  return names.some((name) => isMatch(name))
}

/** What counts for the build as a whole, engine and lists of exports; false where no module is optimised. */
export function optimizeOfBuild({
  optimize,
  overrides,
}: Pick<OverriddenOptions, 'optimize' | 'overrides'>): false | ResolvedOptimize {
  if (optimize !== false) return optimize
  const isOptimized = overrides.some((override) => (override.optimize ?? false) !== false)
  return isOptimized ? OPTIMIZE_DEFAULTS : false
}

function patched<Group extends Patch, Patch extends object>(
  ofBuild: false | Group,
  defaults: Group,
  patches: readonly (false | Patch)[],
): false | Group {
  const isOn = (patches.at(-1) ?? ofBuild) !== false
  if (!isOn) return false
  const group = { ...(ofBuild === false ? defaults : ofBuild) }
  for (const patch of patches) if (patch !== false) Object.assign(group, patch)
  return group
}
