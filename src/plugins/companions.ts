import { posix } from 'node:path'
import type { ScriptFile } from '../budget/reachability.ts'
import type { ResolvedOptions } from '../resolve-options.ts'
import { createMatcher, globNames } from './matcher.ts'
import type { FoundModule } from './found-module.ts'
import type { OutputBundle } from './types.ts'

/** `.data` is Emscripten's, `.dat` is .NET's. */
const COMPANION = /\.(?:data|dat)$/i

/** Tells by its names whether a file is a companion of a module that is to be counted; only `include` can say so. */
export function companionTest({
  include,
  exclude,
}: Pick<ResolvedOptions, 'include' | 'exclude'>): (names: readonly string[]) => boolean {
  if (include.length === 0) return () => false
  const included = createMatcher(include)
  const excluded = exclude.length === 0 ? () => false : createMatcher(exclude)
  return (names) => {
    const own = names.filter((name) => COMPANION.test(name))
    return own.some((name) => included(name)) && !own.some((name) => excluded(name))
  }
}

/** Lists the companions among the files that the bundler emits, in order of their names. */
export function emittedCompanions(
  bundle: OutputBundle,
  isCompanion: (names: readonly string[]) => boolean,
): FoundModule[] {
  const found: FoundModule[] = []
  for (const file of Object.values(bundle)) {
    if (file.type !== 'asset' || !COMPANION.test(file.fileName)) continue
    const originalNames = globNames(undefined, [...(file.originalFileNames ?? []), ...(file.names ?? [])])
    if (!isCompanion([file.fileName, ...originalNames])) continue
    const bytes = typeof file.source === 'string' ? Buffer.from(file.source) : file.source
    found.push({ place: 'asset', fileName: file.fileName, bytes, originalNames, ...companionOf(bytes) })
  }
  return found.sort((a, b) => (a.fileName < b.fileName ? -1 : 1))
}

/** What the pipeline does to a companion: nothing. */
export function companionOf(bytes: Uint8Array): Pick<FoundModule, 'shipped'> {
  const nothing = { tries: [], removedSections: [], findings: [] }
  const shipped = { source: bytes, bytes, chosen: 'keep', untouched: 'companion', fromCache: false } as const
  return { shipped: { ...shipped, ...nothing } }
}

interface Named {
  readonly fileName: string
  readonly originalNames: readonly string[]
  readonly untouched?: string
}

/** Finds the module of each companion: the one of the same name but for the extension, by file name. */
export function pairCompanions(modules: readonly Named[]): ReadonlyMap<string, string> {
  const pairs = new Map<string, string>()
  for (const companion of modules) {
    if (companion.untouched !== 'companion') continue
    const stems = stemsOf(companion)
    const module = modules.find(
      (other) => other.untouched !== 'companion' && stemsOf(other).some((stem) => stems.includes(stem)),
    )
    if (module !== undefined) pairs.set(companion.fileName, module.fileName)
  }
  return pairs
}

function stemsOf({ fileName, originalNames }: Named): string[] {
  return [fileName, ...originalNames].map((name) => posix.basename(name).replace(/\.[^.]*$/, ''))
}

/** Lets every script that refers to a module refer to its companions too. */
export function referToCompanions(
  scripts: readonly ScriptFile[],
  pairs: ReadonlyMap<string, string>,
): ScriptFile[] {
  return scripts.map((script) => {
    const more = [...pairs].filter(([, module]) => script.modules.includes(module)).map(([own]) => own)
    return more.length === 0 ? script : { ...script, modules: [...new Set([...script.modules, ...more])] }
  })
}
