import { CRATES } from '../../budget/figures.ts'
import { moduleKeys } from '../../budget/module-key.ts'
import type { BuildReport, ModuleReport } from '../../report/build-report.ts'
import type { HtmlReport } from '../../report/html-data.ts'
import { describeFinding } from '../../messages.ts'
import { formatChange } from './figure.ts'
import { shortName } from './report-page.ts'
import { firstVisitBytes, visitsOf } from './visits.ts'

/** A size before and now. */
export interface Change {
  readonly name: string
  readonly beforeBytes: number
  readonly afterBytes: number
  readonly state: 'new' | 'gone' | 'changed' | 'same'
}

/** A finding by whether it is new. */
export interface FindingChanges {
  readonly gone: readonly string[]
  readonly added: readonly string[]
  readonly still: readonly string[]
}

/** Everything that two reports differ in. */
export interface Comparison {
  readonly headline: string
  readonly totals: readonly (Change & { readonly metric: string })[]
  readonly modules: readonly Change[]
  readonly crates: readonly Change[]
  /** Absent where it is not known what was found before. */
  readonly findings?: FindingChanges
}

/** Compares two reports by the metric of the later one. */
export function compareReports(before: HtmlReport, now: HtmlReport): Comparison {
  const { metric } = now.report
  const old = before.report
  const totals = [
    ...(visitsOf(now.report).length === 0 || visitsOf(old).length === 0
      ? []
      : [
          {
            ...changeOf('First visit', firstVisitBytes({ ...old, metric }), firstVisitBytes(now.report)),
            metric,
          },
        ]),
    { ...changeOf('Everything', old.total[`${metric}Bytes`], now.report.total[`${metric}Bytes`]), metric },
    ...(metric === 'raw'
      ? []
      : [{ ...changeOf('Everything', old.total.rawBytes, now.report.total.rawBytes), metric: 'raw' }]),
  ]
  return {
    headline: headlineOf(totals),
    totals,
    modules: moduleChanges(old, now.report),
    crates: crateChanges(before, now),
    ...(before.isBaseline === true ? {} : { findings: findingChanges(old, now.report) }),
  }
}

function changeOf(name: string, beforeBytes: number | undefined, afterBytes: number | undefined): Change {
  const [was, is] = [beforeBytes ?? 0, afterBytes ?? 0]
  const state =
    beforeBytes === undefined ? 'new' : afterBytes === undefined ? 'gone' : was === is ? 'same' : 'changed'
  return { name, beforeBytes: was, afterBytes: is, state }
}

function headlineOf(totals: readonly Change[]): string {
  const said = totals
    .slice(0, 2)
    .filter(({ name }, at) => totals.findIndex((other) => other.name === name) === at)
  const words = said.map(({ name, beforeBytes, afterBytes }) => {
    if (beforeBytes === afterBytes) return `${name} unchanged`
    const percent = formatChange(beforeBytes, afterBytes).replace(/^[+\u2212]/, '')
    return `${name} ${percent} ${afterBytes < beforeBytes ? 'smaller' : 'bigger'}`
  })
  return words.map((text, at) => (at === 0 ? text : text[0]?.toLowerCase() + text.slice(1))).join(', ')
}

function moduleChanges(before: BuildReport, now: BuildReport): Change[] {
  const was = modulesByKey(before)
  const is = modulesByKey(now)
  return [...new Set([...is.keys(), ...was.keys()])]
    .map((key) => {
      const name = shortName((is.get(key) ?? was.get(key))?.fileName ?? key)
      return changeOf(
        name,
        was.get(key)?.after[`${now.metric}Bytes`],
        is.get(key)?.after[`${now.metric}Bytes`],
      )
    })
    .sort(byGrowth)
}

/** Modules by what survives a rebuild. */
function modulesByKey({ modules, environment }: BuildReport): Map<string, ModuleReport> {
  const keys = moduleKeys(modules, environment)
  return new Map(modules.map((module) => [keys.get(module.fileName) ?? module.fileName, module]))
}

function crateChanges(before: HtmlReport, now: HtmlReport): Change[] {
  const was = cratesOf(before)
  const is = cratesOf(now)
  // What a short list leaves out is not known.
  const isKnown = (name: string) => before.isBaseline !== true || was.has(name) || was.size < CRATES
  return [...new Set([...was.keys(), ...is.keys()])]
    .map((name) => changeOf(name, was.get(name), is.get(name)))
    .filter(({ name, state }) => state !== 'same' && isKnown(name))
    .sort(byGrowth)
}

/** Raw bytes of each crate, over all modules. */
function cratesOf({ report, insides = {} }: HtmlReport): Map<string, number> {
  const sums = new Map<string, number>()
  for (const { fileName, summary } of report.modules) {
    for (const { name, sizeBytes } of insides[fileName]?.shipped.crates ?? summary?.crates ?? [])
      sums.set(name, (sums.get(name) ?? 0) + sizeBytes)
  }
  return sums
}

function findingChanges(before: BuildReport, now: BuildReport): FindingChanges {
  const was = new Set(before.findings.map(describeFinding))
  const is = new Set(now.findings.map(describeFinding))
  return {
    gone: [...was].filter((text) => !is.has(text)),
    added: [...is].filter((text) => !was.has(text)),
    still: [...is].filter((text) => was.has(text)),
  }
}

function byGrowth(a: Change, b: Change): number {
  const growth = ({ beforeBytes, afterBytes }: Change) => Math.abs(afterBytes - beforeBytes)
  return growth(b) - growth(a) || (a.name < b.name ? -1 : 1)
}
