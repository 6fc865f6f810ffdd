import { largestParts } from '../analysis/summary.ts'
import type { BudgetVerdict } from '../budget/evaluate.ts'
import { describeFinding } from '../messages.ts'
import type { BuildReport, ModuleReport } from './build-report.ts'
import { describeCauses } from './cause-words.ts'
import { formatBytePair, formatSize } from './format.ts'
import { printable } from './printable.ts'

/** How {@link renderAnnotations} finds files. */
export interface AnnotationOptions {
  /** Path from the repository to the directory that names in the report start from, `packages/app`. @default '' */
  readonly root?: string
}

/** Annotations of one kind that GitHub shows for one step. */
const MAXIMUM_COUNT = 10

const PARTS = 3

interface Annotation {
  readonly command: 'error' | 'warning'
  readonly file?: string
  readonly title: string
  readonly message: string
}

/**
 * Renders broken budgets and warnings as workflow commands of GitHub Actions, one a line; empty where there is nothing to say.
 *
 * ```
 * ::error file=src/main.ts,title=wasm budget::engine-B7cQ1xZe.wasm 157.1 kB brotli, limit 100.0 kB, over by 57.1 kB: …
 * ```
 *
 * `file` is a source file that refers to the module, the module itself where it is not in a package, or a page. Escaped as
 * actions/toolkit does it (packages/core/src/command.ts).
 */
export function renderAnnotations(report: BuildReport, { root = '' }: AnnotationOptions = {}): string {
  const errors = report.budgets
    .filter(({ state }) => state === 'exceeded')
    .map((verdict) => annotateBudget(verdict, report))
  const warnings = report.findings
    .filter(({ severity }) => severity !== 'info')
    .map((finding): Annotation => {
      const module = report.modules.find(({ fileName }) => fileName === finding.asset)
      const command = finding.severity === 'error' ? 'error' : 'warning'
      return { command, ...fileOf(module), title: 'wasm', message: describeFinding(finding) }
    })
  const all = [...errors, ...warnings]
  const kinds = ['error', 'warning'].map((kind) => all.filter(({ command }) => command === kind))
  return kinds
    .flatMap(limit)
    .map((annotation) => `${writeCommand(annotation, root)}\n`)
    .join('')
}

function annotateBudget(verdict: BudgetVerdict, report: BuildReport): Annotation {
  const { scope, subject, metric, sizeBytes, limitBytes = 0, budget } = verdict
  const [size, limit] = formatBytePair(sizeBytes, limitBytes)
  const what =
    scope === 'asset' ? baseName(subject) : scope === 'total' ? 'all modules' : `${scope} of ${subject}`
  const counted = verdict.modules.map((part) =>
    report.modules.find(({ fileName }) => fileName === part.fileName),
  )
  const parts = partsOf(verdict, counted[0])
  const message =
    `${what} ${size} ${metric}, limit ${limit}, over by ${formatSize(sizeBytes - limitBytes)}` +
    `${parts.length === 0 ? '' : `: ${parts.join(' · ')}`} (budget "${budget}")`
  const files = subject.endsWith('.html') ? [{ file: subject }] : counted.map(fileOf)
  return { command: 'error', ...files.find(({ file }) => file !== undefined), title: 'wasm budget', message }
}

/** What grew; where that is not known, the largest modules, or the largest parts of the only one, raw. */
function partsOf({ modules, metric, causes }: BudgetVerdict, only: ModuleReport | undefined): string[] {
  const grown = describeCauses(causes, PARTS)
  if (grown.length > 0) return grown.map(({ name, growth }) => `${name} ${growth}`)
  if (modules.length !== 1)
    return modules
      .slice(0, PARTS)
      .map(({ fileName, sizeBytes }) => `${baseName(fileName)} ${formatSize(sizeBytes)} ${metric}`)
  return only?.summary === undefined
    ? []
    : largestParts(only.summary, PARTS).map(({ label, sizeBytes }) => `${label} ${formatSize(sizeBytes)} raw`)
}

function fileOf(module: ModuleReport | undefined): { file?: string } {
  if (module === undefined) return {}
  const { importers, originalNames } = module
  // The path within a package is among them too, and looks like one from the root.
  const packaged = originalNames.filter((name) => name.includes(PACKAGES))
  const own = originalNames.filter((name) => !packaged.some((path) => path.endsWith(PACKAGES + name)))
  const paths = [...importers, ...own.filter((name) => name.includes('/'))]
  const file = paths.find((path) => !path.includes(PACKAGES) && !/^\.\.\/|^\/|[\0?]/.test(path))
  return file === undefined ? {} : { file }
}

const PACKAGES = 'node_modules/'

function limit(annotations: readonly Annotation[]): Annotation[] {
  const [first] = annotations
  if (first === undefined || annotations.length <= MAXIMUM_COUNT) return [...annotations]
  const more = `${annotations.length - MAXIMUM_COUNT + 1} more are in the summary of the job`
  return [
    ...annotations.slice(0, MAXIMUM_COUNT - 1),
    { command: first.command, title: first.title, message: more },
  ]
}

function writeCommand({ command, file, title, message }: Annotation, root: string): string {
  const path = file === undefined || root === '' ? file : `${root.replace(/\/$/, '')}/${file}`
  const properties = [
    ...(path === undefined ? [] : [`file=${escapeProperty(path)}`]),
    `title=${escapeProperty(title)}`,
  ]
  return `::${command} ${properties.join(',')}::${escapeData(message)}`
}

function escapeData(text: string): string {
  return printable(text).replaceAll('%', '%25')
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}

function baseName(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1)
}
