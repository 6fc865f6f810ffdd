import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { findConfig, packageRoot, readConfig, resolveConfig } from '../config/load-config.ts'
import { describeFinding } from '../messages.ts'
import type { WasmBudgetOptions } from '../options.ts'
import { Pipeline } from '../pipeline/pipeline.ts'
import { Progress } from '../pipeline/progress.ts'
import { TerminalProgress } from '../plugins/terminal-progress.ts'
import type { ResolvedOptions } from '../resolve-options.ts'
import { mergeOptions } from './merge-options.ts'
import type { Terminal } from './terminal.ts'

/** Options that every command knows. */
export interface CommonOptions {
  readonly json?: true
  /** A path, or `false` for none. */
  readonly config?: string | boolean
  readonly root?: string
}

/** Where a command works, and with which options. */
export interface Workspace {
  /** What paths in options are relative to: what an argument says, else where the config file is, else the package. */
  readonly root: string
  /** From the config file; defaults where there is none. */
  readonly options: ResolvedOptions
  /** The config file that was read. */
  readonly configFile?: string
  readonly cacheDir: string
  /** Directories in which symbols of stripped modules may lie. */
  readonly symbolDirs: readonly string[]
  /** Directories in which reports of builds may lie. */
  readonly reportDirs: readonly string[]
}

/**
 * Finds the config file and the cache for the working directory.
 *
 * @param override Options that arguments say, which count more than those of the file.
 * @throws {WasmBudgetError} `config-unreadable` or `options-invalid`
 */
export async function openWorkspace(
  { config, root: given }: CommonOptions,
  override: WasmBudgetOptions = {},
): Promise<Workspace> {
  const start = resolve(given ?? '.')
  const packageDir = packageRoot(start)
  const loaded =
    config === false
      ? undefined
      : typeof config === 'string'
        ? await readConfig(resolve(config))
        : await findConfig(start)
  const root = given !== undefined ? start : loaded === undefined ? packageDir : dirname(loaded.path)
  const hasOverride = Object.keys(override).length > 0
  // Validated by itself first, so that its mistakes are told as the file's.
  const own = resolveConfig(loaded)
  const options = hasOverride
    ? resolveConfig({ path: 'arguments', options: mergeOptions(loaded?.options, override) })
    : own
  const cacheDirs = ['.vite', '.cache'].map((name) => join(packageDir, 'node_modules', name, 'wasm-budget'))
  const cacheDir = cacheDirs.find((path) => existsSync(path)) ?? newCacheDir(packageDir)
  const dir = options.report === false ? undefined : options.report.dir
  const reportDir = dir === undefined ? [] : [resolve(root, dir)]
  const allCaches = [...new Set([...cacheDirs, cacheDir])]
  return {
    root,
    options,
    ...(loaded === undefined ? {} : { configFile: loaded.path }),
    cacheDir,
    symbolDirs: [...reportDir, ...allCaches.map((path) => join(path, 'symbols'))],
    reportDirs: [...reportDir, ...allCaches.map((path) => join(path, 'report'))],
  }
}

/** A program in Rust or Go has no use for a `node_modules`. */
function newCacheDir(packageDir: string): string {
  const installed = join(packageDir, 'node_modules')
  if (existsSync(installed)) return join(installed, '.cache', 'wasm-budget')
  return join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'wasm-budget')
}

/**
 * Works with a pipeline and ends its threads afterwards.
 *
 * @throws {WasmBudgetError} as what is done with it.
 */
export async function withPipeline<Result>(
  { options, root, cacheDir }: Pick<Workspace, 'options' | 'root' | 'cacheDir'>,
  terminal: Terminal,
  work: (pipeline: Pipeline) => Promise<Result>,
): Promise<Result> {
  const progress = new TerminalProgress(false, (line) => terminal.note(line))
  const pipeline = new Pipeline({
    options,
    root,
    cacheDir,
    stripOnly: false,
    progress: new Progress(
      (state) => progress.show(state),
      (finished) => progress.finish(finished),
    ),
    onFinding: (finding) => terminal.warn(describeFinding(finding)),
  })
  try {
    return await work(pipeline)
  } finally {
    await pipeline.close()
  }
}
