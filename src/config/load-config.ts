import { existsSync } from 'node:fs'
import { dirname, extname, join } from 'node:path'
import { lilconfig, type Loader } from 'lilconfig'
import { WasmBudgetError } from '../messages.ts'
import type { WasmBudgetOptions } from '../options.ts'
import { resolveOptions, type ResolvedOptions } from '../resolve-options.ts'

/** Names of the file that holds options for the plugin and the command line, the preferred ones first. */
export const CONFIG_NAMES: readonly string[] = [
  'wasm-budget.config.ts',
  'wasm-budget.config.mts',
  'wasm-budget.config.js',
  'wasm-budget.config.mjs',
  'wasm-budget.config.json',
]

/** A file that was found, and the options in it, not validated yet. */
export interface LoadedConfig {
  readonly path: string
  readonly options: WasmBudgetOptions
}

/**
 * Finds and reads `wasm-budget.config.{ts,mts,js,mjs,json}` in a directory or above it, no further up than the package that the
 * directory belongs to; undefined where there is none.
 *
 * @throws {WasmBudgetError} `config-unreadable`
 */
export async function findConfig(directory: string): Promise<LoadedConfig | undefined> {
  const options = { searchPlaces: [...CONFIG_NAMES], loaders: LOADERS, stopDir: packageRoot(directory) }
  const found = await lilconfig('wasm-budget', { ...options, cache: false }).search(directory)
  return found === null ? undefined : checked(found.filepath, found.config)
}

/**
 * Reads a config file of any name that ends in `.ts`, `.js` or `.json`.
 *
 * @throws {WasmBudgetError} `config-unreadable`
 */
export async function readConfig(path: string): Promise<LoadedConfig> {
  const load = LOADERS[extname(path)]
  if (load === undefined) throw unreadable(path, `it ends in none of ${Object.keys(LOADERS).join(', ')}`)
  if (!existsSync(path)) throw unreadable(path, 'there is no such file')
  const found = await lilconfig('wasm-budget', { loaders: LOADERS, cache: false }).load(path)
  return checked(path, found?.config)
}

/**
 * Validates the options of a config file; the defaults where there is none.
 *
 * @throws {WasmBudgetError} `options-invalid`, with the file and every problem at once.
 */
export function resolveConfig(config: LoadedConfig | undefined): ResolvedOptions {
  try {
    return resolveOptions(config?.options)
  } catch (error) {
    if (config === undefined || !isInvalid(error)) throw error
    throw new WasmBudgetError('options-invalid', { ...error.args, file: config.path }, { cause: error })
  }
}

/** The directory of the nearest `package.json` or repository at or above; the directory itself where there is neither. */
export function packageRoot(directory: string): string {
  for (let at = directory; ; at = dirname(at)) {
    if (existsSync(join(at, 'package.json')) || existsSync(join(at, '.git'))) return at
    if (at === dirname(at)) return directory
  }
}

// Node 20 knows no TypeScript, and an `import` of its own would go on giving what a file was when it was first read.
const importScript: Loader = (path) =>
  guarded(path, async () => {
    const { createJiti } = await import('jiti')
    return createJiti(import.meta.url, { moduleCache: false, fsCache: false }).import(path, { default: true })
  })

const LOADERS: Readonly<Record<string, Loader>> = {
  '.ts': importScript,
  '.mts': importScript,
  '.js': importScript,
  '.mjs': importScript,
  '.json': (path, content) => guarded(path, () => Promise.resolve(JSON.parse(content) as unknown)),
}

async function guarded(path: string, load: () => Promise<unknown>): Promise<unknown> {
  try {
    return await load()
  } catch (error) {
    throw unreadable(path, error instanceof Error ? error.message : String(error), error)
  }
}

function checked(path: string, options: unknown): LoadedConfig {
  if (typeof options === 'object' && options !== null && !Array.isArray(options)) return { path, options }
  throw unreadable(path, 'it exports no object with options')
}

function unreadable(path: string, reason: string, cause?: unknown): WasmBudgetError {
  if (cause instanceof WasmBudgetError) return cause
  return new WasmBudgetError('config-unreadable', { path, reason }, { cause })
}

function isInvalid(error: unknown): error is WasmBudgetError<'options-invalid'> {
  return error instanceof WasmBudgetError && error.code === 'options-invalid'
}
