import type { ModuleReport } from '../report/build-report.ts'

/** What of a module its key is made of. */
export type KeyedModule = Pick<ModuleReport, 'fileName' | 'originalNames' | 'place' | 'inlined' | 'after'>

/**
 * Names modules by what neither a rebuild nor another package manager changes, by file name.
 *
 * ```
 * foo/pkg/index_bg.wasm               name of the package, and path in it
 * src/engine.wasm                     path from the root, where it is in no package
 * assets/engine.wasm                  file name without its hash, where nobody says where it came from
 * assets/index.js#src/tiny.wasm       base64 in a script
 * ssr: src/engine.wasm                of another environment than `client`
 * foo/pkg/index_bg.wasm #2            the smaller one of two with the same key
 * ```
 */
export function moduleKeys(
  modules: readonly KeyedModule[],
  environment: string,
): ReadonlyMap<string, string> {
  const groups = new Map<string, KeyedModule[]>()
  for (const module of modules) {
    const key = inEnvironment(keyOf(module), environment)
    groups.set(key, [...(groups.get(key) ?? []), module])
  }
  const keys = new Map<string, string>()
  for (const [key, group] of groups) {
    group.sort((a, b) => b.after.rawBytes - a.after.rawBytes || (stemOf(a) < stemOf(b) ? -1 : 1))
    for (const [at, { fileName }] of group.entries()) keys.set(fileName, at === 0 ? key : `${key} #${at + 1}`)
  }
  return keys
}

/** Marks a key as one of an environment. */
export function inEnvironment(key: string, environment: string): string {
  return environment === 'client' ? key : `${environment}: ${key}`
}

/** Says whether a key is one of an environment. */
export function isOfEnvironment(key: string, environment: string): boolean {
  return environment === 'client' ? !/^[\w-]+: /.test(key) : key.startsWith(`${environment}: `)
}

/** Takes the hash out of the name of a file that a bundler named: behind `-` or `.`, eight characters, or more without `-`. */
export function withoutHash(fileName: string): string {
  return fileName.replace(/[-.](?:[\w-]{8}|[a-z\d]{9,})(?=\.[a-z\d]+$)/i, '')
}

function keyOf({ fileName, originalNames, place, inlined }: KeyedModule): string {
  const [deepest] = [...new Set(originalNames.map(inPackage))].sort(
    (a, b) => b.split('/').length - a.split('/').length || (a < b ? -1 : 1),
  )
  if (inlined !== undefined) {
    const name = deepest ?? fileName.slice(fileName.indexOf('#') + 1)
    return `${withoutHash(inlined.file)}#${name}`
  }
  if (deepest !== undefined) return deepest
  // What lies in public/ is called as somebody wished; `main-renderer.wasm` has no hash in it.
  const isNamed = (place === 'public' || place === 'disk') && !HASH.test(fileName)
  return isNamed ? fileName : withoutHash(fileName)
}

/** A hash that has a digit or letters of both cases. */
const HASH = /[-.](?=\w*\d|\w*[a-z]\w*[A-Z]|\w*[A-Z]\w*[a-z])\w{8,}\.[a-z\d]+$/

function inPackage(path: string): string {
  const at = path.lastIndexOf('node_modules/')
  return at < 0 ? path : path.slice(at + 'node_modules/'.length)
}

function stemOf({ fileName }: KeyedModule): string {
  return withoutHash(fileName)
}
