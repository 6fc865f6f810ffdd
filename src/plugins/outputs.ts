import { dirname, resolve } from 'node:path'
import type { ScriptFile } from '../budget/reachability.ts'
import type { BuildReport } from '../report/build-report.ts'
import type { FoundModule } from './found-module.ts'
import type { Snapshot } from './scan-output.ts'
import type { OutputOptions } from './types.ts'

/** One output of a build on its way to the disk. */
export interface Output {
  readonly environment: string
  /** Absolute. */
  readonly dir: string
  /** What lay in the directory before. */
  readonly before: Snapshot
  /** Modules of the public directory that are not in the bundle. */
  publicFiles: readonly FoundModule[]
  /** Files of modules, public ones too. */
  moduleFiles: readonly string[]
  scripts: readonly ScriptFile[]
  /** Absent in watch mode, and where no report is wanted. */
  report?: BuildReport
  written: boolean
}

/** The directory that an output is written to, absolute. */
export function dirOf({ dir, file }: OutputOptions): string {
  return resolve(dir ?? (file === undefined ? '.' : dirname(file)))
}

/** Follows outputs from their beginning to the end of the build, so that nothing is done on disk that was not written. */
export class Outputs {
  readonly #outputs: Output[] = []
  readonly #startedMs = new Map<string, number>()

  /** Begins a build of an environment. */
  start(environment: string, nowMs: number): void {
    this.#startedMs.set(environment, nowMs)
  }

  /** When the build of an environment began. */
  startedMs(environment: string): number {
    return this.#startedMs.get(environment) ?? 0
  }

  /** Begins an output. */
  begin(environment: string, dir: string, before: Snapshot): void {
    const nothing = { publicFiles: [], moduleFiles: [], scripts: [] }
    this.#outputs.push({ environment, dir, before, ...nothing, written: false })
  }

  /** The output of a directory that is worked on; the first where there are several for one directory. */
  current(environment: string, dir: string): Output | undefined {
    return this.#outputs.find(
      (output) => output.environment === environment && output.dir === dir && !output.written,
    )
  }

  /** All outputs of an environment that go to one directory, in the order in which they began. */
  of(environment: string, dir: string): Output[] {
    return this.#outputs.filter((output) => output.environment === environment && output.dir === dir)
  }

  /** Counts, from 1, the outputs of an environment up to the one of a report; those without modules do not count. */
  numberOf(report: BuildReport): number {
    const ofEnvironment = this.#outputs.filter(({ environment }) => environment === report.environment)
    const at = ofEnvironment.findIndex((output) => output.report === report)
    const earlier = ofEnvironment.slice(0, Math.max(0, at))
    return 1 + earlier.filter(({ report: other }) => (other?.modules.length ?? 0) > 0).length
  }

  /** Directories of all outputs that are known. */
  get dirs(): string[] {
    return this.#outputs.map(({ dir }) => dir)
  }

  /** Takes out the outputs of an environment, in the order in which they began. */
  take(environment: string): Output[] {
    const taken = this.#outputs.filter((output) => output.environment === environment)
    const others = this.#outputs.filter((output) => output.environment !== environment)
    this.#outputs.splice(0, this.#outputs.length, ...others)
    return taken
  }
}
