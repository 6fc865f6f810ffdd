import type { Delivery, DevModule, DevState, DevVerdict } from '../../report/dev-state.ts'
import { formatBytes, formatDelta } from '../model/figure.ts'
import type { State } from '../parts/marks.ts'

/** What metrics are called where there is little room. */
export const SHORT_METRICS = { brotli: 'br', gzip: 'gz', raw: 'raw' } as const

/** How something stands: as marks know it, or still being measured, or not to be judged here. */
export type Standing = State | 'working' | 'none'

/** What is said about how something stands. */
export interface Said {
  readonly standing: Standing
  readonly text: string
}

/** How a verdict is drawn. */
export function standingOf(verdict: Pick<DevVerdict, 'state'> | undefined): Standing {
  if (verdict === undefined) return 'none'
  const standings = { ok: 'ok', warn: 'near', exceeded: 'over', pending: 'working', build: 'none' } as const
  return standings[verdict.state]
}

/** What a verdict is measured against; 0 where that is nothing. */
export function limitOf({ limitBytes, warnBytes }: DevVerdict): number {
  return limitBytes ?? warnBytes ?? 0
}

/** Says how much is left, or how much there is too much. */
export function describeRest(verdict: DevVerdict): string {
  const { state, sizeBytes = 0 } = verdict
  if (state === 'build') return 'judged in the build'
  if (state === 'pending') return 'measuring'
  const restBytes = limitOf(verdict) - sizeBytes
  return restBytes < 0 ? `${formatDelta(-restBytes)} over` : `${formatBytes(restBytes)} left`
}

/** What the badge says beside the size. */
export function describeBadge(state: DevState): Said | undefined {
  const { verdict, budgets, measured, metric } = state
  const judged = budgets.filter(({ state }) => state !== 'build')
  if (verdict === 'none') return undefined
  if (verdict === 'working') return { standing: 'working', text: describeWork(measured, metric) }
  const worst = worstOf(judged)
  const problems = describeProblems(state)
  if (verdict === 'near' && problems !== undefined && worst?.state !== 'warn')
    return { standing: 'near', text: problems }
  if (worst === undefined) return undefined
  if (verdict === 'over') return { standing: 'over', text: describeRest(worst) }
  if (verdict === 'near') return { standing: 'near', text: `${describeRest(worst)} for ${worst.budget}` }
  const met = judged.length === 1 ? '1 budget met' : `${judged.length} of ${judged.length} budgets met`
  return { standing: 'ok', text: met }
}

/** Says how many modules do not reach the page or cannot be read; undefined where all do. */
function describeProblems({ modules }: DevState): string | undefined {
  const count = modules.filter(({ findings }) => findings.some(({ severity }) => severity === 'error')).length
  return count === 0 ? undefined : `${count} ${count === 1 ? 'problem' : 'problems'}`
}

/** Says how far measuring is. */
export function describeWork({ done, all }: DevState['measured'], metric: string): string {
  if (all === 0) return 'reading'
  return metric === 'raw' ? 'measuring' : `compressing ${Math.min(done + 1, all)} of ${all}`
}

/** The verdict that is furthest beyond its limit, or nearest to it. */
export function worstOf(verdicts: readonly DevVerdict[]): DevVerdict | undefined {
  const rank = { exceeded: 3, warn: 2, pending: 1, ok: 0, build: -1 }
  const used = (verdict: DevVerdict) => (verdict.sizeBytes ?? 0) / Math.max(1, limitOf(verdict))
  const [worst] = verdicts.toSorted((a, b) => rank[b.state] - rank[a.state] || used(b) - used(a))
  return worst
}

/** What the panel says about all budgets together. */
export function describeBudgets(state: DevState): Said {
  const { budgets, verdict, measured, metric } = state
  const judged = budgets.filter(({ state }) => state !== 'build')
  const over = judged.filter(({ state }) => state === 'exceeded').length
  const near = judged.filter(({ state }) => state === 'warn').length
  if (over > 0) return { standing: 'over', text: `${over} of ${judged.length} budgets broken` }
  if (verdict === 'working') return { standing: 'working', text: describeWork(measured, metric) }
  if (near > 0) return { standing: 'near', text: `${near} of ${judged.length} budgets near the limit` }
  const problems = describeProblems(state)
  if (problems !== undefined) return { standing: 'near', text: problems }
  if (judged.length === 0)
    return { standing: 'none', text: budgets.length === 0 ? 'no budgets' : 'budgets: in the build' }
  return { standing: 'ok', text: `${judged.length} of ${judged.length} budgets met` }
}

/** Says how a module gets to the page. */
export function describeDelivery({ delivery, isInlinedInBuild }: DevModule): Said {
  const bad = describeBadDelivery(delivery)
  if (bad !== undefined) return bad
  if (isInlinedInBuild) return { standing: 'near', text: 'no: base64 in build' }
  if (delivery.kind === 'not-fetched') return { standing: 'none', text: 'not fetched yet' }
  return { standing: 'ok', text: 'streaming' }
}

function describeBadDelivery(delivery: Delivery): Said | undefined {
  if (delivery.kind === 'wrong-type') {
    const isPage = /^text\/html\b/i.test(delivery.type)
    return isPage
      ? { standing: 'over', text: 'no: text/html' }
      : { standing: 'near', text: `no: ${delivery.type === '' ? 'no MIME type' : delivery.type}` }
  }
  if (delivery.kind === 'no-cors') return { standing: 'over', text: 'no: CORS' }
  if (delivery.kind === 'not-served') {
    return { standing: 'over', text: `no: ${delivery.status === 0 ? 'no answer' : delivery.status}` }
  }
  if (delivery.kind === 'base64') return { standing: 'near', text: 'no: base64' }
  return undefined
}

/** How all of a module stands: its budget, or what is wrong with it. */
export function standingOfModule(module: DevModule): Standing {
  const budget = standingOf(module.verdict)
  if (budget === 'over' || module.findings.some(({ severity }) => severity === 'error')) return 'over'
  if (budget === 'near' || module.findings.some(({ severity }) => severity === 'warn')) return 'near'
  if (budget !== 'none') return budget
  return module.shipped === undefined && module.isForeign !== true ? 'working' : 'info'
}

/** Says in words what {@link standingOfModule} draws. */
export const STANDING_WORDS: Readonly<Record<Standing, string>> = {
  ok: 'within budget',
  near: 'needs attention',
  over: 'problem',
  info: 'no budget',
  working: 'being measured',
  none: 'no budget',
}
