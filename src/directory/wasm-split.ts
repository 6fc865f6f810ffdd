import { posix } from 'node:path'

/** One split point of a program that wasm-split has taken apart, and the modules that are fetched when it is reached. */
export interface SplitPoint {
  readonly name: string
  /** Directory of the manifest, `wasm-split#` and the name: a name that no file has. */
  readonly fileName: string
  /** Paths from the directory. */
  readonly modules: readonly string[]
}

const MANIFEST = /(?:^|\/)__wasm_split_manifest\.json$/

/** Says whether a file is the manifest that `cargo leptos build --split` and `dx build --wasm-split` write. */
export function isSplitManifest(file: string): boolean {
  return MANIFEST.test(file)
}

/**
 * Reads the manifest of wasm-split: `{ "<split point>": ["<module without .wasm>", ...] }`; modules that are not in
 * `moduleFiles` are left out.
 *
 * Format: wasm_split_cli_support 0.2.4, `emit.rs`. The loader beside it names all parts in one script, so that without the
 * manifest all of them would seem to be loaded at once.
 */
export function readSplitManifest(file: string, text: string, moduleFiles: readonly string[]): SplitPoint[] {
  let manifest: unknown
  try {
    manifest = JSON.parse(text)
  } catch {
    return []
  }
  if (typeof manifest !== 'object' || manifest === null) return []
  const points: SplitPoint[] = []
  const keys = Object.keys(manifest)
  for (const [key, parts] of Object.entries(manifest)) {
    if (!Array.isArray(parts)) continue
    const isAmbiguous = keys.filter((other) => shorten(other) === shorten(key)).length > 1
    const name = isAmbiguous ? key : shorten(key)
    const paths = parts.map((part) => posix.join(posix.dirname(file), `${String(part)}.wasm`))
    const modules = paths.filter((path) => moduleFiles.includes(path))
    points.push({ name, fileName: posix.join(posix.dirname(file), `wasm-split#${name}`), modules })
  }
  return points
}

/** A hash of the source stands behind the name of the function, and another build has another one. */
function shorten(key: string): string {
  return key.replace(/_\d{15,}$/, '').replace(/^_+/, '')
}
