import type { ReasonStep } from '../analysis/module-analysis.ts'
import type { BuildReport } from './build-report.ts'
import type { ModuleInside } from './module-inside.ts'
import { packReport, unpackReport, type PackedReport } from './packed-report.ts'

/** A report and what is known about the inside of its modules. */
export interface HtmlReport {
  readonly report: BuildReport
  /** By file name; modules without an inside are shown by their summary. */
  readonly insides?: Readonly<Record<string, ModuleInside>>
  /** What it is a report of, or the file that it was read from; the environment where absent. */
  readonly title?: string
  /** Whether it is made of a baseline, which knows sizes and the largest crates, but no findings and no uses. */
  readonly isBaseline?: true
}

/** What a page shows: a report, and the one that it is compared with. */
export interface HtmlReports {
  readonly now: HtmlReport
  readonly before?: HtmlReport
}

interface PackedInside {
  readonly shipped: PackedReport
  readonly built?: PackedReport
  readonly reasons?: Readonly<Record<number, readonly ReasonStep[]>>
}

interface PackedHtmlReport extends Omit<HtmlReport, 'insides'> {
  /** As entries, so that no name is taken for something else. */
  readonly insides: readonly (readonly [fileName: string, inside: PackedInside])[]
}

/** Writes what a page shows as JSON that may stand in a `<script>`: no `<`, no line separator, whatever names hold. */
export function writeHtmlData({ now, before }: HtmlReports): string {
  const data = { now: pack(now), ...(before === undefined ? {} : { before: pack(before) }) }
  return JSON.stringify(data).replace(/[<\u2028\u2029]/g, escapeCharacter)
}

/** Reads what {@link writeHtmlData} wrote. */
export function readHtmlData(json: string): HtmlReports {
  const { now, before } = JSON.parse(json) as { now: PackedHtmlReport; before?: PackedHtmlReport }
  return { now: unpack(now), ...(before === undefined ? {} : { before: unpack(before) }) }
}

function pack({ insides = {}, ...rest }: HtmlReport): PackedHtmlReport {
  return {
    ...rest,
    insides: Object.entries(insides).map(([fileName, { shipped, built, reasons }]) => [
      fileName,
      {
        shipped: packReport(shipped),
        ...(built === undefined ? {} : { built: packReport(built) }),
        ...(reasons === undefined ? {} : { reasons }),
      },
    ]),
  }
}

function unpack({ insides, ...rest }: PackedHtmlReport): HtmlReport {
  const unpacked = insides.map(([fileName, { shipped, built, reasons }]): [string, ModuleInside] => [
    fileName,
    {
      shipped: unpackReport(shipped),
      ...(built === undefined ? {} : { built: unpackReport(built) }),
      ...(reasons === undefined ? {} : { reasons }),
    },
  ])
  return { ...rest, insides: Object.fromEntries(unpacked) }
}

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
