import type { Finding } from '../finding.ts'
import type { ResolvedOptimize } from '../resolve-options.ts'
import { rejected, type Candidate, type Failure } from './candidate.ts'
import { CHEAP_REWRITE, type RewritePlan } from './candidates.ts'
import type { Inspection } from './inspect.ts'
import { demandsOn } from './judge.ts'
import type { OptimizeServices } from './optimize-module.ts'
import { rewriteModule, type RewriteEffort } from './rewrite/rewrite-module.ts'
import { planStrip, type StripPlan } from './strip-plan.ts'
import { removeSections } from '../wasm/strip.ts'

/** Candidates made by rewriting others, and what went wrong on the way. */
export interface RewrittenCandidates {
  readonly candidates: readonly Candidate[]
  readonly failures: readonly Failure[]
  readonly findings: readonly Finding[]
}

/** Rewrites modules for the wire. */
export class Rewriter {
  readonly #asset: string
  readonly #inspection: Inspection
  readonly #options: ResolvedOptimize
  readonly #services: OptimizeServices
  readonly #plan: RewritePlan
  readonly #stripPlan: StripPlan

  constructor(
    asset: string,
    inspection: Inspection,
    options: ResolvedOptimize,
    plan: RewritePlan,
    services: OptimizeServices,
  ) {
    this.#asset = asset
    this.#inspection = inspection
    this.#options = options
    this.#plan = plan
    this.#stripPlan = planStrip(options.strip, options.keepSections)
    this.#services = services
  }

  /** Picks those that come out smallest after a cheap rewrite. */
  async rank(given: readonly Candidate[]): Promise<readonly Candidate[]> {
    // Levels often come to the same bytes.
    const candidates = given.filter(
      ({ bytes }, at) => given.findIndex((other) => Buffer.compare(other.bytes, bytes) === 0) === at,
    )
    if (candidates.length <= this.#plan.best) return candidates
    const sizes = await Promise.all(
      candidates.map(async ({ twin }) => {
        const { bytes, sizeBytes } = await this.#rewrite(twin, CHEAP_REWRITE, false)
        return sizeBytes ?? this.#measure(bytes, false)
      }),
    )
    const ranked = candidates.map((candidate, at) => ({ candidate, size: sizes[at] as number }))
    ranked.sort((a, b) => a.size - b.size)
    return ranked.slice(0, this.#plan.best).map(({ candidate }) => candidate)
  }

  /** Rewrites one module; nothing comes of it where no pass made it smaller. */
  async rewrite({ name, twin, byEngine }: Candidate): Promise<RewrittenCandidates> {
    const asset = this.#asset
    this.#services.progress.step(name)
    const rewritten = await this.#rewrite(twin, this.#plan, this.#plan.exact)
    const findings = rewritten.unproved.map(({ pass, reason }): Finding => ({
      code: 'rewrite-unproved',
      severity: 'warn',
      asset,
      args: { pass, reason },
    }))
    if (rewritten.declined !== undefined) {
      const args = { reason: rewritten.declined }
      findings.push({ code: 'rewrite-declined', severity: 'info', asset, args })
    }
    if (rewritten.gains.length === 0) return { candidates: [], failures: [], findings }
    const judgement = await this.#services.judge(rewritten.bytes, demandsOn(this.#inspection, this.#options))
    if (judgement.problem !== undefined) {
      return { candidates: [], failures: [rejected(asset, name, judgement.problem)], findings }
    }
    return {
      candidates: [{ name, bytes: judgement.bytes, twin: rewritten.bytes, byEngine }],
      failures: [],
      findings,
    }
  }

  #rewrite(bytes: Uint8Array, effort: RewriteEffort, exact: boolean) {
    return rewriteModule(bytes, effort, {
      run: (task) => this.#services.rewrite(task),
      measure: (rewritten) => this.#measure(rewritten, exact),
    })
  }

  /** Measures what would ship of a module that still has its names. */
  #measure(bytes: Uint8Array, exact: boolean): Promise<number> {
    const shipped = removeSections(bytes, this.#stripPlan.everything)
    return exact ? this.#services.measure(shipped) : this.#services.estimate(shipped)
  }
}
