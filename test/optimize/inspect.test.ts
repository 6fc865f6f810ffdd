import { describe, expect, it } from 'vitest'
import { inspect } from '../../src/optimize/inspect.ts'
import { readSections } from '../../src/wasm/sections.ts'
import { readFixture } from '../support/fixtures.ts'
import {
  custom,
  functions,
  nameMap,
  nameSection,
  section,
  text,
  vector,
  wasm,
} from '../support/wasm-builder.ts'

const customNames = (bytes: Uint8Array | undefined) =>
  bytes && readSections(bytes).flatMap(({ id, name }) => (id === 0 ? [name] : []))

const NAMED = nameSection(nameMap(1, []))
const TYPES = section(1, [0])

describe('inspect', () => {
  it('takes the leaks out of the base, and the metadata out of what is stripped', () => {
    const bytes = wasm(TYPES, NAMED, custom('.debug_info'), custom('producers', [0]), custom('mine', [1]))
    const { base, stripped, engineInput, leaks, metadata } = inspect(bytes, 'auto', [])
    expect(customNames(base)).toEqual(['producers', 'mine'])
    expect(customNames(stripped)).toEqual(['mine'])
    expect(customNames(engineInput)).toEqual(['name', 'mine'])
    expect(leaks).toEqual(['name', '.debug_info'])
    expect(metadata).toEqual(['producers'])
  })

  it('leaves a module with nothing to strip as it is', () => {
    const bytes = wasm(TYPES, custom('mine'))
    const inspection = inspect(bytes, 'auto', [])
    expect(inspection.base).toBe(bytes)
    expect(inspection.source).toBe(bytes)
    expect(inspection.engineInput).toBe(bytes)
    expect(inspection).not.toHaveProperty('stripped')
    expect([inspection.leaks, inspection.metadata]).toEqual([[], []])
  })

  it('has no second candidate where strip is always or false', () => {
    const bytes = wasm(TYPES, NAMED, custom('producers', [0]))
    expect(inspect(bytes, 'always', [])).not.toHaveProperty('stripped')
    expect(customNames(inspect(bytes, 'always', []).base)).toEqual([])
    expect(inspect(bytes, false, []).base).toBe(bytes)
    expect(inspect(bytes, false, [])).not.toHaveProperty('stripped')
  })

  it('keeps what is to be kept', () => {
    const bytes = wasm(TYPES, NAMED, custom('producers', [0]))
    const { base, leaks, metadata } = inspect(bytes, 'auto', ['name', 'prod*'])
    expect(base).toBe(bytes)
    expect([leaks, metadata]).toEqual([[], []])
  })

  describe('allows an engine', () => {
    const featureSection = custom(
      'target_features',
      vector([0x2b, ...text('simd128')], [0x2d, ...text('atomics')]),
    )

    it('the features of the code, of target_features, and what these imply', () => {
      // memory.fill is of bulk-memory-opt.
      const bytes = new Uint8Array([
        ...functions([0, 0x41, 0, 0x41, 0, 0x41, 0, 0xfc, 11, 0, 0x0b]),
        ...featureSection,
      ])
      expect(inspect(bytes, 'auto', []).features).toEqual(['bulk-memory-opt', 'simd128'])
    })

    it('what reference-types implies', () => {
      const bytes = functions([0, 0xd0, 0x70, 0x1a, 0x0b])
      expect(inspect(bytes, 'auto', []).features).toEqual(['call-indirect-overlong', 'reference-types'])
    })

    it('nothing beyond the MVP where nothing is used', () => {
      expect(inspect(functions([0, 0x0b]), 'auto', []).features).toEqual([])
    })

    it('what target_features says, though that section is stripped', () => {
      const { features, metadata } = inspect(readFixture('clang19-O3_g_simd.wasm'), 'always', [])
      expect(metadata).toEqual([])
      expect(features).toEqual(
        expect.arrayContaining(['simd128', 'sign-ext', 'mutable-globals', 'reference-types', 'multivalue']),
      )
    })
  })

  describe('keeps an engine away', () => {
    it.each([
      { section: '.debug_info', keep: ['.debug_*'] },
      { section: 'sourceMappingURL', keep: ['sourceMappingURL'] },
      { section: 'external_debug_info', keep: ['*'] },
      { section: 'reloc.CODE', keep: ['reloc.*'] },
      { section: 'linking', keep: ['linking'] },
      { section: 'metadata.code.branch_hint', keep: [] },
    ])('from a module that keeps $section, which holds offsets into the code', ({ section: name, keep }) => {
      const { features, engineProblem } = inspect(wasm(TYPES, custom(name)), 'auto', keep)
      expect(features).toBeUndefined()
      expect(engineProblem).toContain(name)
    })

    it('from a module that loses nothing, if there is something that would go stale', () => {
      expect(inspect(wasm(TYPES, custom('.debug_line')), false, []).engineProblem).toBeDefined()
      expect(inspect(wasm(TYPES, custom('.debug_line')), 'auto', []).engineProblem).toBeUndefined()
    })

    it('from code that cannot be decoded, telling where', () => {
      const { features, engineProblem } = inspect(
        readFixture('probes/binaryen132-stringref.wasm'),
        'auto',
        [],
      )
      expect(features).toBeUndefined()
      expect(engineProblem).toMatch(/\(at offset 0x[0-9a-f]+\)$/)
    })

    it('from a module whose target_features cannot be read', () => {
      const bytes = wasm(TYPES, custom('target_features', [9]))
      expect(inspect(bytes, 'auto', []).engineProblem).toMatch(/\(at offset 0x[0-9a-f]+\)$/)
    })

    it('but not from one with names, dynamic linking or sections of its own', () => {
      const bytes = wasm(custom('dylink.0'), TYPES, NAMED, custom('mine'))
      expect(inspect(bytes, 'auto', ['name']).engineProblem).toBeUndefined()
    })
  })

  it('says whether this runtime accepts the module', () => {
    expect(inspect(functions([0, 0x0b]), 'auto', []).accepted).toBe(true)
    expect(inspect(functions([0, 0x1a, 0x0b]), 'auto', []).accepted).toBe(false)
  })

  it('refuses what cannot be read', () => {
    expect(() => inspect(Uint8Array.of(1), 'auto', [])).toThrow(
      expect.objectContaining({ name: 'WasmParseError' }),
    )
  })
})
