import { makeBaseline, parseBaseline, type Baseline } from '../budget/baseline.ts'
import { reportDirectory } from '../directory/report-directory.ts'
import type { Metric } from '../options.ts'
import type { Pipeline } from '../pipeline/pipeline.ts'
import { printable } from '../report/printable.ts'
import { isWasm } from '../wasm/sections.ts'
import { isBuildReport, readJson } from './build-reports.ts'
import { lookInside, type LookedInside } from './look-inside.ts'
import { isDirectory, readBytes } from './read-input.ts'
import { UsageError } from './usage-error.ts'
import type { Workspace } from './workspace.ts'

/** One of two things that are compared. */
export type DiffSide =
  | (LookedInside & { readonly kind: 'module' })
  | { readonly kind: 'build'; readonly path: string; readonly sizes: Baseline }

/**
 * Reads a module or a build.
 *
 * @throws {UsageError} what is neither.
 */
export async function readSide(
  path: string,
  workspace: Workspace,
  pipeline: Pipeline,
  metric: Metric,
): Promise<DiffSide> {
  if (await isDirectory(path)) {
    // What a baseline says of it is not asked here.
    const unjudged = { ...workspace, options: { ...workspace.options, baseline: false as const } }
    const report = await reportDirectory(path, unjudged, pipeline)
    return { kind: 'build', path, sizes: makeBaseline([report]) }
  }
  const bytes = await readBytes(path)
  if (isWasm(bytes)) return { kind: 'module', ...(await lookInside(path, workspace, pipeline, { metric })) }
  const value = await readJson(path)
  if (isBuildReport(value)) return { kind: 'build', path, sizes: makeBaseline([value]) }
  if (typeof value === 'object' && value !== null && 'subjects' in value)
    return { kind: 'build', path, sizes: parseBaseline(new TextDecoder().decode(bytes), path) }
  throw new UsageError(`${printable(path)} is neither a report of a build nor a baseline.`)
}
