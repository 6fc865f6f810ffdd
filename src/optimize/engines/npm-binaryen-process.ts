import { Worker } from 'node:worker_threads'
import type { EngineJob } from '../engine.ts'
import { optimizeWithBinaryen, type Binaryen } from './npm-binaryen-run.ts'

/** What the process is sent. */
export interface BinaryenRequest extends EngineJob {
  /** URL of the package's entry. */
  readonly entry: string
  /** Process id of the build, without which nobody wants the answer. */
  readonly parent: number
}

/** What it answers. */
export type BinaryenAnswer =
  | { readonly output: Uint8Array; readonly error?: undefined }
  | { readonly output?: undefined; readonly error: string; readonly isLoaded: boolean }

// The main thread is deaf while binaryen runs: a thread of its own notices that the parent is gone.
const GUARDIAN = `const { workerData: parent } = require('node:worker_threads')
setInterval(() => process.ppid !== parent && process.kill(process.pid, 'SIGKILL'), 1000)`

process.once('message', (request: BinaryenRequest) => {
  const guardian = new Worker(GUARDIAN, { eval: true, workerData: request.parent })
  void answer(request).then((message) => {
    process.send?.(message, () => {
      void guardian.terminate()
      process.disconnect()
    })
  })
})

async function answer(request: BinaryenRequest): Promise<BinaryenAnswer> {
  let isLoaded = false
  try {
    const { default: binaryen } = (await import(request.entry)) as { default: Binaryen }
    isLoaded = true
    return { output: optimizeWithBinaryen(binaryen, request) }
  } catch (error) {
    // Its parse errors are not Errors.
    return { error: error instanceof Error ? error.message : `binaryen threw ${String(error)}`, isLoaded }
  }
}
