import { basename } from 'node:path/posix'
import type { ResolvedBudget } from '../../budget/budget.ts'
import { evaluateBudgets, type BudgetModule, type BudgetVerdict } from '../../budget/evaluate.ts'
import { reach } from '../../budget/reachability.ts'
import type { Metric } from '../../options.ts'
import type { DevModule, DevVerdict, ShippedFigures } from '../../report/dev-state.ts'
import { createMatcher, globNames } from '../matcher.ts'

/** A budget's verdicts, and the modules that each is about. */
export interface DevJudgement {
  readonly verdicts: readonly DevVerdict[]
  /** The worst verdict of a budget on one module, by its id. */
  readonly ofModule: ReadonlyMap<string, DevVerdict>
}

const ORDER = ['ok', 'pending', 'warn', 'exceeded'] as const

/**
 * Judges the budgets of single modules and of all together on what a build would ship.
 *
 * The others need chunks, and growth and parts what only builds know: those are left to the build.
 */
export function judgeInDev(
  budgets: readonly ResolvedBudget[],
  modules: readonly DevModule[],
  assetsDir: string,
): DevJudgement {
  const ofModule = new Map<string, DevVerdict>()
  const verdicts = budgets.flatMap((budget): DevVerdict[] => {
    const { name, scope, metric } = budget
    const left: DevVerdict = { budget: name, scope, metric, state: 'build', isEstimate: false }
    const isJudged = scope === 'asset' || scope === 'total'
    if (!isJudged || budget.part !== undefined || (budget.limitBytes ?? budget.warnBytes) === undefined)
      return [left]
    const { verdicts: found } = evaluateBudgets(
      [budget],
      modules.map((module) => asBudgetModule(module, assetsDir)),
      reach([]),
      createMatcher,
    )
    return found.map((verdict) => {
      const judged = asDevVerdict(verdict, modules)
      const [only] = scope === 'asset' ? verdict.modules : []
      const known = only && ofModule.get(only.fileName)
      if (only !== undefined && (known === undefined || rank(judged) > rank(known)))
        ofModule.set(only.fileName, judged)
      return judged
    })
  })
  return { verdicts, ofModule }
}

function rank({ state }: DevVerdict): number {
  return ORDER.indexOf(state as (typeof ORDER)[number])
}

function asDevVerdict(verdict: BudgetVerdict, modules: readonly DevModule[]): DevVerdict {
  const { budget, scope, metric, sizeBytes, limitBytes, warnBytes } = verdict
  const counted = modules.filter(({ id }) => verdict.modules.some(({ fileName }) => fileName === id))
  const isOpen = counted.some(({ shipped }) => bytesBy(metric, shipped) === undefined)
  // What is bound from above is within for good, and above only perhaps.
  const isBound = metric !== 'raw' && counted.some(({ shipped }) => shipped?.from === 'bound')
  const isPending = isOpen || (isBound && verdict.state !== 'ok')
  return {
    budget,
    scope,
    metric,
    state: isPending ? 'pending' : verdict.state,
    subject: scope === 'total' ? 'total' : (counted[0]?.name ?? ''),
    sizeBytes,
    ...(limitBytes === undefined ? {} : { limitBytes }),
    ...(warnBytes === undefined ? {} : { warnBytes }),
    isEstimate: counted.some(({ shipped }) => shipped?.from !== 'build'),
  }
}

function asBudgetModule(module: DevModule, assetsDir: string): BudgetModule {
  const { id, name, sha256, shipped } = module
  // Budgets may name what is emitted: it will have the name of the file and a hash.
  const file = basename(name)
  const emitted = [`${assetsDir}/${file}`, `${assetsDir}/${file.replace(/\.wasm$/i, '-00000000.wasm')}`]
  return {
    fileName: id,
    key: id,
    originalNames: [...globNames(undefined, [name]), ...emitted],
    sha256: sha256 ?? id,
    sizes: {
      raw: bytesBy('raw', shipped) ?? 0,
      gzip: bytesBy('gzip', shipped) ?? 0,
      brotli: bytesBy('brotli', shipped) ?? 0,
    },
  }
}

/** Size by a metric, where it is known. */
export function bytesBy(metric: Metric, shipped: ShippedFigures | undefined): number | undefined {
  if (metric === 'raw') return shipped?.rawBytes
  return metric === 'gzip' ? shipped?.gzipBytes : shipped?.brotliBytes
}
