import type { ProgressState } from '../report/progress-line.ts'

/** A module that took long, told when it is done. */
export interface FinishedModule {
  readonly asset: string
  readonly seconds: number
}

/** Counts modules and steps, and tells a listener about every change. */
export class Progress {
  readonly #onChange: (state: ProgressState) => void
  readonly #onFinished: (finished: FinishedModule) => void
  #state: ProgressState = {
    modulesDone: 0,
    modules: 0,
    stepsDone: 0,
    steps: 0,
    asset: '',
    step: '',
    startedMs: 0,
  }

  constructor(onChange: (state: ProgressState) => void, onFinished: (finished: FinishedModule) => void) {
    this.#onChange = onChange
    this.#onFinished = onFinished
  }

  /** Follows one module from now until `done` is called. */
  module(asset: string): ModuleProgress {
    const { modules, startedMs } = this.#state
    this.#update({ modules: modules + 1, startedMs: modules === 0 ? performance.now() : startedMs })
    // Modules wait for one another: a module's own time begins with its first step.
    let begunMs: number | undefined
    return {
      expect: (steps) => this.#update({ steps: this.#state.steps + steps }),
      step: (step) => {
        begunMs ??= performance.now()
        this.#update({ stepsDone: this.#state.stepsDone + 1, asset, step })
      },
      done: () => {
        const seconds = begunMs === undefined ? 0 : (performance.now() - begunMs) / 1000
        this.#update({ modulesDone: this.#state.modulesDone + 1 })
        this.#onFinished({ asset, seconds })
      },
    }
  }

  #update(change: Partial<ProgressState>): void {
    this.#state = { ...this.#state, ...change }
    this.#onChange(this.#state)
  }
}

/** Steps of one module. */
export interface ModuleProgress {
  expect(steps: number): void
  step(name: string): void
  done(): void
}
