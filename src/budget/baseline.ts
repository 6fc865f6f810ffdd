import { WasmBudgetError } from '../messages.ts'
import type { BuildReport, ModuleReport } from '../report/build-report.ts'
import { figuresOf, partFigure, type Figures } from './figures.ts'
import { inEnvironment, moduleKeys } from './module-key.ts'

/**
 * Sizes of a build to compare later ones with.
 *
 * ```
 * { "version": 1,
 *   "tools": { "br": "node-brotli@1.1.0", "engine": "binaryen@132.0.0", ... },
 *   "modules": { "<key>": { "brotli": 1, "crate core code": 2, ... }, ... },
 *   "subjects": { "initial index.html": ["<key>", ...], ... } }
 * ```
 *
 * Sums are not written down, but which modules they are of: so two branches that change different modules merge, and the sums
 * are right afterwards.
 */
export interface Baseline {
  readonly version: 1
  /** What the figures depend on beside the code, by what it is: `br`, `gz`, `engine`, `package`. */
  readonly tools: Readonly<Record<string, string>>
  /** By {@link moduleKeys}. */
  readonly modules: Readonly<Record<string, Figures>>
  /** Keys of the modules that a budget counted together, by scope and what survives a rebuild. */
  readonly subjects: Readonly<Record<string, readonly string[]>>
}

/** Marks a module whose content another one has too; it does not count for a total. */
export const COPY = 'copy'

/** Makes the baseline of a build; `versions` are added to those that the reports name. */
export function makeBaseline(
  reports: readonly BuildReport[],
  versions: Readonly<Record<string, string>> = {},
): Baseline {
  const tools: Record<string, string> = {}
  const modules = new Map<string, Figures>()
  const subjects = new Map<string, readonly string[]>()
  for (const report of reports) {
    Object.assign(tools, toolsOf(report))
    const keys = moduleKeys(report.modules, report.environment)
    const keyOf = (fileName: string) => keys.get(fileName) as string
    const seen = new Set<string>()
    for (const module of report.modules) {
      const isCopy = module.inlined === undefined && seen.has(module.sha256)
      seen.add(module.sha256)
      const figures = { ...figuresOf(module), ...partFiguresOf(module, report) }
      const key = keyOf(module.fileName)
      if (!modules.has(key)) modules.set(key, isCopy ? { ...figures, [COPY]: 1 } : figures)
    }
    for (const { subjectKey, scope, modules: counted } of report.budgets) {
      const key = inEnvironment(subjectKey, report.environment)
      if (scope === 'asset' || subjects.has(key)) continue
      subjects.set(key, counted.map(({ fileName }) => keyOf(fileName)).sort())
    }
  }
  return {
    version: 1,
    tools: { ...tools, ...versions },
    modules: Object.fromEntries(modules),
    subjects: Object.fromEntries(subjects),
  }
}

/** Versions of what the figures of a report depend on. */
export function toolsOf({
  encoders,
  tools,
}: {
  readonly encoders: BuildReport['encoders']
  readonly tools?: BuildReport['tools'] | undefined
}): Readonly<Record<string, string>> {
  if (tools === undefined) return encoders
  return { ...encoders, package: tools.package, engine: tools.engine ?? 'none' }
}

function partFiguresOf({ fileName }: ModuleReport, { budgets }: BuildReport): Figures {
  const figures: Record<string, number> = {}
  for (const { part, metric, modules } of budgets) {
    const counted = modules.find((module) => module.fileName === fileName)
    if (part !== undefined && counted !== undefined) figures[partFigure(part, metric)] = counted.sizeBytes
  }
  return figures
}

/** Writes a baseline, sorted, a figure a line. */
export function formatBaseline({ version, tools, modules, subjects }: Baseline): string {
  const flat = sorted(subjects).map(
    ([key, list]) => `    ${JSON.stringify(key)}: [${list.map((item) => JSON.stringify(item)).join(', ')}]`,
  )
  const groups = sorted(modules).map(([key, figures]) => `    ${JSON.stringify(key)}: ${block(figures, 6)}`)
  return [
    '{',
    `  "version": ${version},`,
    `  "tools": ${block(tools, 4)},`,
    `  "modules": ${groups.length === 0 ? '{}' : `{\n${groups.join(',\n')}\n  }`},`,
    `  "subjects": ${flat.length === 0 ? '{}' : `{\n${flat.join(',\n')}\n  }`}`,
    '}\n',
  ].join('\n')
}

function block(values: Readonly<Record<string, string | number>>, indent: number): string {
  const space = ' '.repeat(indent)
  const lines = sorted(values).map(
    ([key, value]) => `${space}${JSON.stringify(key)}: ${JSON.stringify(value)}`,
  )
  return lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n${space.slice(2)}}`
}

function sorted<Value>(record: Readonly<Record<string, Value>>): [string, Value][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1))
}

/**
 * Reads a baseline; `path` names it in errors.
 *
 * @throws {WasmBudgetError} `baseline-invalid`
 */
export function parseBaseline(text: string, path: string): Baseline {
  const fail = (reason: string) => new WasmBudgetError('baseline-invalid', { path, reason })
  const conflict = text.split('\n').findIndex((line) => /^(?:<{7}|={7}|>{7})(?: |$)/.test(line))
  if (conflict >= 0) throw fail(`line ${conflict + 1} is a mark of a merge conflict`)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw fail((error as Error).message)
  }
  if (!isRecord(value)) throw fail('it is not an object')
  const { version, tools, modules, subjects } = value
  if (version !== 1) throw fail(`its version is ${JSON.stringify(version) ?? 'missing'}, not 1`)
  if (!isRecord(tools) || !Object.values(tools).every((tool) => typeof tool === 'string'))
    throw fail('"tools" does not hold versions by name')
  if (!isRecord(modules) || !Object.values(modules).every(areFigures))
    throw fail('"modules" does not hold whole numbers of bytes by module and figure')
  if (!isRecord(subjects) || !Object.values(subjects).every(areKeys))
    throw fail('"subjects" does not hold lists of modules')
  return { version, tools, modules, subjects } as Baseline
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function areFigures(value: unknown): boolean {
  return (
    isRecord(value) &&
    Object.values(value).every((bytes) => Number.isSafeInteger(bytes) && Number(bytes) >= 0)
  )
}

function areKeys(value: unknown): boolean {
  return Array.isArray(value) && value.every((key) => typeof key === 'string')
}
