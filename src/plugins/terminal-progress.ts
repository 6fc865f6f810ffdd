import type { createLogUpdate } from 'log-update'
import { progressLine, type ProgressState } from '../report/progress-line.ts'
import type { FinishedModule } from '../pipeline/progress.ts'

const INTERVAL_MS = 250

/** Seconds after which a module is worth a line where there is no terminal. */
const LONG_SECONDS = 10

/** Shows progress in one line that is rewritten in place and gone afterwards; in CI, one line per long module. */
export class TerminalProgress {
  readonly #live: boolean
  readonly #quiet: boolean
  readonly #print: (line: string) => void
  #line: ReturnType<typeof createLogUpdate> | undefined
  #state: ProgressState | undefined
  #timer: NodeJS.Timeout | undefined

  constructor(quiet: boolean, print: (line: string) => void) {
    this.#quiet = quiet
    this.#print = print
    this.#live = !quiet && process.stderr.isTTY && process.env['CI'] === undefined
  }

  show(state: ProgressState): void {
    if (!this.#live) return
    this.#state = state
    if (state.modulesDone === state.modules) {
      clearInterval(this.#timer)
      this.#timer = undefined
      this.#line?.clear()
      // It hides the cursor until then.
      this.#line?.done()
    } else {
      this.#timer ??= setInterval(() => void this.#draw(), INTERVAL_MS)
    }
  }

  finish({ asset, seconds }: FinishedModule): void {
    if (this.#live || this.#quiet || seconds < LONG_SECONDS) return
    this.#print(progressLine.finished(asset, seconds))
  }

  async #draw(): Promise<void> {
    // Loaded when needed: most builds are done before there is anything to show.
    const { createLogUpdate } = await import('log-update')
    if (this.#timer === undefined || this.#state === undefined || this.#state.step === '') return
    if (this.#line === undefined) {
      this.#line = createLogUpdate(process.stderr)
      // Vite leaves the cursor behind its own progress, which would be overwritten.
      process.stderr.write('\n')
    }
    this.#line(progressLine.running(this.#state, performance.now(), process.stderr.columns))
  }
}
