import { resolve } from 'node:path'
import type { Finding } from '../../finding.ts'
import { WasmBudgetError } from '../../messages.ts'
import type { ResolvedOptimize } from '../../resolve-options.ts'
import type { Engine } from '../engine.ts'
import { findOnPath } from './native-wasm-opt.ts'
import { findNpmBinaryen, type NpmBinaryen } from './npm-binaryen.ts'
import { isRecentEnough, OLDEST_VERSION, readVersion, type WasmOpt } from './wasm-opt-version.ts'

/** The engine to use, or what to say of there being none. */
export interface FoundEngine {
  readonly engine?: Engine
  readonly finding?: Finding
}

/**
 * Finds the engine that the options ask for; `root` is where packages and relative paths are looked up from.
 *
 * With `'auto'` and `'npm'` the package in the project decides the id, which is part of the names of files; whether a native
 * build of the same version does the work depends on the machine, and changes only the time.
 *
 * @throws {WasmBudgetError} `engine-not-found`, `engine-unusable` or `engine-too-old`, if the options insist on an engine.
 */
export function findEngine(optimize: false | Pick<ResolvedOptimize, 'engine'>, root: string): FoundEngine {
  if (optimize === false) return {}
  const { engine } = optimize
  switch (engine) {
    case 'none':
      return {}
    case 'auto':
      return findAutomatically(root)
    case 'npm':
      return { engine: findNpm(root) }
    case 'native':
      return { engine: findNative() }
    default:
      return { engine: nativeAt(resolve(root, engine.path)) }
  }
}

function findAutomatically(root: string): FoundEngine {
  const npm = findNpmBinaryen(root)
  if (npm === undefined) {
    return {
      finding: { code: 'engine-missing', severity: 'warn', args: { install: 'npm i -D binaryen' } },
    }
  }
  const { version } = npm
  if (isRecentEnough(version)) return { engine: preferringNative(npm) }
  const args = { found: version, wanted: OLDEST_VERSION, install: 'npm i -D binaryen@latest' }
  return { finding: { code: 'engine-too-old', severity: 'warn', args } }
}

function findNpm(root: string): Engine {
  const npm = findNpmBinaryen(root)
  if (npm === undefined) throw new WasmBudgetError('engine-not-found', { engine: 'npm', from: root })
  return engineOf(npm.wasmOpt, npm.version, 'binaryen')
}

function findNative(): Engine {
  const command = findOnPath()
  if (command === undefined)
    throw new WasmBudgetError('engine-not-found', { engine: 'native', from: process.env['PATH'] ?? '' })
  return nativeAt(command)
}

function nativeAt(command: string): Engine {
  const wasmOpt: WasmOpt = { command, prefixArguments: [] }
  try {
    return engineOf(wasmOpt, readVersion(wasmOpt), command)
  } catch (error) {
    if (error instanceof WasmBudgetError) throw error
    throw new WasmBudgetError('engine-unusable', { path: command, reason: (error as Error).message })
  }
}

function engineOf(wasmOpt: WasmOpt, version: string, name: string): Engine {
  if (!isRecentEnough(version))
    throw new WasmBudgetError('engine-too-old', { name, found: version, wanted: OLDEST_VERSION })
  return { id: idOf(version), run: (job, limits) => run(wasmOpt, job, limits) }
}

const idOf = (version: string): string => `binaryen@${version}`

const run: (wasmOpt: WasmOpt, ...args: Parameters<Engine['run']>) => ReturnType<Engine['run']> = async (
  wasmOpt,
  job,
  limits,
) => {
  const { runWasmOpt } = await import('./run-wasm-opt.ts')
  return runWasmOpt(wasmOpt, job, limits)
}

/** The package, for whose work a native build of its very version is taken as long as that one does well. */
function preferringNative({ version, wasmOpt }: NpmBinaryen): Engine {
  let native: WasmOpt | 'unknown' | undefined = 'unknown'
  return {
    id: idOf(version),
    async run(job, limits) {
      if (native === 'unknown') native = findNativeOf(version)
      if (native !== undefined) {
        const outcome = await run(native, job, limits)
        if (outcome.kind === 'done' || limits.signal.aborted) return outcome
        // What ships must not depend on it, so that it has no say in what fails either.
        native = undefined
      }
      return run(wasmOpt, job, limits)
    },
  }
}

function findNativeOf(version: string): WasmOpt | undefined {
  const command = findOnPath()
  if (command === undefined) return undefined
  const wasmOpt: WasmOpt = { command, prefixArguments: [] }
  try {
    return readVersion(wasmOpt) === version ? wasmOpt : undefined
  } catch {
    return undefined
  }
}
