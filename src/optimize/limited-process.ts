import { fork, type ChildProcess } from 'node:child_process'
import { promisify } from 'node:util'
import pidusage from 'pidusage'
import type { EngineLimits } from './engine.ts'

/** How a process ended. */
export type ProcessOutcome =
  | { readonly kind: 'answered'; readonly message: unknown }
  | { readonly kind: 'exited'; readonly code: number; readonly stderr: string }
  | { readonly kind: 'killed'; readonly reason: string }

const WATCH_INTERVAL_MS = 200
const KEPT_STDERR = 4096

/** What a timer can hold; anything longer would end at once. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1

/**
 * Runs a Node script that gets one message and answers with one, in a process group of its own.
 *
 * The group is killed when the process uses more resident memory than `memoryBytes` or takes longer than `seconds`; a
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
      void residentBytes(child).then((bytes) => {
        if (bytes > limits.memoryBytes)
          settle({ kind: 'killed', reason: `more than ${limits.memoryBytes} bytes of memory` })
      })
    }, WATCH_INTERVAL_MS)
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-KEPT_STDERR)
    })
    child.on('message', (answer) => settle({ kind: 'answered', message: answer }))
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

async function residentBytes(child: ChildProcess): Promise<number> {
  if (child.pid === undefined || child.exitCode !== null) return 0
  try {
    return (await promisify<number, { memory: number }>(pidusage)(child.pid)).memory
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
