import { closest, distance } from 'fastest-levenshtein'
import type { Finding } from '../finding.ts'
import { matches } from '../module-settings.ts'
import type { ModuleReport } from '../report/build-report.ts'
import type { ResolvedOverride } from '../resolve-overrides.ts'

/** Names of a module of a report that globs know. */
export function namesOf({
  fileName,
  originalNames,
}: Pick<ModuleReport, 'fileName' | 'originalNames'>): string[] {
  return [fileName, ...originalNames]
}

/** Tells which overrides match none of the modules of an output. */
export function unmatchedOverrides(
  overrides: readonly ResolvedOverride[],
  modules: readonly Pick<ModuleReport, 'fileName' | 'originalNames'>[],
): Finding[] {
  const built = modules.map(({ fileName }) => fileName).sort()
  const names = modules.flatMap(namesOf).sort()
  return overrides.flatMap((override, index): Finding[] => {
    if (modules.some((module) => matches(override, namesOf(module)))) return []
    const { match } = override
    const nearest = nearestOf(match, names)
    const args = { path: `overrides[${index}]`, match, built, ...(nearest === undefined ? {} : { nearest }) }
    return [{ code: 'override-unmatched', severity: 'warn', args }]
  })
}

/** The name that the least has to be changed of to be what one of the globs says without its stars. */
function nearestOf(globs: readonly string[], names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined
  const found = globs.map((glob) => {
    const text = glob.replaceAll(/\*+\/?/g, '')
    const name = closest(text, names)
    return { name, edits: distance(text, name) }
  })
  return found.sort((a, b) => a.edits - b.edits)[0]?.name
}
