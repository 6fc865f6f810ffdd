import { dirname, posix } from 'node:path'
import type { InlinedSource } from '../../pipeline/source-tasks.ts'
import { nameOf, type ReferredModule } from './graph-modules.ts'
import { urlPathOf } from './module-path.ts'

const MODULE_URL = /\bnew\s+URL\s*\(\s*(['"`])([^'"`${}]+\.wasm)(?:[?#][^'"`]*)?\1\s*,\s*import\.meta\.url/gi

/** A module that stands in a script as base64. */
export interface InlinedModule extends InlinedSource {
  readonly path: string
  /** The script, from the root. */
  readonly importer: string
}

/** What scripts refer to without Vite's graph knowing: `new URL()`, in some versions, and base64. */
export class SourceReferences {
  readonly #root: string
  readonly #urls = new Map<string, readonly string[]>()
  readonly #inlined = new Map<string, readonly InlinedSource[]>()

  constructor(root: string) {
    this.#root = root
  }

  /** Notes the URLs in a script in place of those that it had; `id` is that of the script. */
  noteUrls(id: string, code: string): void {
    const file = id.replace(/[?#].*$/, '').replaceAll('\\', '/')
    const urls = [...code.matchAll(MODULE_URL)].map(([, , url = '']) => url)
    const paths = urls
      .filter((url) => !/^[a-z]+:/i.test(url))
      .map((url) => (url.startsWith('/') ? url : urlPathOf(posix.join(dirname(file), url), this.#root)))
    if (paths.length === 0) this.#urls.delete(id)
    else this.#urls.set(id, paths)
  }

  /** Notes the modules in a script. */
  noteInlined(id: string, modules: readonly InlinedSource[]): void {
    if (modules.length === 0) this.#inlined.delete(id)
    else this.#inlined.set(id, modules)
  }

  /** Forgets a file that is no more. */
  forget(file: string): void {
    for (const id of [...this.#urls.keys(), ...this.#inlined.keys()]) {
      if (id.replace(/[?#].*$/, '') !== file) continue
      this.#urls.delete(id)
      this.#inlined.delete(id)
    }
  }

  /** Modules of `new URL()`; `fileOf` says which file stands for a path, `importerOf` what a script is called. */
  referred(fileOf: (path: string) => string, importerOf: (id: string) => string): ReferredModule[] {
    const importers = new Map<string, Set<string>>()
    for (const [id, paths] of this.#urls) {
      for (const path of paths) {
        const known = importers.get(path) ?? new Set()
        importers.set(path, known.add(importerOf(id)))
      }
    }
    return [...importers].map(([path, names]) => ({ path, file: fileOf(path), importers: [...names].sort() }))
  }

  get inlined(): InlinedModule[] {
    return [...this.#inlined].flatMap(([id, modules]) => {
      const importer = nameOf(id, this.#root)
      return modules.map((module, index) => ({ ...module, importer, path: `${importer}#${index + 1}` }))
    })
  }
}
