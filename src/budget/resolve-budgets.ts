import { closest } from 'fastest-levenshtein'
import { PART_KINDS, parsePart } from '../analysis/parts.ts'
import { show, type OptionChecker } from '../option-checker.ts'
import type { Metric } from '../options.ts'
import type { BudgetScope, ResolvedBudget } from './budget.ts'
import { parseGrowth, type Growth } from './growth.ts'
import { hostBudget, HOSTS } from './hosts.ts'

const SCOPES: readonly BudgetScope[] = ['asset', 'chunk', 'initial', 'lazy', 'worker', 'total']
const SLICED: readonly BudgetScope[] = ['asset', 'total']
const METRICS: readonly Metric[] = ['brotli', 'gzip', 'raw']
const KEYS = ['name', 'scope', 'match', 'part', 'limit', 'warn', 'growth', 'metric'] as const

/** Other options that a budget depends on. */
interface Surroundings {
  readonly metric: Metric
  readonly hasBaseline: boolean
}

/** Validates the option `budgets`; problems go to `check`. */
export function resolveBudgets(
  check: OptionChecker,
  value: unknown,
  surroundings: Surroundings,
): ResolvedBudget[] {
  if (value === undefined) return []
  if (!Array.isArray(value)) {
    check.add('budgets', 'it is not a list. Write budgets: [{ scope: "asset", limit: "250 kB" }]')
    return []
  }
  const names = new Map<string, string>()
  return value.map((budget: unknown, index) => {
    const path = `budgets[${index}]`
    const given = check.object(path, budget) ?? {}
    checkName(check, path, given['name'], names)
    return resolveBudget(check, path, given, surroundings)
  })
}

/** Validates the option `hosts`; problems go to `check`. */
export function resolveHosts(check: OptionChecker, value: unknown): ResolvedBudget[] {
  const hosts = check.strings('hosts', value, [])
  return hosts.flatMap((host, index) => {
    const path = `hosts[${index}]`
    if (hosts.indexOf(host) < index) check.add(path, `${JSON.stringify(host)} is there twice`)
    const known = HOSTS.find((name) => name === host)
    check.oneOf(path, host, HOSTS, 'cloudflare-pages')
    return known === undefined ? [] : [hostBudget(known)]
  })
}

function checkName(check: OptionChecker, path: string, name: unknown, names: Map<string, string>): void {
  if (typeof name !== 'string') return
  const first = names.get(name)
  if (first === undefined) names.set(name, path)
  else check.add(`${path}.name`, `${JSON.stringify(name)} is the name of ${first} too. Give each its own`)
}

function resolveBudget(
  check: OptionChecker,
  path: string,
  given: Record<string, unknown>,
  { metric, hasBaseline }: Surroundings,
): ResolvedBudget {
  check.keys(path, given, KEYS)
  if (given['scope'] === undefined)
    check.add(`${path}.scope`, `it is missing. Write one of ${SCOPES.join(', ')}`)
  const scope = check.oneOf(`${path}.scope`, given['scope'], SCOPES, 'asset')
  const match = check.strings(`${path}.match`, given['match'], [])
  const part = resolvePart(check, path, given['part'], scope)
  const limitBytes = check.size(`${path}.limit`, given['limit'])
  const warnBytes = check.size(`${path}.warn`, given['warn'])
  const growth = resolveGrowth(check, `${path}.growth`, given['growth'], hasBaseline)
  if (given['limit'] === undefined && given['warn'] === undefined && given['growth'] === undefined) {
    check.add(path, 'it has neither limit nor warn nor growth, so it would never say anything')
  }
  if (limitBytes !== undefined && warnBytes !== undefined && limitBytes < warnBytes) {
    check.add(
      `${path}.limit`,
      `${JSON.stringify(given['limit'])} is below warn (${JSON.stringify(given['warn'])}): the build would fail before it warns`,
    )
  }
  return {
    name: check.string(`${path}.name`, given['name']) ?? defaultName(scope, match, part),
    scope,
    match,
    ...(part === undefined ? {} : { part }),
    ...(limitBytes === undefined ? {} : { limitBytes }),
    ...(warnBytes === undefined ? {} : { warnBytes }),
    ...(growth === undefined ? {} : { growth }),
    metric: check.oneOf(`${path}.metric`, given['metric'], METRICS, metric),
  }
}

function resolvePart(
  check: OptionChecker,
  path: string,
  value: unknown,
  scope: BudgetScope,
): string | undefined {
  if (value === undefined) return undefined
  if (!SLICED.includes(scope)) {
    const message = `a budget of scope ${scope} counts whole modules. Parts go with ${SLICED.join(' and ')}`
    check.add(`${path}.part`, message)
  }
  if (typeof value === 'string' && parsePart(value) !== undefined) return value
  const forms = [...PART_KINDS.map((kind) => `${kind}:*`), 'exports']
  const given = typeof value === 'string' ? value : ''
  const kind = closest(given.split(':', 1)[0] ?? '', [...PART_KINDS, 'exports'])
  const rest = given.slice(given.indexOf(':') + 1)
  const nearest = kind === 'exports' ? kind : `${kind}:${given.includes(':') && rest !== '' ? rest : '*'}`
  const hint = given === '' ? '' : `. Did you mean ${JSON.stringify(nearest)}?`
  check.add(`${path}.part`, `${show(value)} is not a part. Write one of ${forms.join(', ')}${hint}`)
  return undefined
}

function resolveGrowth(
  check: OptionChecker,
  path: string,
  value: unknown,
  hasBaseline: boolean,
): Growth | undefined {
  if (value === undefined) return undefined
  const growth = parseGrowth(value)
  if (growth === undefined)
    check.add(path, `${show(value)} is no growth. Write "5%", "10 kB" or a number of bytes`)
  else if (!hasBaseline) check.add(path, 'there is nothing to grow from: baseline is false')
  return growth
}

function defaultName(scope: BudgetScope, match: readonly string[], part: string | undefined): string {
  const what = match.length === 0 ? scope : match.join(', ')
  return part === undefined ? what : `${part} of ${what}`
}
