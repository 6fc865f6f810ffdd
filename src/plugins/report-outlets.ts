import { join, relative, resolve } from 'node:path'
import type { Finding } from '../finding.ts'
import type { ReportFormat } from '../options.ts'
import { removeLeftovers, reportName, writeReportFiles } from '../pipeline/report-files.ts'
import type { BuildReport } from '../report/build-report.ts'
import { renderMarkdown } from '../report/markdown.ts'
import type { TableStyle } from '../report/table.ts'
import { insidesOf } from './html-insides.ts'
import { GithubActions, isGithubActions } from './github-actions.ts'
import { readBaseline } from './read-baseline.ts'
import type { Session } from './session.ts'

type Writing = Pick<Session, 'options' | 'root' | 'cacheDir' | 'outputs' | 'tell' | 'shipped' | 'pipeline'>

/** Takes reports to files and to the pages of a CI; one is for one call of `wasmBudget`. */
export class ReportOutlets {
  readonly #github = new GithubActions()
  /** Names of the files that the last build of an environment wrote, and when it began. */
  readonly #written = new Map<string, { readonly startedMs: number; readonly names: Set<string> }>()

  /**
   * Takes a report where the options want it; what cannot be written is told.
   *
   * `number` counts the outputs of an environment; `settled` are the findings that no module can change that is found later.
   */
  async publish(
    session: Writing,
    report: BuildReport,
    number: number,
    settled: readonly Finding[],
  ): Promise<void> {
    const formats = formatsOf(session)
    const name = reportName(report, number)
    const names = this.#namesOf(session, report)
    // The output of a build for old browsers has no modules of its own.
    if (report.modules.length === 0 && (number > 1 || names.has(name))) return
    names.add(name)
    const directory = reportDirOf(session)
    const files = formats.filter((format) => format !== 'github')
    const before = await readBaseline(session.root, session.options.baseline)
    const compared = before === undefined ? {} : { before }
    if (files.length > 0) {
      await orTell(session, join(directory, name), async () => {
        const insides = files.includes('html') ? await insidesOf(session, report) : {}
        await writeReportFiles(directory, name, report, files, { ...compared, insides })
        await removeLeftovers(directory, report, names)
      })
    }
    if (!formats.includes('github')) return
    this.#github.annotate({ ...report, findings: settled }, session.root)
    const markdown = renderMarkdown(report, compared)
    await orTell(session, 'GITHUB_STEP_SUMMARY', () => this.#github.summarize(name, markdown))
  }

  /** Tells what is left to tell of a report when nothing can be found any more. */
  conclude(session: Writing, report: BuildReport): void {
    if (formatsOf(session).includes('github')) this.#github.annotate(report, session.root)
  }

  #namesOf({ outputs }: Writing, { environment }: BuildReport): Set<string> {
    const startedMs = outputs.startedMs(environment)
    const known = this.#written.get(environment)
    if (known?.startedMs === startedMs) return known.names
    const names = new Set<string>()
    this.#written.set(environment, { startedMs, names })
    return names
  }
}

/** Tells a table where reports are written that were asked for, from the root; nothing where they were not. */
export function askedReportDir(
  session: Pick<Writing, 'options' | 'root' | 'cacheDir'>,
): Pick<TableStyle, 'details'> {
  const { report } = session.options
  if (report === false || (report.dir === undefined && report.formats === undefined)) return {}
  if (!formatsOf(session).some((format) => format !== 'github')) return {}
  return { details: relative(session.root, reportDirOf(session)) || '.' }
}

function formatsOf({ options }: Pick<Writing, 'options'>): readonly ReportFormat[] {
  if (options.report === false) return []
  return options.report.formats ?? ['json', ...(isGithubActions() ? (['github'] as const) : [])]
}

function reportDirOf({ options, root, cacheDir }: Pick<Writing, 'options' | 'root' | 'cacheDir'>): string {
  const dir = options.report === false ? undefined : options.report.dir
  return dir === undefined ? join(cacheDir, 'report') : resolve(root, dir)
}

async function orTell(session: Writing, path: string, write: () => Promise<void>): Promise<void> {
  try {
    await write()
  } catch (error) {
    const { message } = error as Error
    session.tell({ code: 'report-unwritable', severity: 'warn', args: { path, reason: message } })
  }
}
