import type { WasmBudgetOptions } from '../options.ts'
import type { Override } from '../override.ts'

/** Puts what arguments say over the options of a config file, groups by their fields; it counts more than overrides, too. */
export function mergeOptions(base: WasmBudgetOptions = {}, over: WasmBudgetOptions): WasmBudgetOptions {
  const { optimize, compress, ...rest } = over
  return {
    ...base,
    ...rest,
    ...(optimize === undefined ? {} : { optimize: mergeGroup(base.optimize, optimize) }),
    ...(compress === undefined ? {} : { compress: mergeGroup(base.compress, compress) }),
    ...(base.overrides === undefined
      ? {}
      : { overrides: base.overrides.flatMap((override) => without(override, over) ?? []) }),
  }
}

function mergeGroup<Group extends object>(
  base: boolean | Group | undefined,
  over: boolean | Group,
): boolean | Group {
  return typeof base === 'object' && typeof over === 'object' ? { ...base, ...over } : over
}

/** What is left of an override without what arguments say; undefined where that is nothing. */
function without(override: Override, over: WasmBudgetOptions): Override | undefined {
  const { match, effort, optimize, compress } = override
  const left = {
    ...(effort === undefined || over.effort !== undefined ? {} : { effort }),
    ...groupWithout('optimize', optimize, over.optimize),
    ...groupWithout('compress', compress, over.compress),
  }
  return Object.keys(left).length === 0 ? undefined : { match, ...left }
}

function groupWithout<Key extends string, Group extends object>(
  key: Key,
  group: boolean | Group | undefined,
  over: boolean | object | undefined,
): Partial<Record<Key, boolean | Group>> {
  if (group === undefined) return {}
  if (typeof group === 'boolean' || typeof over !== 'object')
    return { [key]: group } as Record<Key, boolean | Group>
  const fields = Object.entries(group).filter(([field, value]) => value !== undefined && !(field in over))
  return fields.length === 0 ? {} : ({ [key]: Object.fromEntries(fields) } as Record<Key, Group>)
}
