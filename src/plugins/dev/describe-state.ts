import type { ResolvedOptions } from '../../resolve-options.ts'
import { judgeDelivery } from '../../report/dev-delivery.ts'
import type { DevFinding } from '../../report/dev-finding.ts'
import type { DevModule, DevState, DevVerdict } from '../../report/dev-state.ts'
import { bytesBy, judgeInDev } from './dev-budgets.ts'
import { sourceOf, type ListedModule } from './module-list.ts'
import { nameOf } from './graph-modules.ts'
import { prebundledPackage } from './prebundled-package.ts'
import type { DevConfig } from './server.ts'

/** What a state is described from. */
export interface StateParts {
  readonly modules: readonly ListedModule[]
  readonly options: ResolvedOptions
  readonly config: DevConfig
}

/** Describes everything that the overlay shows. */
export function describeState({ modules: listed, options, config }: StateParts): Omit<DevState, 'revision'> {
  const { metric } = options
  const described = listed.filter(isShown).map((module) => describeModule(module, config))
  const { verdicts, ofModule } = judgeInDev(options.budgets, described, config.build.assetsDir)
  const modules = described
    .map((module): DevModule => {
      const verdict = ofModule.get(module.id)
      return verdict === undefined ? module : { ...module, verdict }
    })
    .sort((a, b) => severity(b) - severity(a) || sizeOf(b) - sizeOf(a) || (a.name < b.name ? -1 : 1))
  const contents = [...new Map(modules.map((module) => [module.sha256 ?? module.id, module])).values()]
  const sum = (pick: (module: DevModule) => number | undefined) =>
    contents.reduce((total, module) => total + (pick(module) ?? 0), 0)
  const readable = modules.filter(({ devBytes }) => devBytes !== undefined)
  const isDone = ({ shipped }: DevModule) =>
    bytesBy(metric, shipped) !== undefined && (metric === 'raw' || shipped?.from !== 'bound')
  const measured = { done: readable.filter(isDone).length, all: readable.length }
  const isReading = listed.some((module) => isShown(module) && isUnread(module))
  return {
    version: 1,
    metric,
    modules,
    total: {
      devBytes: sum(({ devBytes }) => devBytes),
      shippedRawBytes: sum(({ shipped }) => shipped?.rawBytes),
      wireBytes: sum(({ shipped }) => bytesBy(metric, shipped)),
      isEstimate: contents.some(({ shipped }) => shipped?.from !== 'build'),
    },
    measured,
    budgets: verdicts,
    verdict:
      modules.length === 0
        ? 'none'
        : worstOf(verdicts, isReading || measured.done < measured.all, modules.some(isBroken)),
  }
}

/** What neither has bytes nor was asked for is only a piece of text in a script. */
function isShown(module: ListedModule): boolean {
  return module.served !== undefined || !module.isMissing
}

function isUnread(module: ListedModule): boolean {
  return !module.isMissing && module.examined === undefined && sourceOf(module) !== undefined
}

function describeModule(module: ListedModule, config: DevConfig): DevModule {
  const { id, path, importers, examined, shipped, served, inlined, file } = module
  const { delivery, findings } =
    inlined === undefined
      ? judgeDelivery(served, prebundledPackage(importers))
      : {
          delivery: { kind: 'base64' as const },
          findings: [base64Finding(inlined.importer, inlined.base64Bytes)],
        }
  const limitBytes = config.build.assetsInlineLimit
  const isInlinedInBuild =
    inlined === undefined &&
    importers.length > 0 &&
    !isPublic(file, config) &&
    typeof limitBytes === 'number' &&
    examined !== undefined &&
    examined.sizeBytes < limitBytes
  const problem = examined?.problem
  return {
    id,
    name: inlined === undefined ? nameOf(file ?? path.replace(/^\//, ''), config.root) : path,
    url: path,
    importers,
    ...(examined === undefined ? {} : { devBytes: examined.sizeBytes, sha256: examined.sha256 }),
    ...(shipped === undefined ? {} : { shipped }),
    delivery,
    isInlinedInBuild,
    ...(problem === undefined ? {} : { problem }),
    findings: [
      ...findings,
      ...(isInlinedInBuild ? [inlineFinding(limitBytes)] : []),
      ...(problem === undefined ? [] : [unreadableFinding(problem)]),
    ],
  }
}

/** Says whether a file lies in the public directory, which builds copy as it is. */
export function isPublic(file: string | undefined, { publicDir }: Pick<DevConfig, 'publicDir'>): boolean {
  return file !== undefined && publicDir !== '' && file.startsWith(`${publicDir.replaceAll('\\', '/')}/`)
}

function base64Finding(file: string, base64Bytes: number): DevFinding {
  return { code: 'base64-in-source', severity: 'warn', args: { file, base64Bytes } }
}

function inlineFinding(limitBytes: number): DevFinding {
  return { code: 'inlined-in-build', severity: 'warn', args: { limitBytes } }
}

function unreadableFinding(reason: string): DevFinding {
  return { code: 'module-unreadable', severity: 'error', args: { reason } }
}

function sizeOf({ shipped, devBytes }: DevModule): number {
  return shipped?.brotliBytes ?? shipped?.rawBytes ?? devBytes ?? 0
}

/** What is wrong comes first; what is within its budget is no more urgent than what has none. */
function severity({ verdict, findings }: DevModule): number {
  const ofBudget = { ok: 0, build: 0, pending: 0, warn: 2, exceeded: 4 }[verdict?.state ?? 'ok']
  const ofFindings = findings.map(({ severity }) => ({ error: 3, warn: 1, info: 0 })[severity])
  return Math.max(ofBudget, ...ofFindings)
}

/** Whether a module does not reach the page, or cannot be read. */
function isBroken({ findings }: DevModule): boolean {
  return findings.some(({ severity }) => severity === 'error')
}

function worstOf(
  verdicts: readonly DevVerdict[],
  isMeasuring: boolean,
  hasBroken: boolean,
): DevState['verdict'] {
  const states = new Set(verdicts.map(({ state }) => state))
  if (states.has('exceeded')) return 'over'
  if (states.has('pending') || isMeasuring) return 'working'
  return hasBroken || states.has('warn') ? 'near' : 'ok'
}
