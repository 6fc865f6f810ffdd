import { mkdir, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { writeAtomically } from '../cache/content-store.ts'

/** Names of a module that shipped without them. */
export interface ModuleSymbols {
  /** SHA-256 of the shipped file, hexadecimal. */
  readonly sha256: string
  readonly twin: Uint8Array
  readonly functionNames: readonly (readonly [index: number, name: string])[]
}

/**
 * Writes what is needed to read `wasm-function[123]` in a stack trace from production.
 *
 * ```
 * <directory>/<sha256 of the shipped file>.wasm          the same code, with its names
 * <directory>/<sha256 of the shipped file>.symbols.json  { version, sha256, functions: { "123": "name" } }
 * ```
 */
export async function writeSymbols(
  directory: string,
  { sha256, twin, functionNames }: ModuleSymbols,
): Promise<void> {
  const paths = symbolPaths(directory, sha256)
  await mkdir(directory, { recursive: true })
  await writeAtomically(paths.twin, twin)
  const functions = Object.fromEntries(functionNames)
  await writeAtomically(paths.map, `${JSON.stringify({ version: 1, sha256, functions }, null, 1)}\n`)
}

/** Says whether the symbols of a shipped file are there, and marks them as used. */
export async function hasSymbols(directory: string, sha256: string): Promise<boolean> {
  const now = new Date()
  const touched = Object.values(symbolPaths(directory, sha256)).map(async (path) => {
    const { size } = await stat(path)
    await utimes(path, now, now)
    return size > 0
  })
  return Promise.all(touched).then(
    (present) => present.every(Boolean),
    () => false,
  )
}

/** Where the symbols of a shipped file lie. */
export function symbolPaths(directory: string, sha256: string): { twin: string; map: string } {
  return { twin: join(directory, `${sha256}.wasm`), map: join(directory, `${sha256}.symbols.json`) }
}
