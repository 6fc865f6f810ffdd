import { cut } from './fit.ts'
import { printable } from './printable.ts'

/** Where a build stands; what a terminal shows while it takes long. */
export interface ProgressState {
  readonly modulesDone: number
  readonly modules: number
  readonly stepsDone: number
  readonly steps: number
  /** What was begun last: module and candidate. */
  readonly asset: string
  readonly step: string
  readonly startedMs: number
}

/** Lines that say where a long build stands. */
export const progressLine = {
  /**
   * `wasm  resvg.wasm  -Os (3 of 6)  11 s  1 of 3 done, about 25 s left`, with the name cut so that it fits into
   * `columns`; times in milliseconds.
   */
  running(state: ProgressState, nowMs: number, columns: number): string {
    const { asset, step, stepsDone, steps, modulesDone, modules } = state
    const seconds = (nowMs - state.startedMs) / 1000
    // The step that runs counts as half done.
    const share = (stepsDone - 0.5) / steps
    const left =
      steps > 0 && seconds > 2 ? `, about ${Math.max(0, Math.ceil(seconds / share - seconds))} s left` : ''
    const rest = `  ${step} (${stepsDone} of ${steps})  ${Math.round(seconds)} s  ${modulesDone} of ${modules} done${left}`
    const room = Math.max(8, columns - 'wasm  '.length - rest.length - 1)
    return `wasm  ${cut(asset.slice(asset.lastIndexOf('/') + 1), room)}${rest}`
  },

  /** `wasm  resvg.wasm done in 12 s` */
  finished(asset: string, seconds: number): string {
    return `wasm  ${printable(asset)} done in ${Math.round(seconds)} s`
  },
}
