import { WasmBudgetError } from '../messages.ts'
import type { ResolvedOptimize } from '../resolve-options.ts'
import { rejected, type Candidate, type Failure } from './candidate.ts'
import { ENGINE_CANDIDATES, type EngineCandidate } from './candidates.ts'
import type { Engine, EngineOutcome } from './engine.ts'
import type { Inspection } from './inspect.ts'
import { demandsOn } from './judge.ts'
import type { OptimizeServices } from './optimize-module.ts'

/**
 * Lets an engine make a candidate, and checks it.
 *
 * @throws {WasmBudgetError} `engine-fault`, if the engine was killed or ran out of memory or time twice.
 */
export async function makeEngineCandidate(
  name: EngineCandidate,
  asset: string,
  inspection: Inspection,
  options: ResolvedOptimize,
  services: OptimizeServices,
): Promise<Candidate | Failure> {
  const outcome = await runTwice(name, inspection, options, services)
  if (outcome.kind === 'unlucky') {
    const { reason } = outcome
    if (options.onFault === 'stop')
      throw new WasmBudgetError('engine-fault', { asset, candidate: name, reason })
    return {
      failure: { candidate: name, outcome: 'failed', reason },
      finding: { code: 'fault-kept', severity: 'warn', asset, args: { candidate: name, reason } },
    }
  }
  if (outcome.kind === 'failed') return rejected(asset, name, outcome.reason)
  const judgement = await services.judge(outcome.output, demandsOn(inspection, options))
  if (judgement.problem !== undefined) return rejected(asset, name, judgement.problem)
  return { name, bytes: judgement.bytes, twin: outcome.output, byEngine: true }
}

async function runTwice(
  name: EngineCandidate,
  { engineInput: input, features = [] }: Inspection,
  { memoryBytes, seconds }: ResolvedOptimize,
  { engine, queue, progress, signal }: OptimizeServices,
): Promise<EngineOutcome> {
  const run = () => {
    progress.step(name)
    const job = { input, level: ENGINE_CANDIDATES[name], features }
    const result = (engine as Engine).run(job, { memoryBytes, seconds, signal })
    // A process that cannot even be started says something about the machine, not about the module.
    return result.catch((error: Error): EngineOutcome => ({ kind: 'unlucky', reason: error.message }))
  }
  const first = await queue.run(run)
  // The second time nothing else competes for memory and cores.
  if (first.kind !== 'unlucky' || signal.aborted) return first
  progress.expect(1)
  return queue.runAlone(run)
}
