import type { Finding } from '../finding.ts'
import type { Effort } from '../options.ts'
import type { ResolvedOptimize } from '../resolve-options.ts'
import type { Try } from '../report/build-report.ts'
import type { Candidate, Failure } from './candidate.ts'
import { planOf } from './candidates.ts'
import { choose } from './choose.ts'
import type { Engine } from './engine.ts'
import { makeEngineCandidate } from './engine-candidate.ts'
import type { Inspection } from './inspect.ts'
import type { JobQueue } from './job-queue.ts'
import type { Demands, Judgement } from './judge.ts'
import { Rewriter } from './rewriter.ts'
import type { PassResult, PassTask } from './rewrite/run-pass.ts'

/** What optimising needs from around it. */
export interface OptimizeServices {
  readonly queue: JobQueue
  /** Absent where none is installed or wanted. */
  readonly engine?: Engine
  judge(output: Uint8Array, demands: Demands): Promise<Judgement>
  /** Runs one pass of rewriting. */
  rewrite(task: PassTask): Promise<PassResult>
  /** Size by the metric that chooses. */
  measure(bytes: Uint8Array): Promise<number>
  /** Nearly that, in a tenth of the time. */
  estimate(bytes: Uint8Array): Promise<number>
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
  /** Names of the custom sections that are not in what ships. */
  readonly removedSections: readonly string[]
  readonly findings: readonly Finding[]
  /** Whether a fault, which another run may not have, decided; such a result is not kept. */
  readonly faulty: boolean
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
  const { source, base, stripped, engineInput, engineProblem } = inspection
  const keptAsIs = base.length === source.length
  const byEngine = false
  const plain: Candidate[] = [{ name: keptAsIs ? 'keep' : 'strip', bytes: base, twin: source, byEngine }]
  if (stripped !== undefined)
    plain.push({ name: keptAsIs ? 'strip' : 'strip all', bytes: stripped, twin: source, byEngine })

  const { levels, rewrite, margin } = planOf(effort, base.length)
  if (engineProblem !== undefined) {
    const args = { reason: engineProblem }
    const finding: Finding = { code: 'engine-skipped', severity: 'info', asset, args }
    return choose({ candidates: plain, failures: [], findings: [finding] }, margin, inspection, services)
  }
  const wanted = services.engine === undefined ? [] : levels
  services.progress.expect(wanted.length + Math.min(rewrite.best, wanted.length + 1))
  const rewriter = new Rewriter(asset, inspection, options, rewrite, services)
  const made = await Promise.all(
    wanted.map((name) => makeEngineCandidate(name, asset, inspection, options, services)),
  )
  const byLevel = made.filter((result): result is Candidate => 'bytes' in result)
  const isFaulty = made.some((result) => 'finding' in result && result.finding.code === 'fault-kept')
  const ranked = await rewriter.rank([
    { name: 'rewrite', bytes: engineInput, twin: engineInput, byEngine },
    // After a fault only what needs no engine ships.
    ...(isFaulty ? [] : byLevel).map((candidate) => ({ ...candidate, name: `${candidate.name}, rewrite` })),
  ])
  const rewrites = await Promise.all(ranked.map((candidate) => rewriter.rewrite(candidate)))
  const failed = [
    ...made.filter((result): result is Failure => 'failure' in result),
    ...rewrites.flatMap(({ failures }) => failures),
  ]
  return choose(
    {
      candidates: [...plain, ...byLevel, ...rewrites.flatMap(({ candidates }) => candidates)],
      failures: failed.map(({ failure }) => failure),
      findings: [...failed.map(({ finding }) => finding), ...rewrites.flatMap(({ findings }) => findings)],
    },
    margin,
    inspection,
    services,
  )
}
