import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { BuildReport } from '../report/build-report.ts'
import { printable } from '../report/printable.ts'
import { readBytes } from './read-input.ts'
import { UsageError } from './usage-error.ts'

/**
 * Reads the reports of the last build: all of the directory in which something was written last.
 *
 * @throws {UsageError} no build has left a report.
 */
export async function readLastReports(directories: readonly string[]): Promise<BuildReport[]> {
  let newest: { readonly writtenMs: number; readonly reports: BuildReport[] } | undefined
  for (const directory of directories) {
    const found = await readReportsIn(directory)
    if (found.reports.length > 0 && found.writtenMs > (newest?.writtenMs ?? 0)) newest = found
  }
  if (newest !== undefined) return newest.reports
  throw new UsageError(
    `No build has left a report in ${directories.map(printable).join(', ')}. Build first, or name a report or the directory that was built.`,
  )
}

async function readReportsIn(directory: string): Promise<{ writtenMs: number; reports: BuildReport[] }> {
  const names = await readdir(directory).catch(() => [])
  const reports: BuildReport[] = []
  let writtenMs = 0
  for (const name of names.filter((file) => file.endsWith('.json')).sort()) {
    const path = join(directory, name)
    const report = parseJson(await readFile(path, 'utf8'))
    if (!isBuildReport(report)) continue
    reports.push(report)
    writtenMs = Math.max(writtenMs, (await stat(path)).mtimeMs)
  }
  return { writtenMs, reports }
}

/**
 * Reads a JSON file.
 *
 * @throws {UsageError} no file, or no JSON.
 */
export async function readJson(path: string): Promise<unknown> {
  const value = parseJson(new TextDecoder().decode(await readBytes(path)))
  if (value === undefined) throw new UsageError(`${printable(path)} is neither WebAssembly nor JSON.`)
  return value
}

/** Says whether a value is a report that the plugin writes. */
export function isBuildReport(value: unknown): value is BuildReport {
  if (typeof value !== 'object' || value === null) return false
  const { version, environment, modules, total } = value as Partial<BuildReport>
  return version === 1 && typeof environment === 'string' && Array.isArray(modules) && total !== undefined
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
