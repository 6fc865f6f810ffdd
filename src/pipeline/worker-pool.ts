import { availableParallelism } from 'node:os'
import type { Tinypool } from 'tinypool'
import type * as tasks from './worker.ts'

type Tasks = typeof tasks

/** Threads that read, check and encode modules, so that the main thread stays free; started when first needed. */
export class WorkerPool {
  #pool: Promise<Tinypool> | undefined

  /** Runs a task of `worker.ts`. */
  async run<Name extends keyof Tasks>(
    name: Name,
    task: Parameters<Tasks[Name]>[0],
  ): Promise<Awaited<ReturnType<Tasks[Name]>>> {
    this.#pool ??= start()
    const pool = await this.#pool
    return (await pool.run(task, { name })) as Awaited<ReturnType<Tasks[Name]>>
  }

  /** Ends all threads. */
  async close(): Promise<void> {
    const pool = this.#pool
    this.#pool = undefined
    await (await pool)?.destroy()
  }
}

// Loaded when needed: a build whose modules are all in the cache starts no thread.
async function start(): Promise<Tinypool> {
  const { Tinypool } = await import('tinypool')
  return new Tinypool({
    filename: new URL('./worker.js', import.meta.url).href,
    maxThreads: availableParallelism(),
    minThreads: 0,
    idleTimeout: 1000,
  })
}
