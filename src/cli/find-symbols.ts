import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { parseSymbolMap } from '../analysis/symbol-map.ts'
import type { Symbols } from '../analysis/symbols.ts'
import { digestHex } from '../cache/digest.ts'
import { WasmBudgetError } from '../messages.ts'
import { symbolPaths } from '../pipeline/symbol-files.ts'
import { printable } from '../report/printable.ts'
import { readModule } from '../wasm/module.ts'
import { isWasm } from '../wasm/sections.ts'
import { about, isDirectory, readBytes } from './read-input.ts'
import { UsageError } from './usage-error.ts'

/** Names of a module that has none itself, and the file that they are from. */
export interface FoundSymbols {
  readonly symbols: Symbols
  readonly path: string
}

/**
 * Finds names for a module: in `given`, a file or directory that an argument names, else in the directories in which builds keep
 * symbols, by the SHA-256 of the module; undefined where there are none.
 *
 * @throws {UsageError} `given` cannot be used.
 */
export async function findSymbols(
  bytes: Uint8Array,
  directories: readonly string[],
  given: string | undefined,
): Promise<FoundSymbols | undefined> {
  if (given !== undefined && !(await isDirectory(given)))
    return { symbols: await readSymbols(given), path: given }
  const sha256 = await digestHex(bytes)
  const path = keptSymbols(sha256, given === undefined ? directories : [given])
  if (path !== undefined) return { symbols: await readSymbols(path), path }
  if (given === undefined) return undefined
  throw new UsageError(
    `${printable(given)} has no symbols of this module (SHA-256 ${sha256}). Build it once more with the plugin, or name the unstripped module.`,
  )
}

/** The file with the symbols of a shipped file; undefined where no directory has it. */
export function keptSymbols(sha256: string, directories: readonly string[]): string | undefined {
  const candidates = directories.flatMap((directory) => {
    const { twin, map } = symbolPaths(directory, sha256)
    return [twin, map]
  })
  return candidates.find((path) => existsSync(path))
}

/**
 * Reads names from an unstripped module, a `.symbols.json` of this package, or a symbol map of Emscripten or binaryen.
 *
 * @throws {UsageError} a file that is none of these.
 */
export async function readSymbols(path: string): Promise<Symbols> {
  const bytes = await readBytes(path)
  if (isWasm(bytes)) return about(path, () => readModule(bytes)).names
  const text = await readFile(path, 'utf8')
  if (text.trimStart().startsWith('{')) return readSymbolsJson(path, text)
  try {
    return parseSymbolMap(text)
  } catch (error) {
    if (!(error instanceof WasmBudgetError)) throw error
    throw new UsageError(`${printable(path)}: ${error.message.replace(/^\[.*?\] /, '')}`, { cause: error })
  }
}

function readSymbolsJson(path: string, text: string): Symbols {
  let names: unknown
  try {
    names = (JSON.parse(text) as { functions?: unknown }).functions
  } catch {
    // Said below.
  }
  if (typeof names !== 'object' || names === null) {
    throw new UsageError(`${printable(path)} holds no symbols. Name a .symbols.json that a build wrote.`)
  }
  const functions = new Map(Object.entries(names).map(([index, name]) => [Number(index), String(name)]))
  return { functions, globals: new Map(), data: new Map() }
}
