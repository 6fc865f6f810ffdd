import type { ShippedModule } from '../pipeline/pipeline.ts'

/** What became of a module that stands in a text. */
export interface InlinedModule {
  readonly shipped: ShippedModule
  /** Paths from the root of what its text came from: the module's own, or of who mentions it. */
  readonly names: ReadonlySet<string>
  /** Whether it was decided before chunks are rendered: in a style sheet, or in a worker, which chunks may then contain. */
  readonly early: boolean
}

/**
 * Remembers, by the SHA-256 of what ships, the modules that stand in texts.
 *
 * Not only for one output: a watching bundler keeps texts, with what was put into them, from one build to the next.
 */
export class InlinedModules {
  readonly #bySha256 = new Map<string, InlinedModule>()

  of(sha256: string): InlinedModule | undefined {
    return this.#bySha256.get(sha256)
  }

  add(sha256: string, { shipped, names, early }: InlinedModule): void {
    const known = this.#bySha256.get(sha256)
    // Two sources may ship the same; which one comes first is chance, so the larger one is told.
    const kept = (known?.shipped.source.length ?? 0) > shipped.source.length ? known?.shipped : shipped
    this.#bySha256.set(sha256, {
      shipped: kept ?? shipped,
      names: new Set([...(known?.names ?? []), ...names]),
      early: early || known?.early === true,
    })
  }
}
