import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const directory = fileURLToPath(new URL('../fixtures/', import.meta.url))

/** Bytes of a module in `test/fixtures`, in a buffer of their own. */
export function readFixture(path: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(directory + path))
}

const list = (folder: string) =>
  readdirSync(directory + folder)
    .filter((name) => name.endsWith('.wasm'))
    .map((name) => folder + name)
    .sort()

/** Paths of the modules of one feature each. */
export const PROBES: readonly string[] = list('probes/')

/** Paths of all modules in `test/fixtures`. */
export const FIXTURES: readonly string[] = [...list(''), ...PROBES]
