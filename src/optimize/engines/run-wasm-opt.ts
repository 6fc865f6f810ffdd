import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EngineJob, EngineLimits, EngineOutcome } from '../engine.ts'
import { runLimited } from '../limited-process.ts'
import { lastLine } from './last-line.ts'
import { outcomeOfEnd } from './wasm-opt-end.ts'
import type { WasmOptAnswer, WasmOptRequest } from './wasm-opt-process.ts'
import type { WasmOpt } from './wasm-opt-version.ts'

const SCRIPT = new URL('./wasm-opt-process.js', import.meta.url)

/** Runs a `wasm-opt` on files in a directory of its own, which is gone afterwards. */
export async function runWasmOpt(
  wasmOpt: WasmOpt,
  job: EngineJob,
  limits: EngineLimits,
): Promise<EngineOutcome> {
  const directory = join(tmpdir(), `wasm-budget-engine-${randomUUID()}`)
  try {
    const request: WasmOptRequest = { wasmOpt, directory, ...job }
    const outcome = await runLimited(SCRIPT, request, limits)
    if (outcome.kind === 'killed') return { kind: 'unlucky', reason: outcome.reason }
    if (outcome.kind === 'exited') return { kind: 'unlucky', reason: exited(outcome.code, outcome.stderr) }
    const answer = outcome.message as WasmOptAnswer
    switch (answer.kind) {
      case 'done':
        return answer
      case 'ended':
        return outcomeOfEnd(answer)
      case 'broken':
        // A broken installation says nothing about the module, and is mended under the same version.
        return { kind: 'unlucky', reason: `it cannot be started: ${answer.reason}` }
    }
  } finally {
    // What a virus scanner holds on to is not worth a build.
    await rm(directory, { recursive: true, force: true, maxRetries: 5 }).catch(() => undefined)
  }
}

function exited(code: number, stderr: string): string {
  const said = lastLine(stderr)
  return `its process ended with code ${code}${said === '' ? '' : `: ${said}`}`
}
