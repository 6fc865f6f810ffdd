import type { ContentStore } from '../cache/content-store.ts'
import { keyOf } from '../cache/digest.ts'
import type { ExportWeight } from '../optimize/exports/weigh-exports.ts'
import type { ScriptMentions, ScriptText } from '../scripts/find-mentions.ts'
import type { ExportedName } from './export-tasks.ts'
import type { WorkerPool } from './worker-pool.ts'

/** Grows whenever the same scripts or bytes come to another answer. */
const SCOUT_VERSION = 1

/** Finds out which exports are in use, and what the others weigh; the same question is answered once a machine. */
export class ExportScout {
  readonly #store: ContentStore
  readonly #workers: WorkerPool

  constructor(store: ContentStore, workers: WorkerPool) {
    this.#store = store
    this.#workers = workers
  }

  /** The exports of a module, in file order; none where it cannot be read. `sha256` is that of `bytes`. */
  exportsOf(bytes: Uint8Array, sha256: string): Promise<readonly ExportedName[]> {
    return this.#answer(['exports', sha256], () => this.#workers.run('listExports', bytes))
  }

  /** Finds the names that scripts which are loaded together mention, each script by itself. */
  mentions(scripts: readonly ScriptText[], names: readonly string[]): Promise<readonly ScriptMentions[]> {
    return this.#answer(['mentions', scripts, names], () => this.#workers.run('mentions', { scripts, names }))
  }

  /** Says what pruning exports would save; `sha256` is that of `bytes`. */
  weigh(
    bytes: Uint8Array,
    sha256: string,
    names: readonly string[],
    wireBytes: number | undefined,
  ): Promise<ExportWeight | undefined> {
    return this.#answer(['weight', sha256, names, wireBytes], () =>
      this.#workers.run('weighExports', { bytes, names, wireBytes }),
    )
  }

  async #answer<Answer>(question: readonly unknown[], find: () => Promise<Answer>): Promise<Answer> {
    const key = keyOf([SCOUT_VERSION, ...question])
    const known = await this.#store.get<Answer>('exports', key)
    if (known !== undefined) return known.meta
    const answer = await find()
    if (answer !== undefined) await this.#store.put('exports', key, answer)
    return answer
  }
}
