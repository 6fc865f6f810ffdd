import type { ReasonStep } from '../../analysis/module-analysis.ts'
import type { ByteKind } from './byte-kind.ts'
import type { Insight } from './inside-model.ts'
import type { Labels } from './labels.ts'

/** A step on the way from the page to some bytes. */
export interface WhyStep {
  readonly kind: ByteKind
  readonly name: string
  /** How the step before leads to it. */
  readonly edge: string
}

const USES = { initial: 'loaded with the page', lazy: 'loaded by import()', worker: 'a worker' } as const

/**
 * Says why bytes are there: who loads the module, and the shortest way within it.
 *
 * ```
 * chunk ─▶ importer ─▶ module ─▶ root ─▶ ... ─▶ the bytes
 * ```
 */
export function whySteps(
  { module }: Insight,
  reason: readonly ReasonStep[] | undefined,
  labels: Labels,
): WhyStep[] {
  const { uses, importers, fileName } = module
  const use = uses.find(({ kind }) => kind === 'initial') ?? uses[0]
  const [importer] = importers
  return [
    ...(use === undefined ? [] : [{ kind: 'io' as const, name: use.file, edge: USES[use.kind] }]),
    ...(importer === undefined ? [] : [{ kind: 'io' as const, name: importer, edge: 'imports the module' }]),
    { kind: 'other', name: fileName, edge: 'the module' },
    ...(reason ?? []).map((step, at) => stepOf(step, at, labels)),
  ]
}

function stepOf({ kind, index, name }: ReasonStep, at: number, labels: Labels): WhyStep {
  const known =
    name === undefined ? `${kind.replace('-', ' ')} ${index}` : labels.of({ name, isSymbol: true }).full
  if (kind === 'table-slot')
    return { kind: 'other', name: known, edge: 'entry of the table, for indirect calls' }
  if (kind === 'data')
    return { kind: 'data', name: known, edge: at === 0 ? 'kept by itself' : 'data that is referred to' }
  if (kind === 'global')
    return { kind: 'other', name: known, edge: at === 0 ? 'exported' : 'read or written' }
  return {
    kind: 'dep',
    name: known,
    edge: at === 0 ? 'exported, started or otherwise kept' : 'called or referred to',
  }
}
