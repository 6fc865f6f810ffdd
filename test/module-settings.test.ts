import { describe, expect, it } from 'vitest'
import { matches, optimizeOfBuild, settingsFor } from '../src/module-settings.ts'
import type { WasmBudgetOptions } from '../src/options.ts'
import { resolveOptions } from '../src/resolve-options.ts'

const NAMES = ['assets/engine-Ab12cd34.wasm', 'src/wasm/engine.wasm', 'engine.wasm']

const settings = (options: WasmBudgetOptions, names: readonly string[] = NAMES) =>
  settingsFor(resolveOptions(options), names)

describe('the settings of a module', () => {
  it('are the options of the build where nothing overrides them', () => {
    const { effort, optimize, compress } = resolveOptions({ effort: 'fast', compress: false })
    expect(settings({ effort: 'fast', compress: false })).toEqual({ effort, optimize, compress })
    expect(
      settings({ effort: 'fast', compress: false, overrides: [{ match: 'other.wasm', effort: 'max' }] }),
    ).toEqual({ effort, optimize, compress })
  })

  it.each([
    'engine*',
    'engine.wasm',
    '**/engine*.wasm',
    'src/**',
    'assets/engine-*.wasm',
    ['nothing', 'src/wasm/*.wasm'],
  ])('are those of an override that fits one of its names: %j', (match) => {
    expect(settings({ overrides: [{ match, effort: 'max' }] }).effort).toBe('max')
  })

  it.each(['wasm', '*.js', 'node_modules/**', 'engin?'])('not those of one that fits none: %j', (match) => {
    expect(settings({ overrides: [{ match, effort: 'max' }] }).effort).toBe('balanced')
  })

  it('are those of the build for a module without names, whatever is overridden', () => {
    expect(settings({ overrides: [{ match: '**', effort: 'max' }] }, []).effort).toBe('balanced')
  })

  it('are put together from all that match, field by field, later ones over earlier ones', () => {
    const { effort, optimize, compress } = settings({
      optimize: { strip: false, seconds: 7 },
      overrides: [
        { match: '**', effort: 'fast', optimize: { strip: 'always', keepSections: 'name' } },
        { match: 'engine*', optimize: { keepSections: ['a', 'b'] }, compress: { formats: ['gz'] } },
        { match: 'other', effort: 'max', compress: false },
        { match: 'src/**', compress: { threshold: 0 } },
      ],
    })
    expect(effort).toBe('fast')
    expect(optimize).toMatchObject({ strip: 'always', keepSections: ['a', 'b'], seconds: 7, engine: 'auto' })
    expect(compress).toEqual({ formats: ['gz'], encoder: 'native', thresholdBytes: 0 })
  })

  it.each<[string, NonNullable<WasmBudgetOptions['overrides']>, 'off' | 'auto' | 'always']>([
    ['off', [{ match: '**', optimize: false }], 'off'],
    [
      'off, whatever was said before',
      [
        { match: '**', optimize: { strip: 'always' } },
        { match: '**', optimize: false },
      ],
      'off',
    ],
    [
      'on again as it was',
      [
        { match: '**', optimize: { strip: 'always' } },
        { match: '**', optimize: false },
        { match: '**', optimize: true },
      ],
      'always',
    ],
    [
      'on again by a field',
      [
        { match: '**', optimize: false },
        { match: '**', optimize: { seconds: 1 } },
      ],
      'auto',
    ],
  ])('are %s', (_, overrides, expected) => {
    const { optimize } = settings({ overrides })
    expect(optimize === false ? 'off' : optimize.strip).toBe(expected)
  })

  it('are the defaults where an override turns on what the build leaves out', () => {
    const { optimize, compress } = settings({
      optimize: false,
      compress: false,
      overrides: [{ match: 'engine*', optimize: true, compress: { formats: ['br'] } }],
    })
    expect(optimize).toEqual(resolveOptions().optimize)
    expect(compress).toEqual({ formats: ['br'], encoder: 'native', thresholdBytes: 1024 })
  })

  it('change nothing in the options', () => {
    const options = resolveOptions({ overrides: [{ match: '**', optimize: { strip: 'always' } }] })
    const before = structuredClone(options)
    settingsFor(options, NAMES)
    expect(options).toEqual(before)
  })
})

describe('globs of overrides', () => {
  it('see names that begin with a dot', () => {
    expect(matches({ match: ['**/*.wasm'] }, ['.hidden/engine.wasm'])).toBe(true)
  })
})

describe('what counts for the whole build', () => {
  const ofBuild = (options: WasmBudgetOptions) => optimizeOfBuild(resolveOptions(options))

  it('are its own options', () => {
    expect(ofBuild({ optimize: { engine: 'none' } })).toMatchObject({ engine: 'none' })
    expect(ofBuild({ overrides: [{ match: '**', optimize: false }] })).toMatchObject({ engine: 'auto' })
  })

  it('is nothing where no module can be optimised', () => {
    expect(ofBuild({ optimize: false })).toBe(false)
    expect(ofBuild({ optimize: false, overrides: [{ match: 'a', optimize: false }] })).toBe(false)
    expect(ofBuild({ optimize: false, overrides: [{ match: 'a', effort: 'max' }] })).toBe(false)
  })

  it('are the defaults where only overrides optimise', () => {
    expect(ofBuild({ optimize: false, overrides: [{ match: 'a', optimize: true }] })).toEqual(
      resolveOptions().optimize,
    )
  })
})
