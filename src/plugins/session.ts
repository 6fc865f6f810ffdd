import { join, relative, resolve } from 'node:path'
import type { Finding, FindingArguments } from '../finding.ts'
import { describeFinding, WasmBudgetError } from '../messages.ts'
import type { ResolvedOptions } from '../resolve-options.ts'
import { Pipeline, type ShippedModule } from '../pipeline/pipeline.ts'
import { Progress } from '../pipeline/progress.ts'
import { InlinedModules } from './inlined-modules.ts'
import { Origins } from './origins.ts'
import { ReportOutlets } from './report-outlets.ts'
import { SourceNotes } from './source-notes.ts'
import { Outputs } from './outputs.ts'
import { TerminalProgress } from './terminal-progress.ts'
import type { HookContext, ViteConfig } from './types.ts'

/** Says things to the user through the bundler. */
export interface Log {
  info(message: string): void
  warn(message: string): void
  error(message: string): void
}

/** Name of the environment that a hook is called for; Rollup and Rolldown know none, everything is for the client. */
export function environmentOf({ environment }: HookContext): string {
  return environment?.name ?? 'client'
}

/** What the plugins of one call of `wasmBudget` share; nothing of it outlives the call. */
export class Session {
  readonly options: ResolvedOptions
  readonly origins = new Origins()
  readonly sources = new SourceNotes()
  readonly outputs = new Outputs()
  /** What ships, by the SHA-256 of its bytes. */
  readonly shipped = new Map<string, ShippedModule>()
  readonly inlined = new InlinedModules()
  readonly reports = new ReportOutlets()
  /** Milliseconds that the last output spent on making its modules smaller. */
  shippingMs = 0
  #config: ViteConfig | undefined
  #watch = false
  #pipeline: Pipeline | undefined
  #context: HookContext | undefined
  /** Outputs that are worked on, by environment. */
  readonly #atWork = new Map<string, number>()
  readonly #said = new Set<string>()

  constructor(options: ResolvedOptions) {
    this.options = options
  }

  /** Takes over what Vite says; plain Rollup and Rolldown never call it. */
  configure(config: ViteConfig): void {
    const watch = Boolean(config.build.watch)
    const { root, cacheDir } = this.#config ?? {}
    // Vite resolves the config once for every environment; a pipeline that may be at work stays unless it is wrong.
    if (root !== config.root || cacheDir !== config.cacheDir || watch !== this.#watch)
      this.#pipeline = undefined
    this.#config = config
    this.#watch = watch
    this.refuseSymbolsIn(config.build.outDir)
  }

  /**
   * Complains where symbols would be deployed: `outDir` is what an output is written to, from the root.
   *
   * @throws {WasmBudgetError} `options-invalid`
   */
  refuseSymbolsIn(outDir: string): void {
    const dir = this.options.report === false ? undefined : this.options.report.dir
    if (dir === undefined) return
    const output = resolve(this.root, outDir)
    if (!`${resolve(this.root, dir)}/`.startsWith(`${output}/`)) return
    const message = `${JSON.stringify(dir)} lies in the output, where strangers could read the names. Choose a directory outside ${relative(this.root, output) || output}`
    throw new WasmBudgetError('options-invalid', { problems: [{ path: 'report.dir', message }] })
  }

  /** Takes over the watch mode of a bundler that is not Vite: under Vite, workers are built as if there were none. */
  noticeWatchMode(watchMode: boolean): void {
    if (this.#config === undefined) this.#watch = watchMode
  }

  /** Says through this context from now on, where there is no logger of Vite. */
  speakThrough(context: HookContext): void {
    this.#context = context
  }

  get log(): Log {
    if (this.#config !== undefined) return this.#config.logger
    const context = this.#context
    return {
      info: (message) => context?.info(message),
      warn: (message) => context?.warn(message),
      error: (message) => context?.warn(message),
    }
  }

  /** Whether this build only strips: watch mode, unless `optimize.watch` asks for more. */
  get stripOnly(): boolean {
    const { optimize } = this.options
    return this.#watch && !(optimize !== false && optimize.watch)
  }

  /** Whether the environment that a hook is called for gets siblings, budgets and a report. */
  wants(context: HookContext): boolean {
    return context.environment === undefined || this.options.environments.includes(environmentOf(context))
  }

  /** Directories, absolute, that Vite's environments write to. */
  get outDirs(): string[] {
    const environments = Object.values(this.#config?.environments ?? {})
    return environments.map(({ build }) => resolve(this.root, build.outDir))
  }

  /** What decides how modules become files. */
  get bundler(): FindingArguments['module-inlined']['bundler'] {
    if (this.#config === undefined) return 'other'
    return this.#config.build.lib ? 'vite-lib' : 'vite'
  }

  get root(): string {
    return this.#config?.root ?? process.cwd()
  }

  /** Directory, absolute, of all that is kept between builds. */
  get cacheDir(): string {
    return join(this.#config?.cacheDir ?? join(this.root, 'node_modules', '.cache'), 'wasm-budget')
  }

  get pipeline(): Pipeline {
    this.#pipeline ??= this.#createPipeline()
    return this.#pipeline
  }

  /** Tells a warning once; anything less is for reports alone. */
  tell(finding: Finding): void {
    if (finding.severity === 'info') return
    const message = describeFinding(finding)
    if (this.#said.has(message)) return
    this.#said.add(message)
    this.log.warn(`wasm  ${message}`)
  }

  /** Begins the work on one output; Rollup works on several at a time, and Vite may on several environments. */
  enter(environment: string): void {
    this.#atWork.set(environment, (this.#atWork.get(environment) ?? 0) + 1)
  }

  /** Ends the work on one output, and with the last one threads and processes; the next build starts them again. */
  async leave(environment: string): Promise<void> {
    const left = (this.#atWork.get(environment) ?? 0) - 1
    if (left > 0) this.#atWork.set(environment, left)
    else await this.end(environment)
  }

  /**
   * Does work on an output before there is a bundle of it; threads and processes stay for what follows, and end with it or
   * where the work fails.
   */
  async during<Result>(environment: string, work: () => Promise<Result>): Promise<Result> {
    this.enter(environment)
    try {
      const result = await work()
      this.#atWork.set(environment, (this.#atWork.get(environment) ?? 1) - 1)
      if (this.#atWork.get(environment) === 0) this.#atWork.delete(environment)
      return result
    } catch (error) {
      await this.leave(environment)
      throw error
    }
  }

  /** Ends the work on an environment, however far it came. */
  async end(environment: string): Promise<void> {
    this.#atWork.delete(environment)
    if (this.#atWork.size > 0) return
    this.shipped.clear()
    const pipeline = this.#pipeline
    // One that a fault has stopped would stop everything that it is given.
    this.#pipeline = undefined
    await pipeline?.close()
  }

  #createPipeline(): Pipeline {
    const { root, cacheDir } = this
    const quiet = this.#config?.logLevel !== undefined && this.#config.logLevel !== 'info'
    const terminal = new TerminalProgress(quiet, (line) => this.log.info(line))
    return new Pipeline({
      options: this.options,
      root,
      cacheDir,
      stripOnly: this.stripOnly,
      progress: new Progress(
        (state) => terminal.show(state),
        (finished) => terminal.finish(finished),
      ),
      onFinding: (finding) => this.tell(finding),
    })
  }
}
