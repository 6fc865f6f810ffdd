import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { findPackage } from '../../package-version.ts'
import type { WasmOpt } from './wasm-opt-version.ts'

/** The npm package binaryen, with the `wasm-opt` in it. */
export interface NpmBinaryen {
  readonly version: string
  readonly wasmOpt: WasmOpt
}

/** Finds the npm package binaryen as the project in `root` would import it; undefined where it is not installed. */
export function findNpmBinaryen(root: string): NpmBinaryen | undefined {
  const found = findPackage('binaryen', join(root, 'package.json'))
  if (found === undefined) return undefined
  const directory = packageDirectory(found.entry)
  return {
    version: found.version,
    wasmOpt: { command: process.execPath, prefixArguments: [join(directory, programOf(directory))] },
  }
}

function packageDirectory(entry: string): string {
  let directory = dirname(entry)
  while (!existsSync(join(directory, 'package.json'))) directory = dirname(directory)
  return directory
}

function programOf(directory: string): string {
  const { bin } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as {
    bin?: Readonly<Record<string, string>>
  }
  return bin?.['wasm-opt'] ?? 'bin/wasm-opt'
}
