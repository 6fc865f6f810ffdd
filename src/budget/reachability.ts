/** A JavaScript file of an output and what it refers to; names are emitted file names. */
export interface ScriptFile {
  readonly fileName: string
  /** Name of the chunk, or the file name where it has none. */
  readonly name: string
  /** `chunk` is a chunk of this output; `worker` is a script that was built apart and is only referred to. */
  readonly kind: 'chunk' | 'worker'
  readonly isEntry: boolean
  /** Whether some `import()` loads it. */
  readonly isDynamicEntry: boolean
  /** HTML page that the entry belongs to, from the root. */
  readonly html?: string
  /** Module of source code that the chunk stands for, from the root; absent where the bundler does not say. */
  readonly source?: string
  /** Chunks imported statically. */
  readonly imports: readonly string[]
  /** Chunks imported with `import()`. */
  readonly dynamicImports: readonly string[]
  /** Worker scripts that it refers to. */
  readonly workers: readonly string[]
  /** Modules that it refers to. */
  readonly modules: readonly string[]
}

/** What a script reaches without `import()`; every list is sorted. */
export interface Reached {
  readonly fileName: string
  readonly name: string
  readonly html?: string
  readonly source?: string
  readonly modules: readonly string[]
  /** Workers that are started on the way; their modules are in `modules`. */
  readonly workers: readonly string[]
}

/** Which script reaches which modules. */
export interface Reachability {
  /** Chunks, with what they and their static imports reach. */
  readonly chunks: readonly Reached[]
  /** Entries, with what is reached without `import()`. */
  readonly entries: readonly Reached[]
  /** Chunks that some `import()` loads, with what that adds to what every entry that leads there has loaded already. */
  readonly lazy: readonly Reached[]
  /** Workers that a chunk starts, those that they start themselves included. */
  readonly workers: readonly Reached[]
}

type ScriptMap = ReadonlyMap<string, ScriptFile>

/** Follows static imports, references to workers, and references to modules from every script. */
export function reach(scripts: readonly ScriptFile[]): Reachability {
  const byName: ScriptMap = new Map(scripts.map((script) => [script.fileName, script]))
  const sorted = [...scripts].sort((a, b) => (a.fileName < b.fileName ? -1 : 1))
  const chunks = sorted.filter(({ kind }) => kind === 'chunk')
  const entries = chunks.filter(({ isEntry }) => isEntry).map((script) => reachFrom(script, byName))
  const leads = entries.map((entry) => ({ entry, loads: scriptsLoadedBy(entry.fileName, byName) }))
  const started = new Set(chunks.flatMap(({ workers }) => workers))
  return {
    chunks: chunks.map((script) => reachFrom(script, byName)),
    entries,
    lazy: chunks
      .filter(({ isDynamicEntry }) => isDynamicEntry)
      .map((script) => {
        const from = leads.filter(({ loads }) => loads.has(script.fileName)).map(({ entry }) => entry)
        return without(reachFrom(script, byName), from)
      }),
    workers: sorted
      .filter(({ kind, fileName }) => kind === 'worker' && started.has(fileName))
      .map((script) => withoutItself(reachFrom(script, byName))),
  }
}

function reachFrom(start: ScriptFile, byName: ScriptMap): Reached {
  const modules = new Set<string>()
  const workers = new Set<string>()
  for (const script of follow(start.fileName, byName, ({ imports, workers }) => [...imports, ...workers])) {
    if (script.kind === 'worker') workers.add(script.fileName)
    for (const module of script.modules) modules.add(module)
  }
  return {
    fileName: start.fileName,
    name: start.name,
    ...(start.html === undefined ? {} : { html: start.html }),
    ...(start.source === undefined ? {} : { source: start.source }),
    modules: [...modules].sort(),
    workers: [...workers].sort(),
  }
}

function scriptsLoadedBy(entry: string, byName: ScriptMap): ReadonlySet<string> {
  const loaded = follow(entry, byName, ({ imports, dynamicImports, workers }) => [
    ...imports,
    ...dynamicImports,
    ...workers,
  ])
  return new Set(loaded.map(({ fileName }) => fileName))
}

function follow(
  start: string,
  byName: ScriptMap,
  next: (script: ScriptFile) => readonly string[],
): ScriptFile[] {
  const seen = new Map<string, ScriptFile>()
  const pending = [start]
  for (let fileName = pending.pop(); fileName !== undefined; fileName = pending.pop()) {
    const script = byName.get(fileName)
    if (script === undefined || seen.has(fileName)) continue
    seen.set(fileName, script)
    pending.push(...next(script))
  }
  return [...seen.values()]
}

/** What is there already counts only if it is there whichever entry leads here. */
function without(reached: Reached, entries: readonly Reached[]): Reached {
  const isLoaded = (list: 'modules' | 'workers', name: string) =>
    entries.length > 0 && entries.every((entry) => entry[list].includes(name))
  return {
    ...reached,
    modules: reached.modules.filter((module) => !isLoaded('modules', module)),
    workers: reached.workers.filter((worker) => !isLoaded('workers', worker)),
  }
}

function withoutItself(reached: Reached): Reached {
  return { ...reached, workers: reached.workers.filter((fileName) => fileName !== reached.fileName) }
}

/** How a module is reached, for the table: from an entry at once, only later, or from a worker. */
export interface Use {
  readonly file: string
  readonly kind: 'initial' | 'lazy' | 'worker'
}

/** Lists the scripts that refer to a module themselves; workers first, then chunks by name. */
export function usesOf(module: string, scripts: readonly ScriptFile[], { entries }: Reachability): Use[] {
  const byName = new Map(scripts.map((script) => [script.fileName, script]))
  const initial = new Set(
    entries.flatMap(({ fileName }) =>
      follow(fileName, byName, ({ imports }) => imports).map((script) => script.fileName),
    ),
  )
  return scripts
    .filter(({ modules }) => modules.includes(module))
    .map(({ fileName, kind }): Use => ({
      file: fileName,
      kind: kind === 'worker' ? 'worker' : initial.has(fileName) ? 'initial' : 'lazy',
    }))
    .sort((a, b) => (a.kind === b.kind ? (a.file < b.file ? -1 : 1) : a.kind < b.kind ? 1 : -1))
}
