import { describe, expect, it } from 'vitest'
import { readSections } from '../../src/wasm/sections.ts'
import { readTargetFeatures } from '../../src/wasm/target-features.ts'
import { readFixture } from '../support/fixtures.ts'
import { custom, text, vector, wasm } from '../support/wasm-builder.ts'

const featuresOf = (bytes: Uint8Array) => [...readTargetFeatures(bytes, readSections(bytes))]

const feature = (prefix: string, name: string) => [prefix.charCodeAt(0), ...text(name)]

describe('readTargetFeatures', () => {
  it('takes what is used or required, and leaves what is disallowed', () => {
    const contents = vector(feature('+', 'simd128'), feature('-', 'atomics'), feature('=', 'sign-ext'))
    expect(featuresOf(wasm(custom('target_features', contents)))).toEqual(['simd128', 'sign-ext'])
  })

  it('is empty without the section', () => {
    expect(featuresOf(wasm())).toEqual([])
  })

  it.each([
    { why: 'an unknown prefix', contents: vector(feature('?', 'simd128')), offset: 27 },
    { why: 'a list that ends early', contents: [2, ...feature('+', 'simd128')], offset: 36 },
    { why: 'no list at all', contents: [], offset: 26 },
  ])('refuses $why, because an engine that is told too little fails', ({ contents, offset }) => {
    expect(() => featuresOf(wasm(custom('target_features', contents)))).toThrow(
      expect.objectContaining({ name: 'WasmParseError', offset }),
    )
  })

  it('reads what toolchains write', () => {
    expect(featuresOf(readFixture('clang19-O2.wasm')).sort()).toEqual([
      'multivalue',
      'mutable-globals',
      'reference-types',
      'sign-ext',
    ])
  })
})
