import { reportDirectory } from '../directory/report-directory.ts'
import type { Pipeline } from '../pipeline/pipeline.ts'
import type { BuildReport } from '../report/build-report.ts'
import { printable } from '../report/printable.ts'
import { isBuildReport, readJson } from './build-reports.ts'
import { isDirectory } from './read-input.ts'
import { UsageError } from './usage-error.ts'
import type { Workspace } from './workspace.ts'

/**
 * Reads the reports that are named, and makes those of the directories that are.
 *
 * @throws {UsageError} a file that is no report.
 */
export async function readSources(
  sources: readonly string[],
  workspace: Workspace,
  pipeline: Pipeline,
): Promise<BuildReport[]> {
  const reports: BuildReport[] = []
  for (const source of sources) {
    if (await isDirectory(source)) {
      reports.push(await reportDirectory(source, workspace, pipeline))
      continue
    }
    const report = await readJson(source)
    if (!isBuildReport(report))
      throw new UsageError(
        `${printable(source)} is no report of a build. Name the .json that a build with the plugin wrote.`,
      )
    reports.push(report)
  }
  return reports
}
