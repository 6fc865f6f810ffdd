import { availableParallelism } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import type { Tinypool } from 'tinypool'
import type * as tasks from './worker.ts'

type Tasks = typeof tasks

/** Milliseconds that tasks at work get to end by themselves when the pool is closed. */
const GRACE_MS = 2000

/** Threads that read, check and encode modules, so that the main thread stays free; started when first needed. */
export class WorkerPool {
  #pool: Promise<Tinypool> | undefined
  readonly #running = new Set<Promise<unknown>>()

  /** Runs a task of `worker.ts`. */
  async run<Name extends keyof Tasks>(
    name: Name,
    task: Parameters<Tasks[Name]>[0],
  ): Promise<Awaited<ReturnType<Tasks[Name]>>> {
    this.#pool ??= start()
    const pool = await this.#pool
    const running = pool.run(task, { name })
    this.#running.add(running)
    try {
      return (await running) as Awaited<ReturnType<Tasks[Name]>>
    } finally {
      this.#running.delete(running)
    }
  }

  /**
   * Ends all threads; tasks that wait are given up.
   *
   * Those at work may end: a thread that is stopped just when zlib begins takes the whole process with it in Node 20 (`Assertion
   * failed: init_done_ && "close before init"`).
   */
  async close(): Promise<void> {
    const pool = await this.#pool
    this.#pool = undefined
    if (pool === undefined) return
    pool.cancelPendingTasks()
    await Promise.race([Promise.allSettled(this.#running), wait(GRACE_MS, undefined, { ref: false })])
    await pool.destroy()
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
