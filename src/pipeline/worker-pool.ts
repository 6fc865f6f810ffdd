import { availableParallelism } from 'node:os'
import Tinypool from 'tinypool'
import type * as tasks from './worker.ts'

type Tasks = typeof tasks

/** Threads that read, check and encode modules, so that the main thread stays free; started when first needed. */
export class WorkerPool {
  #pool: Tinypool | undefined

  /** Runs a task of `worker.ts`. */
  run<Name extends keyof Tasks>(
    name: Name,
    task: Parameters<Tasks[Name]>[0],
  ): Promise<Awaited<ReturnType<Tasks[Name]>>> {
    this.#pool ??= new Tinypool({
      filename: new URL('./worker.js', import.meta.url).href,
      maxThreads: availableParallelism(),
      minThreads: 0,
      idleTimeout: 1000,
    })
    return this.#pool.run(task, { name }) as Promise<Awaited<ReturnType<Tasks[Name]>>>
  }

  /** Ends all threads. */
  async close(): Promise<void> {
    const pool = this.#pool
    this.#pool = undefined
    await pool?.destroy()
  }
}
