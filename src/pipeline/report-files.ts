import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { writeAtomically } from '../cache/content-store.ts'
import type { BuildReport } from '../report/build-report.ts'
import { baselineReport } from '../report/baseline-report.ts'
import { renderHtml } from '../report/html.ts'
import { renderJson } from '../report/json.ts'
import { renderMarkdown, type MarkdownOptions } from '../report/markdown.ts'
import type { ModuleInside } from '../report/module-inside.ts'
import { readPageScript } from './page-script.ts'

/** A form in which a report can be a file. */
export type FileFormat = 'json' | 'markdown' | 'html'

/** What files say beside the report. */
export interface FileOptions extends MarkdownOptions {
  /** Insides of modules by file name, for HTML. */
  readonly insides?: Readonly<Record<string, ModuleInside>>
}

const FORMS: Readonly<
  Record<
    FileFormat,
    { extension: string; render(report: BuildReport, options: FileOptions): string | Promise<string> }
  >
> = {
  json: { extension: 'json', render: renderJson },
  markdown: { extension: 'md', render: renderMarkdown },
  html: {
    extension: 'html',
    async render(report, { before, insides = {} }) {
      const compared =
        before === undefined
          ? {}
          : { before: 'subjects' in before ? baselineReport(before, report) : { report: before } }
      return renderHtml({ now: { report, insides }, ...compared }, { script: await readPageScript() })
    },
  },
}

/**
 * Writes a report as files of a directory, which is made where it is not there.
 *
 * ```
 * <directory>/<environment>.json       <environment>.md       <environment>.html       of the first output of an environment
 * <directory>/<environment>-2.json     <environment>-2.md     <environment>-2.html     of the second
 * ```
 */
export async function writeReportFiles(
  directory: string,
  name: string,
  report: BuildReport,
  formats: readonly FileFormat[],
  options: FileOptions = {},
): Promise<void> {
  await mkdir(directory, { recursive: true })
  for (const format of formats) {
    const { extension, render } = FORMS[format]
    await writeAtomically(join(directory, `${name}.${extension}`), await render(report, options))
  }
}

/** Names the files of a report; `number` counts the outputs of an environment from 1. */
export function reportName({ environment }: Pick<BuildReport, 'environment'>, number: number): string {
  const name = environment.replace(/[^\w.]/g, '_')
  return number === 1 ? name : `${name}-${number}`
}

/** Removes what builds with more outputs have left: files of an environment with a number, but for those of `names`. */
export async function removeLeftovers(
  directory: string,
  report: Pick<BuildReport, 'environment'>,
  names: ReadonlySet<string>,
): Promise<void> {
  const first = reportName(report, 1)
  const files = await readdir(directory).catch(() => [])
  for (const file of files) {
    const [, name, number] = /^((?:[\w.]+)-(\d+))\.(?:json|md|html)$/.exec(file) ?? []
    if (name === undefined || name !== `${first}-${number}` || names.has(name)) continue
    await rm(join(directory, file), { force: true })
  }
}
