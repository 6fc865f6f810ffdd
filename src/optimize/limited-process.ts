import { fork, type ChildProcess } from 'node:child_process'
import pidusage from 'pidusage'
import type { EngineLimits } from './engine.ts'

/** How a process ended. */
export type ProcessOutcome =
  | { readonly kind: 'answered'; readonly message: unknown }
  | { readonly kind: 'exited'; readonly code: number; readonly stderr: string }
  | { readonly kind: 'killed'; readonly reason: string }

/** What a script sends first that leaves the work to another process: that one's memory counts. */
export interface WorkStarted {
  readonly startedPid: number
}

const WATCH_INTERVAL_MS = 200
const KEPT_STDERR = 4096

/** What a timer can hold; anything longer would end at once. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1

/**
 * Runs a Node script that gets one message and answers with one, in a process group of its own; before its answer it may
 * say with {@link WorkStarted} that another process of its group does the work.
 *
 * The group is killed when the process that works uses more resident memory than `memoryBytes` or takes longer than `seconds`; a
 * worker thread would not do, because `resourceLimits` do not bound the memory of WebAssembly.
 */
export function runLimited(script: URL, message: object, limits: EngineLimits): Promise<ProcessOutcome> {
  if (limits.signal.aborted) return Promise.resolve({ kind: 'killed', reason: 'the build was stopped' })
  return new Promise((resolve) => {
    const child = fork(script, {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      detached: process.platform !== 'win32',
      execArgv: [],
    })
    let workingPid = child.pid
    let stderr = ''
    let settled = false
    const settle = (outcome: ProcessOutcome): void => {
      if (settled) return
      settled = true
      clearTimeout(timer)
      clearInterval(watch)
      limits.signal.removeEventListener('abort', abort)
      killTree(child)
      resolve(outcome)
    }
    const abort = () => settle({ kind: 'killed', reason: 'the build was stopped' })
    limits.signal.addEventListener('abort', abort)
    const timer = setTimeout(
      () => settle({ kind: 'killed', reason: `not done after ${limits.seconds} s` }),
      Math.min(limits.seconds * 1000, LONGEST_TIMEOUT_MS),
    )
    const watch = setInterval(() => {
      void residentBytes(workingPid).then((bytes) => {
        if (bytes > limits.memoryBytes)
          settle({ kind: 'killed', reason: `more than ${limits.memoryBytes} bytes of memory` })
      })
    }, WATCH_INTERVAL_MS)
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-KEPT_STDERR)
    })
    child.on('message', (message: object) => {
      if ('startedPid' in message) workingPid = (message as WorkStarted).startedPid
      else settle({ kind: 'answered', message })
    })
    child.on('error', (error) => settle({ kind: 'killed', reason: error.message }))
    // A child of its own that holds stderr would keep `close` from coming.
    child.on('exit', () => killTree(child))
    // `close` comes after the last of stderr, `exit` may come before it.
    child.on('close', (code, signal) => {
      settle(
        signal === null
          ? { kind: 'exited', code: code ?? 0, stderr }
          : { kind: 'killed', reason: `killed by ${signal}` },
      )
    })
    child.send(message, (error) => {
      if (error) settle({ kind: 'killed', reason: error.message })
    })
  })
}

async function residentBytes(pid: number | undefined): Promise<number> {
  if (pid === undefined) return 0
  try {
    return (await pidusage(pid)).memory
  } catch {
    // It ended while it was looked at.
    return 0
  }
}

function killTree(child: ChildProcess): void {
  if (child.pid === undefined) return
  try {
    if (process.platform === 'win32') child.kill('SIGKILL')
    else process.kill(-child.pid, 'SIGKILL')
  } catch {
    // The group is gone already.
  }
}
