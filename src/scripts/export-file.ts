import { withoutHash } from '../budget/module-key.ts'
import { globNames } from '../plugins/matcher.ts'
import type { BuildReport, ModuleReport } from '../report/build-report.ts'

/** What a file of `optimize.exports` holds: names of exports by module. */
export type ExportFile = Readonly<Record<string, readonly string[]>>

/** The lists that reports come to, and the modules whose exports nobody knows. */
export interface CollectedExports {
  readonly lists: ExportFile
  /** Modules without a list, by file name. */
  readonly unknown: readonly Pick<ModuleReport, 'fileName' | 'exports'>[]
}

/** Collects the exports that scripts use from all reports of a build; a module of several counts with all its uses. */
export function collectExports(reports: readonly BuildReport[]): CollectedExports {
  const lists = new Map<string, Set<string>>()
  const unknown: ModuleReport[] = []
  const modules = reports.flatMap((report) => report.modules).filter(({ exports }) => exports !== undefined)
  for (const module of modules) if (module.exports?.used === undefined) unknown.push(module)
  const unlisted = new Set(unknown.map(keyOf))
  for (const module of modules) {
    const key = keyOf(module)
    // Used somewhere in ways that nobody knows, it has no list, whatever is known of it elsewhere.
    if (unlisted.has(key)) continue
    lists.set(key, new Set([...(lists.get(key) ?? []), ...(module.exports?.used ?? [])]))
  }
  const sorted = [...lists]
    .map(([key, names]) => [key, [...names].sort()] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return { lists: Object.fromEntries(sorted), unknown }
}

/** Writes a file for `optimize.exports`, a name a line, so that a change of one is a line of the diff. */
export function formatExports(lists: ExportFile): string {
  return `${JSON.stringify(lists, undefined, 2)}\n`
}

/** A name of the module that no rebuild changes and that globs know, too: within its package, from the root, or without hash. */
function keyOf({ fileName, originalNames, inlined }: ModuleReport): string {
  const [deepest] = globNames(undefined, originalNames)
    .filter((name) => !/(?:^|\/)node_modules\//.test(name))
    .sort((a, b) => b.split('/').length - a.split('/').length || (a < b ? -1 : 1))
  if (deepest !== undefined) return deepest
  return withoutHash(inlined === undefined ? fileName : fileName.slice(fileName.indexOf('#') + 1))
}
