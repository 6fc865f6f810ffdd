import { largestParts } from '../../analysis/summary.ts'
import type { BudgetVerdict } from '../../budget/evaluate.ts'
import type { BuildReport, ModuleReport } from '../../report/build-report.ts'
import { formatBytes, formatCount, formatDelta } from './figure.ts'

/** State of a budget as it is drawn. */
export type BudgetState = 'ok' | 'near' | 'over'

/** What a page says first: `subject` is code, the rest is text. */
export interface Headline {
  readonly state?: BudgetState
  readonly subject?: string
  readonly text: string
}

/** State of a verdict as it is drawn. */
export function stateOf({ state }: Pick<BudgetVerdict, 'state'>): BudgetState {
  return state === 'exceeded' ? 'over' : state === 'warn' ? 'near' : 'ok'
}

/** What a verdict is measured against. */
export function limitOf({ limitBytes, warnBytes }: BudgetVerdict): number {
  return limitBytes ?? warnBytes ?? 0
}

/** Sorts verdicts by how bad they are, then by how much of the limit is used. */
export function worstFirst(verdicts: readonly BudgetVerdict[]): BudgetVerdict[] {
  const rank = { over: 0, near: 1, ok: 2 }
  const used = (verdict: BudgetVerdict) => verdict.sizeBytes / Math.max(1, limitOf(verdict))
  return verdicts.toSorted((a, b) => rank[stateOf(a)] - rank[stateOf(b)] || used(b) - used(a))
}

/** Says in one sentence with a figure how a build stands. */
export function headlineOf({ budgets, total, metric, modules }: BuildReport): Headline {
  const [worst] = worstFirst(budgets)
  const sum = `${formatBytes(total[`${metric}Bytes`])} ${metric}`
  if (modules.length === 0) return { text: 'No WebAssembly in this build' }
  if (worst === undefined) return { text: `${sum} in ${countOf(modules.length, 'module')}` }
  const state = stateOf(worst)
  const name = worst.scope === 'total' ? {} : { subject: shortName(worst.subject) }
  const subject = worst.scope === 'total' ? 'Everything together ' : ' '
  const overBytes = worst.sizeBytes - limitOf(worst)
  if (state === 'over')
    return { state, ...name, text: `${subject}is ${formatBytes(overBytes)} over its budget` }
  if (state === 'near')
    return { state, ...name, text: `${subject}is near its limit, ${formatBytes(-overBytes)} left` }
  return {
    state,
    text: `${budgets.length === 1 ? 'The budget is' : `All ${budgets.length} budgets are`} met: ${sum}`,
  }
}

/** What is behind a verdict: what grew, else the largest parts of its only module, or its largest modules. */
export function causeOf(verdict: BudgetVerdict, modules: readonly ModuleReport[]): string {
  const grown = (verdict.causes ?? []).slice(0, 3)
  if (grown.length > 0)
    return `Grew: ${grown.map(({ name, deltaBytes, metric }) => `${name} ${formatDelta(deltaBytes)} ${metric}`).join(', ')}`
  const [first] = verdict.modules
  if (first === undefined) return 'no module'
  if (verdict.modules.length > 1) {
    const largest = verdict.modules.slice(0, 2)
    return `${countOf(verdict.modules.length, 'module')}, the largest: ${largest.map(({ fileName, sizeBytes }) => `${shortName(fileName)} ${formatBytes(sizeBytes)}`).join(', ')}`
  }
  const summary = modules.find(({ fileName }) => fileName === first.fileName)?.summary
  if (summary === undefined) return shortName(first.fileName)
  const parts = largestParts(summary, 3).map(({ label, sizeBytes }) => `${label} ${formatBytes(sizeBytes)}`)
  return `Largest parts, raw: ${parts.join(', ')}`
}

/** Worst state of the budgets that count a module. */
export function moduleState(fileName: string, verdicts: readonly BudgetVerdict[]): BudgetState | undefined {
  const [worst] = worstFirst(
    verdicts.filter(
      ({ scope, modules }) => scope === 'asset' && modules.some((module) => module.fileName === fileName),
    ),
  )
  return worst === undefined ? undefined : stateOf(worst)
}

/** Last part of a path. */
export function shortName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** Counts things: `1 module`, `7 modules`. */
export function countOf(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`
}
