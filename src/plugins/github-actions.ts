import { appendFile, readFile, truncate } from 'node:fs/promises'
import { relative, sep } from 'node:path'
import type { BuildReport } from '../report/build-report.ts'
import { renderAnnotations } from '../report/github.ts'

/** Says whether this is a job of GitHub Actions. */
export function isGithubActions(): boolean {
  return process.env['GITHUB_ACTIONS'] === 'true'
}

/** Tells a job of GitHub Actions what its pages show; one is for one call of `wasmBudget`. */
export class GithubActions {
  readonly #annotated = new Set<string>()
  readonly #summaries = new Map<string, string>()

  /**
   * Prints the annotations that were not printed yet.
   *
   * Not through a logger: the runner reads commands only where a line begins with them.
   */
  annotate(report: BuildReport, root: string): void {
    const lines = renderAnnotations(report, { root: fromRepository(root) })
      .split('\n')
      .filter((line) => line !== '' && !this.#annotated.has(line))
    for (const line of lines) this.#annotated.add(line)
    if (lines.length > 0) process.stdout.write(`${lines.join('\n')}\n`)
  }

  /** Appends to the summary of the step; a text for the same `name` takes the place of the one before, if nothing follows it. */
  async summarize(name: string, markdown: string): Promise<void> {
    const path = process.env['GITHUB_STEP_SUMMARY']
    if (path === undefined || path === '') return
    const text = `${markdown}\n`
    const before = this.#summaries.get(name)
    if (before !== undefined) {
      const there = await readFile(path)
      const old = Buffer.from(before)
      if (there.subarray(-old.length).equals(old)) await truncate(path, there.length - old.length)
    }
    await appendFile(path, text)
    this.#summaries.set(name, text)
  }
}

/** Path from the repository to a directory; empty where it is not within. */
function fromRepository(directory: string): string {
  const path = relative(process.env['GITHUB_WORKSPACE'] ?? process.cwd(), directory)
  return path.startsWith('..') ? '' : path.replaceAll(sep, '/')
}
