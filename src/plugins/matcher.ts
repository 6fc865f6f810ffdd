import picomatch from 'picomatch'
import type { MatcherFactory } from '../budget/evaluate.ts'

/** Matches globs as picomatch does; no glob accepts everything. */
export const createMatcher: MatcherFactory = (globs) =>
  globs.length === 0 ? () => true : picomatch([...globs], { dot: true })

/**
 * Lists the names under which a module is known to globs: as emitted, as its path from the root (without leading `../`),
 * and as its path within `node_modules`.
 */
export function globNames(fileName: string | undefined, originalNames: Iterable<string>): string[] {
  const names = new Set<string>(fileName === undefined ? [] : [fileName])
  for (const original of originalNames) {
    const path = original.replaceAll('\\', '/').replace(/^(?:\.\.\/)+/, '')
    names.add(path)
    const inPackage = path.lastIndexOf('node_modules/')
    if (inPackage >= 0) names.add(path.slice(inPackage + 'node_modules/'.length))
  }
  return [...names]
}

/** Says whether a module that is known under these names is one that `include` leaves out or `exclude` names. */
export function isExcluded(
  names: readonly string[],
  { include, exclude }: { readonly include: readonly string[]; readonly exclude: readonly string[] },
): boolean {
  return !names.some(createMatcher(include)) || (exclude.length > 0 && names.some(createMatcher(exclude)))
}
