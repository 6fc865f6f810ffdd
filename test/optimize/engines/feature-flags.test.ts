import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findNpmBinaryen, type NpmBinaryen } from '../../../src/optimize/engines/npm-binaryen.ts'
import { wasmOptFeatures } from '../../../src/optimize/engines/feature-flags.ts'
import { wasm } from '../../support/wasm-builder.ts'

const EVERY = [
  'atomics',
  'bulk-memory-opt',
  'call-indirect-overlong',
  'custom-page-sizes',
  'exception-handling-legacy',
  'exnref',
  'extended-const',
  'fp16',
  'memory64',
  'multimemory',
  'multivalue',
  'mutable-globals',
  'nontrapping-fptoint',
  'relaxed-simd',
  'shared-everything',
  'sign-ext',
  'stack-switching',
  'strings',
  'tail-call',
  'typed-function-references',
  'wide-arithmetic',
]

describe('features of wasm-opt', () => {
  it('are none for a module of the MVP', () => {
    expect(wasmOptFeatures([])).toEqual([])
  })

  it.each([
    { uses: ['atomics'], features: ['threads'] },
    { uses: ['nontrapping-fptoint'], features: ['nontrapping-float-to-int'] },
    { uses: ['relaxed-simd', 'simd128'], features: ['relaxed-simd', 'simd'] },
    { uses: ['exception-handling-legacy'], features: ['exception-handling'] },
    { uses: ['typed-function-references'], features: ['gc', 'reference-types'] },
    { uses: ['bulk-memory-opt'], features: ['bulk-memory-opt'] },
    { uses: ['bulk-memory-opt', 'bulk-memory'], features: ['bulk-memory'] },
    { uses: ['from-the-future', 'sign-ext'], features: ['sign-ext'] },
  ])('$uses: $features', ({ uses, features }) => {
    expect(wasmOptFeatures(uses)).toEqual(features)
  })

  it('have names that the installed one knows', () => {
    const directory = mkdtempSync(join(tmpdir(), 'wasm-budget-flags-'))
    const input = join(directory, 'input.wasm')
    writeFileSync(input, wasm())
    const { command, prefixArguments } = (findNpmBinaryen(process.cwd()) as NpmBinaryen).wasmOpt
    const run = (names: readonly string[]) =>
      spawnSync(
        command,
        [...prefixArguments, input, ...names.map((name) => `--enable-${name}`), '--vacuum'],
        {
          encoding: 'utf8',
        },
      )
    const known = run(wasmOptFeatures(EVERY))
    const unknown = run(['time-travel'])
    rmSync(directory, { recursive: true })
    expect([known.status, known.stderr]).toEqual([0, expect.not.stringContaining('nknown option')])
    expect([unknown.status, unknown.stderr]).toEqual([1, expect.stringContaining('Unknown option')])
  })
})
