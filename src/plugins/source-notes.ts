/** What source code says of modules; kept from build to build, since a rebuild looks only at what has changed. */
export class SourceNotes {
  /** Absolute paths. */
  readonly watched = new Set<string>()
  readonly #importers = new Map<string, Set<string>>()

  /** Notes that a module of source code names a module; paths are from the root. */
  add(path: string, importer: string): void {
    const importers = this.#importers.get(path) ?? new Set()
    this.#importers.set(path, importers)
    importers.add(importer)
  }

  /** Lists who names any of these paths. */
  importersOf(paths: readonly string[]): string[] {
    return [...new Set(paths.flatMap((path) => [...(this.#importers.get(path) ?? [])]))].sort()
  }
}
