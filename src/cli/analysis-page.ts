import { writeFile } from 'node:fs/promises'
import { summarize } from '../analysis/summary.ts'
import type { Metric } from '../options.ts'
import { readPageScript } from '../pipeline/page-script.ts'
import type { ModuleReport, Sizes } from '../report/build-report.ts'
import { renderHtml } from '../report/html.ts'
import type { HtmlReport, HtmlReports } from '../report/html-data.ts'
import { insideOf } from '../report/module-inside.ts'
import type { LookedInside } from './look-inside.ts'

/** Makes a report of modules that are only looked into, as pages show it. */
export function pageReport(
  modules: readonly LookedInside[],
  metric: Metric,
  encoders: Readonly<Record<string, string>>,
): HtmlReport {
  return {
    title: modules.map(({ path }) => path).join(', '),
    insides: Object.fromEntries(modules.map(({ path, analysis }) => [path, insideOf(analysis)])),
    report: {
      version: 1,
      environment: 'files',
      metric,
      encoders,
      modules: modules.map(asModule),
      total: sum(modules.map(({ sizes }) => sizes)),
      budgets: [],
      findings: [],
    },
  }
}

/** Writes a page. */
export async function writePage(path: string, reports: HtmlReports): Promise<void> {
  await writeFile(path, renderHtml(reports, { script: await readPageScript() }))
}

/** Writes a page of two modules that opens with what changed; they are the same module, whatever their files are called. */
export async function writeComparison(
  path: string,
  before: LookedInside,
  after: LookedInside,
  metric: Metric,
): Promise<void> {
  const was = pageReport([{ ...before, path: after.path }], metric, {})
  await writePage(path, { now: pageReport([after], metric, {}), before: { ...was, title: before.path } })
}

function asModule({ path, sha256, sizes, analysis }: LookedInside): ModuleReport {
  return {
    fileName: path,
    place: 'disk',
    originalNames: [],
    sha256,
    sourceSha256: sha256,
    before: sizes,
    after: sizes,
    chosen: 'keep',
    tries: [],
    removedSections: [],
    untouched: 'as-found',
    summary: summarize(analysis.report),
    siblings: [],
    uses: [],
    importers: [],
    fromCache: false,
  }
}

function sum(all: readonly Sizes[]): Sizes {
  return {
    rawBytes: all.reduce((total, { rawBytes }) => total + rawBytes, 0),
    gzipBytes: all.reduce((total, { gzipBytes }) => total + gzipBytes, 0),
    brotliBytes: all.reduce((total, { brotliBytes }) => total + brotliBytes, 0),
  }
}
