import type { Metric } from '../options.ts'
import { COPY, type Baseline } from './baseline.ts'
import { partFigure, type Figures } from './figures.ts'
import { inEnvironment, isOfEnvironment } from './module-key.ts'

/** A baseline, and the build that is compared with it. */
export interface Before {
  readonly baseline: Baseline
  readonly environment: string
  /** What the figures of now depend on beside the code. */
  readonly tools: Readonly<Record<string, string>>
}

/** A tool that figures depend on and that is another one now. */
export interface ToolChange {
  readonly tool: string
  readonly before: string
  readonly now: string
}

/** What a budget is measured on, by what survives a rebuild. */
export interface Subjected {
  readonly scope: string
  readonly subjectKey: string
  readonly part?: string
  readonly metric: Metric
}

const ENCODER_OF: Readonly<Record<Metric, string | undefined>> = { brotli: 'br', gzip: 'gz', raw: undefined }

/** Lists the tools that changed since the baseline and that sizes of a metric depend on; of all metrics where none is given. */
export function changedTools({ baseline, tools }: Before, metric?: Metric): ToolChange[] {
  const encoders = metric === undefined ? ['br', 'gz'] : [ENCODER_OF[metric]]
  return [...encoders, 'engine', 'package'].flatMap((tool) => {
    if (tool === undefined) return []
    const before = baseline.tools[tool]
    const now = tools[tool]
    return before === undefined || now === undefined || before === now ? [] : [{ tool, before, now }]
  })
}

/** Figures of a module in the baseline; undefined where it is not there. */
export function figuresBefore({ modules }: Baseline, key: string): Figures | undefined {
  return Object.hasOwn(modules, key) ? modules[key] : undefined
}

/** Size of what a budget is measured on in the baseline; undefined where the baseline does not say. */
export function sizeBefore({ baseline, environment }: Before, subject: Subjected): number | undefined {
  const { scope, subjectKey, part, metric } = subject
  const figure = part === undefined ? metric : partFigure(part, metric)
  if (scope === 'asset') return figuresBefore(baseline, subjectKey)?.[figure]
  const key = inEnvironment(subjectKey, environment)
  const members = Object.hasOwn(baseline.subjects, key) ? baseline.subjects[key] : undefined
  const counted =
    members?.map((key) => figuresBefore(baseline, key)) ?? wholeTotal(baseline, environment, subject)
  if (counted === undefined) return undefined
  let sum = 0
  for (const figures of counted) {
    const bytes = figures?.[figure]
    if (bytes === undefined) return undefined
    sum += bytes
  }
  return sum
}

/** The figures of all modules, if that is what the subject is. */
function wholeTotal(
  { modules }: Baseline,
  environment: string,
  { scope, subjectKey }: Subjected,
): Figures[] | undefined {
  if (scope !== 'total' || subjectKey !== 'total') return undefined
  return Object.entries(modules)
    .filter(([key, figures]) => isOfEnvironment(key, environment) && figures[COPY] === undefined)
    .map(([, figures]) => figures)
}

/** Modules that are not in the baseline, and those that are there and no more in the build; sorted. */
export function changedModules(
  { baseline, environment }: Before,
  keys: readonly string[],
): { readonly added: readonly string[]; readonly vanished: readonly string[] } {
  const known = Object.keys(baseline.modules).filter((key) => isOfEnvironment(key, environment))
  return {
    added: keys.filter((key) => !known.includes(key)).sort(),
    vanished: known.filter((key) => !keys.includes(key)).sort(),
  }
}
