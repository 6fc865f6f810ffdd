import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const SMALLEST_BYTES = 1024

/**
 * Every module that comes with the dependencies, each content once.
 * @returns {{ path: string, bytes: Uint8Array<ArrayBuffer> }[]} sorted by path, which begins with `node_modules`
 */
export function installedModules() {
  const modules = readdirSync(join(root, 'node_modules'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.wasm') && !path.startsWith('.'))
    .map((path) => join('node_modules', path))
    .sort()
    .map((path) => ({ path, bytes: new Uint8Array(readFileSync(join(root, path))) }))
    .filter(({ bytes }) => bytes.length >= SMALLEST_BYTES)
  const byContent = new Map(
    modules.map((module) => [createHash('sha256').update(module.bytes).digest('hex'), module]),
  )
  return [...byContent.values()]
}
