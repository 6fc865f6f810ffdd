import { describe, expect, it } from 'vitest'
import { findEngine } from '../../../dist/optimize/engines/find-engine.js'
import type { Engine, EngineLevel } from '../../../src/optimize/engine.ts'
import { inspect } from '../../../src/optimize/inspect.ts'
import { collectFeatures, withImpliedFeatures } from '../../../src/wasm/features.ts'
import { compareInterfaces, describeInterface } from '../../../src/wasm/interface.ts'
import { readModule } from '../../../src/wasm/module.ts'
import { readFixture } from '../../support/fixtures.ts'
import { wat } from '../../support/wat.ts'

const OZ: EngineLevel = { optimize: 2, shrink: 2, inlineOneCaller: true }

/** What the installed package makes of a module. */
async function optimized(input: Uint8Array, features: readonly string[], level = OZ): Promise<Uint8Array> {
  const { engine } = findEngine({ engine: 'npm' }, process.cwd())
  const outcome = await (engine as Engine).run(
    { input, level, features },
    { memoryBytes: 2 ** 31, seconds: 50, signal: new AbortController().signal },
  )
  if (outcome.kind !== 'done') throw new Error(outcome.reason)
  return new Uint8Array(outcome.output)
}

const featuresOf = (bytes: Uint8Array) => [...withImpliedFeatures(collectFeatures(readModule(bytes)))].sort()

describe('the installed binaryen', () => {
  // What a compiler for the MVP makes of `(x << 24) >> 24`.
  const MVP = wat(`(module (func (export "f") (param i32) (result i32)
    (i32.shr_s (i32.shl (local.get 0) (i32.const 24)) (i32.const 24))))`)

  it('gives a module of the MVP no feature, and would have been glad to', async () => {
    expect(featuresOf(await optimized(MVP, []))).toEqual([])
    expect(featuresOf(await optimized(MVP, ['sign-ext']))).toEqual(['sign-ext'])
  })

  it.each([
    'clang19-O2.wasm',
    'clang19-threads.wasm',
    'emscripten3.1.6-O3.wasm',
    'rust196-base_stripped.wasm',
  ])('gives %s no feature that it does not use, nor another interface', async (path) => {
    const { features = [], engineInput, interface: before } = inspect(readFixture(path), 'auto', [])
    const output = await optimized(engineInput, features)
    expect(featuresOf(output).filter((feature) => !features.includes(feature))).toEqual([])
    expect(compareInterfaces(before, describeInterface(readModule(output)))).toBeUndefined()
    expect(output.length).toBeLessThan(engineInput.length * 1.2)
  })

  it('keeps imports of every kind that nothing uses, and their order does not matter', async () => {
    const input = wat(`(module
      (import "m" "f" (func (param i32))) (import "m" "g" (func))
      (import "m" "t" (table 1 funcref)) (import "m" "e" (memory 1)) (import "m" "i" (global i32))
      (func (export "run") (result i32) (i32.add (i32.const 1) (i32.const 2))))`)
    const output = await optimized(input, [])
    const after = describeInterface(readModule(output))
    expect(after).toEqual(describeInterface(readModule(input)))
    expect(after.imports).toHaveLength(5)
  })

  it('keeps names', async () => {
    const input = wat(
      '(module (func $sum (export "run") (result i32) (i32.add (i32.const 1) (i32.const 2))))',
      {
        names: true,
      },
    )
    expect([...readModule(await optimized(input, [])).names.functions.values()]).toEqual(['sum'])
  })

  it('works a module that it refuses off as one that fails every time', async () => {
    const invalid = wat('(module (func (export "f") (result i32) (i32.const 1)))')
    invalid[invalid.lastIndexOf(0x41)] = 0x42
    const { engine } = findEngine({ engine: 'npm' }, process.cwd())
    const limits = { memoryBytes: 2 ** 31, seconds: 50, signal: new AbortController().signal }
    const outcome = await (engine as Engine).run({ input: invalid, level: OZ, features: [] }, limits)
    expect(outcome).toEqual({
      kind: 'failed',
      reason: expect.stringMatching(
        /^binaryen ended with code 1: \[(?:parse exception|wasm-validator error)/,
      ) as string,
    })
  })
})
