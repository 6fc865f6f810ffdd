import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** Where an installed package lies and which version it is. */
export interface InstalledPackage {
  readonly version: string
  /** File that `import` of the package loads. */
  readonly entry: string
}

/**
 * Finds a package as a file in `from` would import it; undefined where it is not installed.
 *
 * Reads its `package.json` from the directory above the entry, since few packages export that file.
 */
export function findPackage(name: string, from: string): InstalledPackage | undefined {
  let entry: string
  try {
    entry = createRequire(from).resolve(name)
  } catch {
    return undefined
  }
  for (let directory = dirname(entry); directory !== dirname(directory); directory = dirname(directory)) {
    const manifest = join(directory, 'package.json')
    if (!existsSync(manifest)) continue
    const { name: found, version } = JSON.parse(readFileSync(manifest, 'utf8')) as {
      name?: string
      version?: string
    }
    if (found === name && version !== undefined) return { version, entry }
  }
  return undefined
}

/** Version of this package. */
export function ownVersion(): string {
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
}
