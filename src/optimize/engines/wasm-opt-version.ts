import { spawnSync } from 'node:child_process'
import { lastLine } from './last-line.ts'

/** A `wasm-opt` that can be started. */
export interface WasmOpt {
  /** Absolute path of a program. */
  readonly command: string
  /** What the program is given before the arguments of `wasm-opt`. */
  readonly prefixArguments: readonly string[]
}

/** The oldest version that is used: what is known of engines here, and tested, begins with it. */
export const OLDEST_VERSION = 132

const VERSION_TIMEOUT_MS = 20_000

/**
 * Asks a `wasm-opt` for its version, as npm would write it: `132.0.0`, or `132.0.0+version_132-12-g1a2b3c4` between releases.
 *
 * @throws {Error} a program that cannot be started, or that is no `wasm-opt`.
 */
export function readVersion({ command, prefixArguments }: WasmOpt): string {
  const { error, stdout, stderr, status, signal } = spawnSync(command, [...prefixArguments, '--version'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: VERSION_TIMEOUT_MS,
    windowsHide: true,
  })
  if (error !== undefined) throw error
  const version = parseVersion(stdout)
  if (version !== undefined) return version
  const ended = signal === null ? `ended with code ${status}` : `was killed by ${signal}`
  const said = lastLine(stdout) || lastLine(stderr)
  throw new Error(
    `--version ${ended} and said ${said === '' ? 'nothing' : `"${said}"`}, not "wasm-opt version …"`,
  )
}

/** Reads what `wasm-opt --version` prints; builds from a repository add what `git describe` says. */
export function parseVersion(text: string): string | undefined {
  const match = /^wasm-opt version (\d+)(?: \(([\w.+-]+)\))?/m.exec(text)
  if (match === null) return undefined
  const [, release, described = `version_${release}`] = match
  return described === `version_${release}` ? `${release}.0.0` : `${release}.0.0+${described}`
}

/** Says whether a version, `132.0.0`, is one that is used. */
export function isRecentEnough(version: string): boolean {
  return Number.parseInt(version, 10) >= OLDEST_VERSION
}
