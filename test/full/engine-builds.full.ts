import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { ENGINE_CANDIDATES } from '../../src/optimize/candidates.ts'
import { exportImports } from '../../src/optimize/engines/imports-as-exports.ts'
import { findOnPath } from '../../src/optimize/engines/native-wasm-opt.ts'
import { findNpmBinaryen } from '../../src/optimize/engines/npm-binaryen.ts'
import { wasmOptArguments } from '../../src/optimize/engines/wasm-opt-arguments.ts'
import { readVersion, type WasmOpt } from '../../src/optimize/engines/wasm-opt-version.ts'
import { inspect } from '../../src/optimize/inspect.ts'
import { readFixture } from '../support/fixtures.ts'

// Of toolchains and sizes of all kinds, without what 108, the version in Debian 12, does not know yet.
const MODULES = [
  'clang19-O2.wasm',
  'clang19-O3_g_simd.wasm',
  'clang19-eh_legacy.wasm',
  'clang19-threads.wasm',
  'emscripten3.1.6-O3.wasm',
  'emscripten3.1.6-Oz_names.wasm',
  'rust196-base_stripped.wasm',
  'rust196-rx_sizez.wasm',
]

const directory = mkdtempSync(join(tmpdir(), 'wasm-budget-builds-'))
afterAll(() => rmSync(directory, { recursive: true }))

const command = findOnPath()
const native: WasmOpt | undefined = command === undefined ? undefined : { command, prefixArguments: [] }

/** The npm package of a version: the one installed here, or else one that is downloaded. */
function npmOf(version: string): WasmOpt {
  const installed = findNpmBinaryen(process.cwd())
  if (installed?.version === version) return installed.wasmOpt
  writeFileSync(join(directory, 'package.json'), '{ "private": true }')
  const { status, stderr } = spawnSync('npm', ['install', '--no-audit', '--no-fund', `binaryen@${version}`], {
    cwd: directory,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`binaryen@${version} cannot be installed: ${stderr}`)
  return (findNpmBinaryen(directory) as { wasmOpt: WasmOpt }).wasmOpt
}

/** Runs a build on a module as an engine does, and says how long it took. */
function run(
  { command, prefixArguments }: WasmOpt,
  input: Uint8Array,
  options: (file: string, to: string) => string[],
) {
  const [file, to] = [join(directory, 'input.wasm'), join(directory, 'output.wasm')]
  writeFileSync(file, input)
  rmSync(to, { force: true })
  const start = performance.now()
  const { status, stderr } = spawnSync(command, [...prefixArguments, ...options(file, to)], {
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(stderr)
  return { output: readFileSync(to), ms: performance.now() - start }
}

// Without a native one there is nothing to compare: `apt-get install binaryen` has one, or put a release's bin on PATH.
describe.skipIf(native === undefined)('a native wasm-opt on PATH and the npm package of its version', () => {
  const rows: string[] = []
  afterAll(() => console.log(rows.join('\n')))

  it(
    'make the same bytes of every module at every level',
    () => {
      const version = readVersion(native as WasmOpt)
      const npm = npmOf(version)
      expect(readVersion(npm)).toBe(version)
      rows.push(`binaryen ${version}: native against npm, ms`)
      const seen = new Set<string>()
      for (const path of MODULES) {
        const { engineInput, features: found = [] } = inspect(readFixture(path), 'auto', [])
        // Old ones know no half of it.
        const features = found.map((name) => (name === 'bulk-memory-opt' ? 'bulk-memory' : name))
        const { bytes } = exportImports(engineInput)
        for (const [name, level] of Object.entries(ENGINE_CANDIDATES)) {
          const options = (from: string, to: string) => wasmOptArguments({ level, features }, from, to)
          const [ours, theirs] = [run(native as WasmOpt, bytes, options), run(npm, bytes, options)]
          expect(ours.output.equals(theirs.output), `${path} ${name}`).toBe(true)
          seen.add(ours.output.toString('latin1'))
          rows.push(
            `${path.padEnd(32)} ${name.padEnd(16)} ${ours.ms.toFixed(0).padStart(6)} ${theirs.ms.toFixed(0).padStart(6)}`,
          )
        }
      }
      // They did work: the levels differ.
      expect(seen.size).toBeGreaterThan(MODULES.length * 2)
    },
    20 * 60_000,
  )
})
