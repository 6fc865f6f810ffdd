import { availableParallelism } from 'node:os'
import PQueue from 'p-queue'

/** Runs heavy jobs, as many at a time as there are cores, for all modules of a build together. */
export class JobQueue {
  readonly #queue: PQueue
  #last: Promise<unknown> = Promise.resolve()

  constructor(concurrency: number = availableParallelism()) {
    this.#queue = new PQueue({ concurrency })
  }

  /** Runs a job when a core is free. */
  run<T>(job: () => Promise<T>): Promise<T> {
    return this.#queue.add(job)
  }

  /** Runs a job when nothing else runs, and lets nothing else start until it is done. */
  runAlone<T>(job: () => Promise<T>): Promise<T> {
    const result = this.#last.then(async () => {
      this.#queue.pause()
      await this.#queue.onPendingZero()
      try {
        return await job()
      } finally {
        this.#queue.start()
      }
    })
    this.#last = result.catch(() => undefined)
    return result
  }
}
