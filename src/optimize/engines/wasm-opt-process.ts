import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { EngineJob } from '../engine.ts'
import type { WorkStarted } from '../limited-process.ts'
import { exportImports, removeExports } from './imports-as-exports.ts'
import { wasmOptArguments } from './wasm-opt-arguments.ts'
import type { WasmOptEnd } from './wasm-opt-end.ts'
import { readVersion, type WasmOpt } from './wasm-opt-version.ts'

/** What the process is sent. */
export interface WasmOptRequest extends EngineJob {
  readonly wasmOpt: WasmOpt
  /** Where its files go: a directory that does not exist yet, so that it never does without somebody to remove it. */
  readonly directory: string
}

/** What it answers; `broken` is a program that cannot be started, or does not even say its version any more. */
export type WasmOptAnswer =
  | { readonly kind: 'done'; readonly output: Uint8Array }
  | ({ readonly kind: 'ended' } & WasmOptEnd)
  | { readonly kind: 'broken'; readonly reason: string }

const INPUT = 'input.wasm'
const OUTPUT = 'output.wasm'
const KEPT_STDERR = 8192

/** How long stderr may stay open in other hands once the program has ended. */
const STDERR_GRACE_MS = 500

/** Starts `wasm-opt` for a build that may be killed at any time, and must not leave it behind then. */
class Supervisor {
  readonly #request: WasmOptRequest
  #child: ChildProcess | undefined

  constructor(request: WasmOptRequest) {
    this.#request = request
  }

  async answer(): Promise<WasmOptAnswer> {
    const { directory, input, wasmOpt } = this.#request
    try {
      const { bytes, prefix } = exportImports(input)
      await mkdir(directory, { mode: 0o700 })
      await writeFile(join(directory, INPUT), bytes)
      const end = await this.#run()
      const output = end.code === 0 ? await readOutput(directory) : undefined
      if (output !== undefined) return { kind: 'done', output: withoutAdded(output, prefix) }
      if (end.code !== undefined) readVersion(wasmOpt)
      return { kind: 'ended', ...end }
    } catch (error) {
      return { kind: 'broken', reason: (error as Error).message }
    }
  }

  async #run(): Promise<WasmOptEnd> {
    const { wasmOpt, directory } = this.#request
    const options = wasmOptArguments(this.#request, INPUT, OUTPUT)
    const child = spawn(wasmOpt.command, [...wasmOpt.prefixArguments, ...options], {
      cwd: directory,
      env: environment(),
      stdio: ['ignore', 'ignore', 'pipe'],
      windowsHide: true,
    })
    this.#child = child
    const stderr: string[] = []
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr.splice(0, Infinity, (stderr.join('') + text).slice(-KEPT_STDERR))
    })
    const closed = once(child.stderr, 'close')
    if (child.pid !== undefined) process.send?.({ startedPid: child.pid } satisfies WorkStarted)
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null]
    // A child of its own that holds stderr would keep it from closing.
    await Promise.race([closed, sleep(STDERR_GRACE_MS)])
    return {
      ...(code === null ? {} : { code }),
      ...(signal === null ? {} : { signal }),
      stderr: stderr.join(''),
    }
  }

  /** Ends everything when the build is gone. */
  giveUp(): void {
    this.#child?.kill('SIGKILL')
    rmSync(this.#request.directory, { recursive: true, force: true, maxRetries: 5 })
    if (process.platform !== 'win32') process.kill(-process.pid, 'SIGKILL')
    process.exit()
  }
}

process.once('message', (request: WasmOptRequest) => {
  const supervisor = new Supervisor(request)
  const giveUp = () => supervisor.giveUp()
  process.once('disconnect', giveUp)
  void supervisor.answer().then((answer) => {
    process.send?.(answer, () => {
      process.off('disconnect', giveUp)
      process.disconnect()
    })
  })
})

/** Without what makes binaryen talk, or write files. */
function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('BINARYEN_') || name === 'BINARYEN_CORES',
  )
  return Object.fromEntries(kept)
}

async function readOutput(directory: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(join(directory, OUTPUT))
  } catch {
    return undefined
  }
}

function withoutAdded(output: Uint8Array, prefix: string): Uint8Array {
  try {
    return removeExports(output, prefix)
  } catch {
    // Whoever judges it says what is wrong with it.
    return output
  }
}
