import { analyzeModule } from '../analysis/analyze-module.ts'
import { WHOLE_WIRE_BYTES } from '../analysis/parts.ts'
import { summarize, type SizeSummary } from '../analysis/summary.ts'
import type { Direction } from '../compress/compress.ts'
import { createEncoders } from '../compress/encoders.ts'
import { inspect as inspectInput, type Inspection } from '../optimize/inspect.ts'
import { runPass as runPassOn, type PassResult, type PassTask } from '../optimize/rewrite/run-pass.ts'
import { judge as judgeOutput, type Demands, type Judgement } from '../optimize/judge.ts'
import { readModule } from '../wasm/module.ts'
import { WasmParseError } from '../wasm/parse-error.ts'

export { listExports, mentions, pruneListed, weighExports } from './export-tasks.ts'
export { lookInside } from './inside-task.ts'
export { examine, findInlined, gauge, gaugeFast, writeInside } from './source-tasks.ts'

// Every export is a task of the worker pool: what takes longer than a few milliseconds for a large module.

/** A result, or why a module cannot be read: errors of our own would lose their class between threads. */
export type OrProblem<T> = { readonly value: T } | { readonly problem: string }

/** Names by function index, and the summary of the shipped bytes with those names. */
export interface Analysis {
  readonly summary: SizeSummary
  readonly functionNames: readonly (readonly [index: number, name: string])[]
}

export function inspect(task: {
  bytes: Uint8Array
  strip: 'auto' | 'always' | false
  keepSections: readonly string[]
}): OrProblem<Inspection> {
  return orProblem(() => inspectInput(task.bytes, task.strip, task.keepSections))
}

export function judge(task: { output: Uint8Array; demands: Demands }): Judgement {
  return judgeOutput(task.output, task.demands)
}

export function runPass(task: PassTask): PassResult {
  return runPassOn(task)
}

export function analyze(task: {
  bytes: Uint8Array
  twin?: Uint8Array | undefined
  parts?: readonly string[]
  estimatesWire?: boolean
}): OrProblem<Analysis> {
  return orProblem(() => {
    const { bytes, twin, parts = [], estimatesWire = false } = task
    const names = twin === undefined ? undefined : readModule(twin).names
    const report = analyzeModule(bytes, {
      ...(names === undefined ? {} : { symbols: names }),
      ...(estimatesWire ? { wireSizeBytes: WHOLE_WIRE_BYTES } : {}),
    })
    const summary = summarize(report, undefined, parts)
    return { summary, functionNames: [...(names?.functions ?? [])].sort(([a], [b]) => a - b) }
  })
}

export function encode(task: {
  encoder: string
  direction: Direction
  bytes: Uint8Array
}): Promise<Uint8Array> {
  const encoder = createEncoders().find(({ id }) => id === task.encoder)
  if (encoder === undefined) throw new Error(`no encoder ${task.encoder}`)
  return encoder[task.direction](task.bytes)
}

function orProblem<T>(compute: () => T): OrProblem<T> {
  try {
    return { value: compute() }
  } catch (error) {
    if (error instanceof WasmParseError) return { problem: error.message }
    throw error
  }
}
