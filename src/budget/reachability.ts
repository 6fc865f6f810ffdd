/** A JavaScript file of an output and what it refers to; names are emitted file names. */
export interface ScriptFile {
  readonly fileName: string
  /** Name of the chunk, or the file name where it has none. */
  readonly name: string
  /** `chunk` is a chunk of this output; `worker` is a script that was built apart and is only referred to. */
  readonly kind: 'chunk' | 'worker'
  readonly isEntry: boolean
  /** HTML page that the entry belongs to, from the root. */
  readonly html?: string
  /** Chunks imported statically. */
  readonly imports: readonly string[]
  /** Worker scripts that it refers to. */
  readonly workers: readonly string[]
  /** Modules that it refers to. */
  readonly modules: readonly string[]
}

/** What a chunk or an entry reaches without `import()`; every list is sorted. */
export interface Reached {
  readonly fileName: string
  readonly name: string
  readonly html?: string
  readonly modules: readonly string[]
  /** Workers that are started on the way; their modules are in `modules`. */
  readonly workers: readonly string[]
}

/** Which chunk and which entry reaches which modules. */
export interface Reachability {
  readonly chunks: readonly Reached[]
  readonly entries: readonly Reached[]
}

/** Follows static imports, references to workers, and references to modules from every chunk. */
export function reach(scripts: readonly ScriptFile[]): Reachability {
  const byName = new Map(scripts.map((script) => [script.fileName, script]))
  const chunks: Reached[] = []
  const entries: Reached[] = []
  for (const script of [...scripts].sort((a, b) => (a.fileName < b.fileName ? -1 : 1))) {
    if (script.kind !== 'chunk') continue
    const reached = reachFrom(script, byName)
    chunks.push(reached)
    if (script.isEntry) entries.push(reached)
  }
  return { chunks, entries }
}

function reachFrom(start: ScriptFile, byName: ReadonlyMap<string, ScriptFile>): Reached {
  const seen = new Set<string>()
  const modules = new Set<string>()
  const workers = new Set<string>()
  const pending = [start.fileName]
  for (let fileName = pending.pop(); fileName !== undefined; fileName = pending.pop()) {
    const script = byName.get(fileName)
    if (script === undefined || seen.has(fileName)) continue
    seen.add(fileName)
    if (script.kind === 'worker') workers.add(fileName)
    for (const module of script.modules) modules.add(module)
    pending.push(...script.imports, ...script.workers)
  }
  return {
    fileName: start.fileName,
    name: start.name,
    ...(start.html === undefined ? {} : { html: start.html }),
    modules: [...modules].sort(),
    workers: [...workers].sort(),
  }
}

/** How a module is reached, for the table: from an entry at once, only later, or from a worker. */
export interface Use {
  readonly file: string
  readonly kind: 'initial' | 'lazy' | 'worker'
}

/** Lists the scripts that refer to a module themselves; workers first, then chunks by name. */
export function usesOf(module: string, scripts: readonly ScriptFile[], { entries }: Reachability): Use[] {
  const byName = new Map(scripts.map((script) => [script.fileName, script]))
  const initial = new Set<string>()
  const pending = entries.map(({ fileName }) => fileName)
  for (let fileName = pending.pop(); fileName !== undefined; fileName = pending.pop()) {
    if (initial.has(fileName)) continue
    initial.add(fileName)
    pending.push(...(byName.get(fileName)?.imports ?? []))
  }
  return scripts
    .filter(({ modules }) => modules.includes(module))
    .map(({ fileName, kind }): Use => ({
      file: fileName,
      kind: kind === 'worker' ? 'worker' : initial.has(fileName) ? 'initial' : 'lazy',
    }))
    .sort((a, b) => (a.kind === b.kind ? (a.file < b.file ? -1 : 1) : a.kind < b.kind ? 1 : -1))
}
