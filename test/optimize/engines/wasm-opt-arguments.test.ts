import { describe, expect, it } from 'vitest'
import type { EngineLevel } from '../../../src/optimize/engine.ts'
import { wasmOptArguments } from '../../../src/optimize/engines/wasm-opt-arguments.ts'

const argumentsOf = (level: EngineLevel, features: readonly string[] = []) =>
  wasmOptArguments({ level, features }, 'in', 'out').join(' ')

describe('arguments of wasm-opt', () => {
  it.each<[EngineLevel, string]>([
    [{ optimize: 1, shrink: 0, inlineOneCaller: true }, '-O1'],
    [{ optimize: 3, shrink: 0, inlineOneCaller: true }, '-O3'],
    [{ optimize: 2, shrink: 1, inlineOneCaller: true }, '-Os'],
    [{ optimize: 2, shrink: 2, inlineOneCaller: true }, '-Oz'],
    [{ optimize: 1, shrink: 0, inlineOneCaller: false }, '-O1 --one-caller-inline-max-function-size=0'],
    [{ optimize: 2, shrink: 1, inlineOneCaller: false }, '-Os --one-caller-inline-max-function-size=0'],
    [{ optimize: 2, shrink: 2, inlineOneCaller: false }, '-Oz --one-caller-inline-max-function-size=0'],
  ])('for %o are %s', (level, flags) => {
    expect(argumentsOf(level)).toBe(`in --mvp-features ${flags} -g -o out`)
  })

  it('begin with no feature, and add those of the input', () => {
    const level = { optimize: 1, shrink: 0, inlineOneCaller: true } as const
    expect(argumentsOf(level, ['simd128', 'bulk-memory'])).toBe(
      'in --mvp-features --enable-bulk-memory --enable-simd -O1 -g -o out',
    )
  })
})
