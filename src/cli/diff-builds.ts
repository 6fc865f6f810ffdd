import { COPY, type Baseline } from '../budget/baseline.ts'

/** Sizes before and after; absent where there was or is nothing. */
export interface FigureChange {
  readonly name: string
  readonly beforeBytes?: number
  readonly afterBytes?: number
}

/** A module that is new, gone or different. */
export interface ChangedModule {
  /** What survives a rebuild: package and path in it, path from the root, or file name without its hash. */
  readonly module: string
  readonly change: 'added' | 'removed' | 'changed'
  /** Sizes of the file, of sections, crates and generics; only those that differ, the greatest change first. */
  readonly figures: readonly FigureChange[]
}

/** What changed from one build to another; JSON-serialisable. */
export interface BuildDiff {
  readonly version: 1
  readonly before: string
  readonly after: string
  /** Only those that differ, by name. */
  readonly modules: readonly ChangedModule[]
  readonly unchangedCount: number
  /** Programs that figures depend on and that are not the same; a change of theirs is none of the code. */
  readonly tools: readonly { readonly name: string; readonly before?: string; readonly after?: string }[]
  /** Sums over all modules, each content once. */
  readonly totals: readonly Required<FigureChange>[]
}

interface Build {
  readonly path: string
  readonly sizes: Baseline
}

/** Compares two builds. */
export function diffBuilds(before: Build, after: Build): BuildDiff {
  const [was, is] = [before.sizes, after.sizes]
  const names = union(was.modules, is.modules)
  const modules = names
    .map((module): ChangedModule => {
      const [old, now] = [was.modules[module], is.modules[module]]
      const change = old === undefined ? 'added' : now === undefined ? 'removed' : 'changed'
      return { module, change, figures: changedFigures(old ?? {}, now ?? {}) }
    })
    .filter(({ figures }) => figures.length > 0)
  const tools = union(was.tools, is.tools)
    .filter((name) => was.tools[name] !== is.tools[name])
    .map((name) => ({ name, ...named('before', was.tools[name]), ...named('after', is.tools[name]) }))
  const totals = ['raw', 'gzip', 'brotli'].map((name) => ({
    name,
    beforeBytes: totalOf(was, name),
    afterBytes: totalOf(is, name),
  }))
  const unchangedCount = names.length - modules.length
  return { version: 1, before: before.path, after: after.path, modules, unchangedCount, tools, totals }
}

function changedFigures(
  old: Readonly<Record<string, number>>,
  now: Readonly<Record<string, number>>,
): FigureChange[] {
  return union(old, now)
    .filter((name) => name !== COPY && old[name] !== now[name])
    .map((name) => ({ name, ...named('beforeBytes', old[name]), ...named('afterBytes', now[name]) }))
    .sort((a, b) => Math.abs(deltaOf(b)) - Math.abs(deltaOf(a)) || (a.name < b.name ? -1 : 1))
}

/** How many bytes a figure grew. */
export function deltaOf({ beforeBytes = 0, afterBytes = 0 }: FigureChange): number {
  return afterBytes - beforeBytes
}

function totalOf({ modules }: Baseline, name: string): number {
  return Object.values(modules).reduce(
    (sum, figures) => sum + (figures[COPY] === 1 ? 0 : (figures[name] ?? 0)),
    0,
  )
}

function union(a: object, b: object): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].sort()
}

function named<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): { readonly [Key in Name]?: Value } {
  return (value === undefined ? {} : { [name]: value }) as { readonly [Key in Name]?: Value }
}
