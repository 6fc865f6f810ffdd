import { createHash } from 'node:crypto'
import type { Examined, ModuleSource } from '../../pipeline/source-tasks.ts'
import type { Served } from '../../report/dev-delivery.ts'
import type { ShippedFigures } from '../../report/dev-state.ts'
import type { ReferredModule } from './graph-modules.ts'
import { candidateFiles } from './module-path.ts'
import type { InlinedModule } from './source-references.ts'

/** What is known about a module. */
export interface ListedModule {
  readonly id: string
  readonly path: string
  /** Grows whenever its bytes may have changed. */
  generation: number
  importers: readonly string[]
  file?: string | undefined
  served?: Served
  /** Bytes of an answer, where no file is known. */
  captured?: ModuleSource | undefined
  inlined?: InlinedModule
  /** Whether there was nothing to read when it was tried last. */
  isMissing: boolean
  examined?: Examined | undefined
  shipped?: ShippedFigures | undefined
}

/** Every module that a page fetched or could fetch, by its path in the URL. */
export class ModuleList {
  readonly #root: string
  readonly #publicDir: string
  readonly #modules = new Map<string, ListedModule>()

  constructor(root: string, publicDir: string) {
    this.#root = root
    this.#publicDir = publicDir
  }

  /** In order of paths. */
  get modules(): ListedModule[] {
    return [...this.#modules.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
  }

  byId(id: string): ListedModule | undefined {
    return this.modules.find((module) => module.id === id)
  }

  byPath(path: string): ListedModule | undefined {
    return this.#modules.get(path)
  }

  /** Takes over what source code refers to now; what it no longer does stays only if a page asked for it. */
  update(referred: readonly ReferredModule[], inlined: readonly InlinedModule[]): void {
    const named = new Set([...referred, ...inlined].map(({ path }) => path))
    for (const module of this.#modules.values()) {
      if (named.has(module.path)) continue
      if (module.served === undefined) this.#modules.delete(module.path)
      else module.importers = []
    }
    for (const path of named) {
      const ofPath = referred.filter((reference) => reference.path === path)
      const [first] = ofPath
      const inScript = inlined.find((found) => found.path === path)
      const module = this.#at(path)
      const importers =
        inScript === undefined ? ofPath.flatMap((reference) => reference.importers) : [inScript.importer]
      module.importers = [...new Set(importers)].sort()
      if (first !== undefined) this.#setFile(module, first.file)
      if (inScript !== undefined && module.inlined?.source !== inScript.source) {
        module.inlined = inScript
        module.generation++
      }
    }
  }

  /** Takes over how a request was answered. */
  served(path: string, served: Served, source: ModuleSource | undefined): void {
    const module = this.#at(path)
    module.served = served
    if (source === undefined || module.file !== undefined) return
    module.captured = source
    module.generation++
  }

  /** Takes over that a file has changed, appeared or gone; says whether it is one of the list. */
  fileChanged(file: string): boolean {
    const path = file.replaceAll('\\', '/')
    const hit = [...this.#modules.values()].filter((module) => this.#mayBe(module, path))
    for (const module of hit) {
      module.file = path
      module.captured = undefined
      module.generation++
    }
    return hit.length > 0
  }

  #mayBe({ path, file, inlined }: ListedModule, changed: string): boolean {
    if (inlined !== undefined) return false
    if (file !== undefined) return file === changed
    return candidateFiles(path, this.#root, this.#publicDir).includes(changed)
  }

  #at(path: string): ListedModule {
    const known = this.#modules.get(path)
    if (known !== undefined) return known
    const id = createHash('sha256').update(path).digest('hex').slice(0, 16)
    const module: ListedModule = { id, path, generation: 0, importers: [], isMissing: false }
    this.#modules.set(path, module)
    return module
  }

  #setFile(module: ListedModule, file: string): void {
    if (module.file === file) return
    module.file = file
    module.captured = undefined
    module.generation++
  }
}

/** Where the bytes of a module are; undefined where nobody has seen them. */
export function sourceOf({ file, captured, inlined }: ListedModule): ModuleSource | undefined {
  if (inlined !== undefined) return inlined.source
  return file === undefined ? captured : { path: file }
}
