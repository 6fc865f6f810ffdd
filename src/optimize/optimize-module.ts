import type { Finding } from '../finding.ts'
import { WasmBudgetError } from '../messages.ts'
import type { Effort } from '../options.ts'
import type { ResolvedOptimize } from '../resolve-options.ts'
import type { Try } from '../report/build-report.ts'
import { ENGINE_CANDIDATES, engineCandidates, type EngineCandidate } from './candidates.ts'
import type { Engine, EngineOutcome } from './engine.ts'
import type { Inspection } from './inspect.ts'
import type { JobQueue } from './job-queue.ts'
import type { Demands, Judgement } from './judge.ts'

/** What optimising needs from around it. */
export interface OptimizeServices {
  readonly queue: JobQueue
  /** Absent where none is installed or wanted. */
  readonly engine?: Engine
  judge(output: Uint8Array, demands: Demands): Promise<Judgement>
  /** Size by the metric that chooses. */
  measure(bytes: Uint8Array): Promise<number>
  /** Told how many steps the module takes, and then what each begins with. */
  readonly progress: { expect(steps: number): void; step(name: string): void }
  /** Stops running engines, when the build has failed elsewhere. */
  readonly signal: AbortSignal
}

/** What ships, and how it was chosen. */
export interface Optimized {
  readonly bytes: Uint8Array
  /** The same code with its names; absent where no names were stripped. */
  readonly twin?: Uint8Array
  readonly chosen: string
  readonly tries: readonly Try[]
  /** Custom sections that were in the input and are not in what ships. */
  readonly removedSections: readonly string[]
  readonly findings: readonly Finding[]
  /** Whether a fault, which another run may not have, decided; such a result is not kept. */
  readonly faulty: boolean
}

interface Candidate {
  readonly name: string
  readonly bytes: Uint8Array
  readonly twin: Uint8Array
}

/**
 * Makes the candidates that effort and size allow and picks the smallest by the metric, the earliest of equals.
 *
 * @throws {WasmBudgetError} `engine-fault`, if the engine was killed or ran out of memory or time twice.
 */
export async function optimizeModule(
  inspection: Inspection,
  asset: string,
  effort: Effort,
  options: ResolvedOptimize,
  services: OptimizeServices,
): Promise<Optimized> {
  const { source, base, stripped } = inspection
  const keptAsIs = base.length === source.length
  const candidates: Candidate[] = [{ name: keptAsIs ? 'keep' : 'strip', bytes: base, twin: source }]
  if (stripped !== undefined)
    candidates.push({ name: keptAsIs ? 'strip' : 'strip all', bytes: stripped, twin: source })

  const wanted = services.engine === undefined ? [] : engineCandidates(effort, base.length)
  const findings: Finding[] = []
  if (wanted.length > 0 && inspection.engineProblem !== undefined) {
    findings.push({
      code: 'engine-skipped',
      severity: 'info',
      asset,
      args: { reason: inspection.engineProblem },
    })
  }
  const names = inspection.engineProblem === undefined ? wanted : []
  services.progress.expect(names.length)
  const made = await Promise.all(
    names.map((name) => makeCandidate(name, asset, inspection, options, services)),
  )
  const failures: Try[] = []
  for (const result of made) {
    if ('bytes' in result) candidates.push(result)
    else {
      failures.push(result.failure)
      findings.push(result.finding)
    }
  }
  return choose(candidates, failures, findings, inspection, services)
}

interface Failure {
  readonly failure: Try
  readonly finding: Finding
}

async function makeCandidate(
  name: EngineCandidate,
  asset: string,
  inspection: Inspection,
  options: ResolvedOptimize,
  services: OptimizeServices,
): Promise<Candidate | Failure> {
  const features = inspection.features ?? []
  const outcome = await runTwice(name, inspection.engineInput, features, options, services)
  if (outcome.kind === 'unlucky') {
    if (options.onFault === 'stop') {
      throw new WasmBudgetError('engine-fault', { asset, candidate: name, reason: outcome.reason })
    }
    return {
      failure: { candidate: name, outcome: 'failed', reason: outcome.reason },
      finding: {
        code: 'fault-kept',
        severity: 'warn',
        asset,
        args: { candidate: name, reason: outcome.reason },
      },
    }
  }
  const rejected = (reason: string): Failure => ({
    failure: { candidate: name, outcome: 'rejected', reason },
    finding: { code: 'candidate-rejected', severity: 'warn', asset, args: { candidate: name, reason } },
  })
  if (outcome.kind === 'failed') return rejected(outcome.reason)
  const { strip, keepSections } = options
  const demands: Demands = {
    interface: inspection.interface,
    features,
    accepted: inspection.accepted,
    strip,
    keepSections,
  }
  const judgement = await services.judge(outcome.output, demands)
  if (judgement.problem !== undefined) return rejected(judgement.problem)
  return { name, bytes: judgement.bytes, twin: outcome.output }
}

async function runTwice(
  name: EngineCandidate,
  input: Uint8Array,
  features: readonly string[],
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

async function choose(
  candidates: readonly Candidate[],
  failures: readonly Try[],
  findings: readonly Finding[],
  { leaks, metadata }: Inspection,
  services: OptimizeServices,
): Promise<Optimized> {
  // A single candidate has nothing to be compared with, and brotli 11 takes seconds per MB.
  const measured = candidates.length > 1 ? candidates : []
  const sizes = await Promise.all(measured.map(({ bytes }) => services.measure(bytes)))
  // A fault under onFault: 'keep' ships what needs no engine, whatever the other candidates came to.
  const faulty = findings.some(({ code }) => code === 'fault-kept')
  const eligible = candidates.filter(({ name }) => !faulty || !(name in ENGINE_CANDIDATES))
  const sizeOf = (candidate: Candidate) => sizes[candidates.indexOf(candidate)] ?? 0
  const best = eligible.reduce((smallest, candidate) =>
    sizeOf(candidate) < sizeOf(smallest) ? candidate : smallest,
  )
  const tries = candidates.map((candidate): Try => ({
    candidate: candidate.name,
    outcome: candidate === best ? 'shipped' : 'not-smaller',
    rawBytes: candidate.bytes.length,
    ...(measured.length === 0 ? {} : { wireBytes: sizeOf(candidate) }),
  }))
  return {
    bytes: best.bytes,
    ...(leaks.includes('name') ? { twin: best.twin } : {}),
    chosen: best.name,
    tries: [...tries, ...failures],
    removedSections: best === candidates[0] ? leaks : [...leaks, ...metadata],
    findings,
    faulty,
  }
}
