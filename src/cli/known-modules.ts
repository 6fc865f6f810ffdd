import { posix } from 'node:path'
import { describeName } from '../analysis/names/describe-name.ts'
import { digestHex } from '../cache/digest.ts'
import { readModules } from '../directory/find-modules.ts'
import { listFiles } from '../directory/list-files.ts'
import { countImports, readModule, type WasmModule } from '../wasm/module.ts'
import { isWasm } from '../wasm/sections.ts'
import { removeSections, stripReason } from '../wasm/strip.ts'
import { keptSymbols, readSymbols } from './find-symbols.ts'
import { about, readBytes } from './read-input.ts'
import type { FrameLocation } from './stack-frames.ts'

/** A module that may be in a stack trace. */
export interface KnownModule {
  /** Name of the file, without its directories. */
  readonly fileName: string
  /** Names a function by index, or by the offset of one of its instructions. */
  readonly nameOf: (location: FrameLocation) => string | undefined
}

/** Reads the modules of a directory that was built, with names that builds have kept. */
export async function modulesOfDirectory(
  directory: string,
  symbolDirs: readonly string[],
): Promise<KnownModule[]> {
  const found = await readModules(directory, await listFiles(directory), () => false)
  const known = await Promise.all(
    found.map(async ({ fileName, bytes }) => {
      const path = keptSymbols(await digestHex(bytes), symbolDirs)
      const module = about(fileName, () => readModule(bytes))
      const { functions } = path === undefined ? module.names : await readSymbols(path)
      return functions.size === 0 ? undefined : knownModule(fileName, functions, module)
    }),
  )
  return known.filter((module) => module !== undefined)
}

/** Finds the kept names of a shipped file by its SHA-256; undefined where there are none. */
export async function moduleOfBuild(
  fileName: string,
  sha256: string,
  symbolDirs: readonly string[],
): Promise<KnownModule | undefined> {
  const path = keptSymbols(sha256, symbolDirs)
  return path === undefined ? undefined : moduleOfSymbols(fileName, path)
}

/** Takes names from a file of symbols. */
export async function moduleOfSymbols(fileName: string, path: string): Promise<KnownModule> {
  const { functions } = await readSymbols(path)
  const bytes = await readBytes(path)
  return knownModule(fileName, functions, isWasm(bytes) ? about(path, () => asShipped(bytes)) : undefined)
}

/** The module as it ships, for its offsets; undefined where it depends on what was smaller. */
function asShipped(twin: Uint8Array): WasmModule | undefined {
  const stripped = readModule(removeSections(twin, (section) => stripReason(section) === 'leak'))
  const code = stripped.sections.findIndex(({ id }) => id === 10)
  return stripped.sections.slice(0, code).some((section) => stripReason(section) === 'metadata')
    ? undefined
    : stripped
}

function knownModule(
  fileName: string,
  functions: ReadonlyMap<number, string>,
  module: WasmModule | undefined,
): KnownModule {
  return {
    fileName: posix.basename(fileName),
    nameOf({ index, offset }) {
      const at =
        index ?? (module === undefined || offset === undefined ? undefined : functionAt(module, offset))
      if (at === undefined) return undefined
      const exported = module?.exports.find(({ kind, index }) => kind === 'function' && index === at)
      const name = functions.get(at) ?? exported?.name
      return name === undefined ? undefined : describeName(name).full
    },
  }
}

/** Index of the function in whose body an offset lies. */
function functionAt(module: WasmModule, offset: number): number | undefined {
  const { bodies } = module
  let [from, to] = [0, bodies.count]
  while (from < to) {
    const middle = (from + to) >>> 1
    if ((bodies.endOffsets[middle] as number) <= offset) from = middle + 1
    else to = middle
  }
  const isInside = from < bodies.count && (bodies.offsets[from] as number) <= offset
  return isInside ? countImports(module, 'function') + from : undefined
}

/** Names a frame by the module that its URL ends in; by the only one where there is no file name. */
export function nameByModules(modules: readonly KnownModule[], location: FrameLocation): string | undefined {
  const fileName = fileNameOf(location.url)
  const [only, other] = modules
  if (fileName === undefined) return other === undefined ? only?.nameOf(location) : undefined
  return modules.find((module) => module.fileName === fileName)?.nameOf(location)
}

function fileNameOf(url: string | undefined): string | undefined {
  // V8 makes `wasm://wasm/1a2b3c4d` up for a module that was compiled from bytes.
  if (url === undefined || url.startsWith('wasm://')) return undefined
  const name = posix.basename(url.replace(/[?#].*$/, ''))
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}
