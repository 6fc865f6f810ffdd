import type { SizeSummary } from '../analysis/summary.ts'
import type { ToolChange } from '../budget/compare.ts'
import type { Figures } from '../budget/figures.ts'
import type { Finding } from '../finding.ts'
import { describeFinding } from '../messages.ts'
import type { BuildReport, ModuleReport } from './build-report.ts'
import { formatShare, formatSize } from './format.ts'
import { codeElementOf, codeOf, tableOf } from './markdown-text.ts'
import { changedCrates, type ModuleChange } from './module-changes.ts'
import { describeOutcome, describeUses } from './words.ts'

/** Rows of each table within the details of a module. */
const ROWS = 10

/** Findings that are told one by one. */
const FINDINGS = 50

/** Longest sentence in characters. */
const LONGEST_SENTENCE = 400

/** Renders what is inside a module, folded; nothing of one that is gone. */
export function moduleDetails({ before, after }: ModuleChange, metric: BuildReport['metric']): string[] {
  if (after === undefined) return []
  const { summary } = after
  const facts = [describeOutcome(after, metric), describeUses(after.uses)].filter((fact) => fact !== '')
  const parts = [
    facts.map((fact) => codeOf(fact, LONGEST_SENTENCE)).join('<br>'),
    ...(before === undefined ? [] : crateChanges(before, after)),
    ...(summary === undefined ? [] : inside(summary)),
  ]
  return [fold(codeElementOf(after.fileName), parts)]
}

/** Renders what was found, folded, errors first. */
export function findingDetails(findings: readonly Finding[]): string[] {
  if (findings.length === 0) return []
  const order = ['error', 'warn', 'info']
  const sorted = findings.toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity))
  const lines = sorted
    .slice(0, FINDINGS)
    .map((finding) => `- ${SIGNS[finding.severity]} ${codeOf(describeFinding(finding), LONGEST_SENTENCE)}`)
  const more = findings.length > FINDINGS ? [`- ${findings.length - FINDINGS} more`] : []
  const title = `${findings.length} finding${findings.length === 1 ? '' : 's'}`
  return [fold(title, [[...lines, ...more].join('\n')])]
}

const SIGNS = { error: '❌', warn: '⚠️', info: 'ℹ️' } as const

/** Says which programs are others than before: sizes may differ for that alone. */
export function describeTools(changes: readonly ToolChange[]): string[] {
  if (changes.length === 0) return []
  const lines = changes.map(({ before, now }) => `${codeOf(before)} → ${codeOf(now)}`)
  return [`Other tools than before, which may change sizes by themselves: ${lines.join(', ')}.`]
}

function crateChanges(before: Figures, after: ModuleReport): string[] {
  const crates = changedCrates(before, after)
  if (crates.length === 0) return []
  const rows = crates.slice(0, ROWS).map(({ name, beforeBytes, afterBytes }) => {
    const sign = afterBytes > beforeBytes ? '+' : ''
    return [
      codeOf(name),
      ...[beforeBytes, afterBytes].map(formatSize),
      sign + formatSize(afterBytes - beforeBytes),
    ]
  })
  return [tableOf(['crate that changed', 'before, raw:', 'now, raw:', 'change:'], rows)]
}

function inside({ crates, generics, largest, sizeBytes }: SizeSummary): string[] {
  const share = (bytes: number) => [formatSize(bytes), formatShare(bytes, sizeBytes)]
  const crateRows = crates.slice(0, ROWS).map((crate) => [codeOf(crate.name), ...share(crate.sizeBytes)])
  const genericRows = generics
    .slice(0, ROWS)
    .map(({ name, count, sizeBytes: bytes, wasteBytes }) => [
      codeOf(name),
      String(count),
      ...[bytes, wasteBytes].map(formatSize),
    ])
  const partRows = largest
    .slice(0, ROWS)
    .map(({ kind, label, sizeBytes: bytes }) => [codeOf(label), kind, ...share(bytes)])
  return [
    ...(crateRows.length === 0 ? [] : [tableOf(['largest crates', 'raw:', 'share:'], crateRows)]),
    ...(genericRows.length === 0
      ? []
      : [tableOf(['generics', 'copies:', 'raw:', 'one copy would save:'], genericRows)]),
    ...(partRows.length === 0 ? [] : [tableOf(['largest parts', 'kind', 'raw:', 'share:'], partRows)]),
  ]
}

/** Folds Markdown; blank lines around it, or it would be read as HTML. */
function fold(summary: string, parts: readonly string[]): string {
  return [`<details><summary>${summary}</summary>`, ...parts, '</details>'].join('\n\n')
}
